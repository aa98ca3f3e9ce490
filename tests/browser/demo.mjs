import { PASSWORD } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { photographs, scenes } from "./photographs.mjs"

const photo = Object.fromEntries(
  (await photographs(Object.keys(scenes).map((name) => ({ name, width: name === "valley-panorama" ? 2400 : 1600 })))).map((file) => [
    file.name.replace(/\.\w+$/, ""),
    file,
  ]),
)

/** What comes on top of a demonstration, for pages that show something in particular. Oldest first: who, which photos, and the words. */
const stories = [
  ["mara", ["lemons"], { title: "Three lemons", caption: "Window light, nothing else.", licence: "cc-by-4.0" }],
  ["ana", ["dunes"], { title: "Before the heat", licence: "all-rights-reserved" }],
  ["tom", ["birches-in-snow"], { caption: "Minus eleven, and so quiet that the snow could be heard.", licence: "cc-by-nc-nd-4.0" }],
  ["ana", ["sailing-boat"], { title: "Out with the tide", caption: "Ines at the helm.", licence: "cc-by-sa-4.0" }],
  ["mara", ["forest-in-fog", "birches-in-snow"], { title: "Two forests", licence: "cc0-1.0" }],
  ["tom", [], { title: "No ferry tomorrow", caption: "The wind has turned and the harbour master shakes his head. Whoever wanted to come along to the light: Thursday instead. #ferry" }],
  ["mara", ["dunes"], { title: "After the fire", caption: "What is left of the pines behind the #dunes.", warning: "A burnt forest, and a dead hare", licence: "cc-by-4.0" }],
  ["tom", ["city-at-night"], { title: "The last ferry", caption: "From the upper deck, twenty seconds on the railing.", licence: "cc-by-4.0" }],
  ["ana", ["valley-panorama"], { title: "The whole valley, from the hut down to the river", licence: "cc-by-nc-4.0" }],
  ["mara", ["lake-at-dawn"], { licence: "all-rights-reserved" }],
  ["tom", ["northern-lights", "lake-at-dawn"], { title: "One lake, two nights", caption: "The same bay.\n\nFirst at two in the morning, in March. Then in June, when it hardly gets dark at all and the fishermen leave before anybody thinks of breakfast.", licence: "cc-by-sa-4.0" }],
  ["mara", ["lighthouse"], { title: "The old light", caption: "Built in 1871, and still somebody climbs up every evening.", licence: "cc-by-4.0" }],
  ["ana", ["lake-at-dawn", "lighthouse", "sailing-boat", "lemons"], { title: "A day by the water", caption: "Up before the sun, out with the tide, home for lemonade.\n\nWhoever wants to see the light from the inside has to be there on a Thursday: the keeper opens the door at four and tells the same three stories, and all three get better each time.", licence: "cc-by-nc-sa-4.0" }],
  ["ana", ["northern-lights"], { title: "Green", caption: "Worth every frozen finger. #aurora #Night #ferry", licence: "cc-by-4.0" }],
]

/** What the community has decided about other servers. */
const POLICIES = [
  { domain: "loud.example", severity: "limit", "reject-media": "yes", "public-comment": "Much that nobody here has asked for.", "private-comment": "Let us look again in spring." },
  { domain: "copies.example", severity: "allow", "reject-media": "yes", "public-comment": "Shows photographs of others as its own." },
  { domain: "spam.example", severity: "suspend", "public-comment": "Spam, and nothing else, since March.\nThey have not answered.", obfuscate: "yes" },
]

const RULES = [
  "Be kind. Talk about the photograph, not about whoever made it.",
  "Publish what you made yourself, or say whose it is and that they agree.",
  "Ask people before you show their faces, and take a photograph down when they ask you to.",
]

const PEOPLE = ["ana", "tom", "mara"]
/** With this seed, nobody of the demonstration is called like one of those who come to it. */
const DEMONSTRATION = { people: 12, posts: 80, pictures: 24, size: 1280, seed: 1 }

/**
 * A demonstration in which Ana lives, and those who join it for pages that show something in particular; Tom leaves a draft
 * of three photos. Where everything is.
 */
export async function fill(hub) {
  const options = Object.entries({ ...DEMONSTRATION, password: PASSWORD }).map(([name, value]) => `--${name}=${value}`)
  await hub.command(["demo", ...options])
  for (const name of ["tom", "mara", "nico", "olga", "pia"]) await hub.account(name)
  const olga = ["--tenant", `localhost:${hub.port}`, "--username", "olga"]
  await hub.command(["account", "promote", ...olga, "--role", "owner", "--operator", "true"])
  await hub.promote("ana", "member")
  await hub.community("Mountain Air", { host: `mountain.localhost:${hub.port}`, people: ["ines"], accent: 150 })

  const people = {}
  for (const name of PEOPLE) people[name] = await Visitor.signedIn(hub.origin, name)
  await people.mara.sends("/tags/ferry/follow", {})
  const posts = []
  for (const [who, photos, words] of stories) posts.push(await people[who].posts(photos.map((name) => photo[name]), words))

  await people.ana.sends("/settings/profile", {
    display_name: "Ana Lima",
    pronouns: "she/her",
    bio: "I wait for light, and sometimes it comes.\n\nMost of these were taken within an hour of my door; the rest with @tom, who drives.",
    website: "https://ana.example/",
    "label-1": "Camera",
    "value-1": "A rangefinder older than me",
    "label-2": "Words",
    "value-2": "https://words.example/~ana/",
  })
  await people.ana.portrays("avatar", photo.lighthouse, { alt: "The old light, at evening", size: 0.6, y: 0.3 })
  await people.ana.portrays("header", photo["valley-panorama"])
  await people.ana.sends(`${posts[3]}/pin`, { action: "pin" })

  // Mara and Tom follow Ana, and Mara would like to follow Nico, who wants to be asked.
  for (const name of ["mara", "tom"]) await people[name].sends("/@ana/follow", {})
  const nico = await Visitor.signedIn(hub.origin, "nico")
  await nico.sends("/settings/privacy", { part: "private", old: "leave" })
  await people.mara.sends("/@nico/follow", {})
  await talk(people, posts)
  await nico.sends("/@olga/block", {})
  for (const domain of ["noise.example", "a.very.long.name.of.a.server.that.goes.on.example"]) await nico.sends("/settings/servers", { domain })
  // Pia goes on as Mara.
  const pia = await Visitor.signedIn(hub.origin, "pia")
  await people.mara.sends("/settings/moving", { alias: "pia" })
  await pia.sends("/settings/moving/away", { target: "mara" })
  const deleted = await people.ana.posts([photo.dunes])
  await people.ana.sends(`${deleted}/delete`, {})
  const archived = await people.ana.posts([photo.dunes], { title: "Kept for later" })
  await people.ana.sends(`${archived}/archive`, {})
  const changed = posts[3]
  const change = { which: "these", post: changed.split("/").at(-1), licence: "cc-by-4.0", tags: "sailing, sea" }
  await people.ana.sends("/select/apply", { ...change, action: "licence" })
  await people.ana.sends("/select/apply", { ...change, action: "add-tags" })
  const draft = []
  for (const name of ["dunes", "forest-in-fog", "valley-panorama"]) draft.push(await people.tom.uploads(photo[name]))

  // Tom looks after who joins; one has applied.
  await hub.promote("tom", "admin")
  for (const rule of RULES) {
    const page = await (await people.tom.visits("/console/sign-up")).text()
    const before = [...page.matchAll(/name="(rule-\d+)"[^>]*>([^<]*)</g)].map(([, field, text]) => [field, text])
    await people.tom.sends("/console/rules", { ...Object.fromEntries(before), "rule-new": rule })
  }
  await report(people, nico, posts)
  for (const policy of POLICIES) await people.tom.sends("/console/servers", { seen: "yes", ...policy })
  await people.tom.sendsPicture("/console/look/logo", photo.lighthouse, { size: 0.5, x: 0.5, y: 0.35 })
  const guest = new Visitor(hub.origin)
  const applicant = { name: "rui.alves", email: "rui@example.org", password: PASSWORD, rules: "accepted" }
  const words = "I row in the mornings and photograph what the tide leaves behind.\nInes told me about you."
  await guest.sends("/sign-up", { ...applicant, words })
  const confirm = new URL(await hub.linkInMail(applicant.email, "/sign-up/")).pathname
  await guest.sends(confirm, {})
  await people.tom.sends("/settings/invites", { note: "For the rowing club", uses: "25", days: "30" })
  await guest.sends("/sign-up", { ...applicant, name: "lena", email: "lena@example.org", words })
  const unconfirmed = new URL(await hub.linkInMail("lena@example.org", "/sign-up/")).pathname
  return {
    unconfirmed, note: posts[5], warned: posts[6], posts, deleted, archived, changed, one: posts.at(-3), several: posts.at(-2), draft,
  }
}

/** What Tom, of the staff, is asked to look at, and what he has answered. */
async function report({ ana, tom, mara }, nico, posts) {
  const about = "It was in the exhibition in the town hall, under somebody else's name. I can show the catalogue."
  const rule = (await (await mara.visits("/@ana/report")).text()).match(/name="rule" id="rule-\d+" value="(\d+)"/g)[1].match(/value="(\d+)"/)[1]
  await mara.sends(`${posts[8]}/report`, { rule, report: about })
  await nico.sends("/@mara/report", { report: "Follows everybody, and then asks for money." })
  await tom.sends(new URL((await (await tom.visits("/console/reports")).text()).match(/\/console\/reports\/\d+/)[0], "http://x").pathname, {
    answer: "The catalogue is hers: Ana Lima is the same person. Nothing to be done.",
  })
  await mara.sends(`${posts[3]}/report`, { report: "Ines did not want to be seen so small." })
  await ana.sends(`${posts[11]}/report`, { rule, report: "" })
}

/** What they say of Ana's four photos, and who likes and boosts what. */
async function talk({ ana, tom, mara }, posts) {
  const post = posts.at(-2)
  const says = async (who, path, comment) => (await who.sends(path, { comment })).headers.get("location").split("#comment-")[1]
  const first = await says(tom, `${post}/comments`, "The second one! I have stood there a dozen times, and never once before #sunrise. Was the keeper in a good mood?")
  const answer = await says(ana, `/comments/${first}/answer`, "He was, @tom. He even let me wind the clockwork: https://lights.example/how-a-lamp-turns")
  const taken = await says(mara, `/comments/${answer}/answer`, "Where do I queue?")
  await says(tom, `/comments/${taken}/answer`, "Behind me.")
  await mara.sends(`/comments/${taken}/remove`, {})
  const second = await says(mara, `${post}/comments`, "Lemonade as the last word is exactly right.")
  await mara.sends(`/comments/${second}/edit`, { comment: "Lemonade as the last word is exactly right. I can taste it." })
  await says(ana, `${post}/comments`, "Thank you all.")
  for (const who of [tom, mara]) await who.sends(`${post}/like`, {})
  await ana.sends(`/@tom/${first}/like`, {})
  await ana.sends(`${posts[7]}/like`, {})
  await ana.sends(`${posts[7]}/boost`, {})
  await tom.sends(`${post}/boost`, {})
}

/**
 * Every page there is: what it is called, who looks at it (nobody: a guest), how they get there, and which error it is.
 * `demo` is what `fill` has returned, `empty` another hub, which waits to be set up.
 */
export function pages(demo, hub, empty) {
  const visit = (path) => (person) => person.visits(path)
  return [
    { name: "home-signed-out", open: visit("/") },
    { name: "home-signed-in", who: "ana", open: visit("/") },
    { name: "home-first-steps", who: "olga", open: visit("/") },
    { name: "home-empty", open: visit(`http://mountain.localhost:${hub.port}/`) },
    { name: "home-followed", who: "mara", open: visit("/") },
    { name: "home-community", who: "mara", open: visit("/local") },
    { name: "profile", open: visit("/@ana") },
    { name: "profile-just-followed", who: "tom", open: visit("/@ana?after=follow") },
    { name: "profile-private", who: "mara", open: visit("/@nico") },
    { name: "search", open: visit("/search?q=an") },
    { name: "search-nobody", who: "ana", open: visit("/search?q=zzz") },
    { name: "followers", who: "ana", open: visit("/@ana/followers") },
    { name: "following", who: "nico", open: visit("/@mara/following") },
    { name: "requests", who: "nico", open: visit("/requests") },
    { name: "requests-empty", who: "ana", open: visit("/requests") },
    { name: "privacy", who: "ana", open: visit("/settings/privacy") },
    { name: "privacy-private", who: "nico", open: visit("/settings/privacy") },
    { name: "profile-own", who: "ana", open: visit("/@ana") },
    { name: "profile-empty", who: "nico", open: visit("/@nico") },
    { name: "settings-profile", who: "ana", open: visit("/settings/profile") },
    { name: "settings-profile-empty", who: "nico", open: visit("/settings/profile") },
    {
      name: "settings-profile-refused",
      who: "nico",
      error: "422 POST /settings/profile",
      open: async (person) => {
        await person.visits("/settings/profile")
        await person.fills("Website", "nowhere")
        await person.presses("Save profile")
      },
    },
    { name: "post-single", open: visit(demo.one) },
    { name: "post-several", open: visit(demo.several) },
    { name: "post-own", who: "ana", open: visit(demo.several) },
    { name: "post-deliveries", who: "ana", open: visit(`${demo.several}/deliveries`) },
    { name: "post-note", open: visit(demo.note) },
    { name: "post-warned", open: visit(demo.warned) },
    { name: "share", open: visit(`${demo.several}/share`) },
    { name: "post-talk", who: "mara", open: visit(demo.several) },
    { name: "likes", who: "mara", open: visit(`${demo.several}/likes`) },
    { name: "likes-none", open: visit(`${demo.one}/likes`) },
    { name: "boosts", open: visit(`${demo.several}/boosts`) },
    {
      name: "comment-refused",
      who: "mara",
      error: `422 POST ${demo.several}/comments`,
      open: async (person) => {
        await person.visits(demo.several)
        await person.page.locator("#comment").fill("   ")
        await person.presses("Comment")
      },
    },
    ...["answer", "edit", "remove"].map((verb) => ({
      name: `comment-${verb}`,
      who: "mara",
      open: async (person) => {
        await person.visits(demo.several)
        await person.page.locator(`.comment a[href$="/${verb}"]`).first().click()
        await person.page.locator(".writing").waitFor()
      },
    })),
    { name: "block", who: "mara", open: visit("/@tom/block") },
    { name: "profile-blocked", who: "nico", open: visit("/@olga") },
    { name: "settings-blocks", who: "nico", open: visit("/settings/blocks") },
    { name: "settings-blocks-empty", who: "ana", open: visit("/settings/blocks") },
    { name: "settings-servers", who: "nico", open: visit("/settings/servers") },
    {
      name: "settings-servers-refused",
      who: "ana",
      error: "422 POST /settings/servers",
      open: async (person) => {
        await person.visits("/settings/servers")
        await person.fills("Name of the server", "org")
        await person.presses("Block the server")
      },
    },
    { name: "settings-moving", who: "ana", open: visit("/settings/moving") },
    { name: "settings-moving-alias", who: "mara", open: visit("/settings/moving") },
    { name: "settings-moving-moved", who: "pia", open: visit("/settings/moving") },
    { name: "settings-moving-away", who: "ana", open: visit("/settings/moving/away") },
    {
      name: "settings-moving-away-refused",
      who: "ana",
      error: "422 POST /settings/moving/away",
      open: async (person) => {
        await person.visits("/settings/moving/away")
        await person.fills("Your new account", "@tom")
        await person.presses("Move to that account")
      },
    },
    { name: "left-behind", who: "pia", error: "403 GET /publish", open: visit("/publish") },
    { name: "profile-moved", who: "mara", open: visit("/@pia") },
    { name: "profile-moved-mine", who: "pia", open: visit("/@pia") },
    { name: "profile-moved-signed-out", open: visit("/@pia") },
    { name: "post-photo", open: visit(`${demo.several}/2`) },
    { name: "profile-whole", open: visit("/@mara?view=whole") },
    { name: "hashtag", who: "mara", open: visit("/tags/ferry") },
    { name: "hashtag-signed-out", open: visit("/tags/ferry") },
    { name: "hashtag-empty", who: "ana", open: visit("/tags/nowhere") },
    { name: "hashtags-followed", who: "mara", open: visit("/following/tags") },
    { name: "hashtags-followed-empty", who: "tom", open: visit("/following/tags") },
    { name: "sign-in", open: visit("/sign-in") },
    { name: "reset", open: visit("/reset") },
    {
      name: "sign-in-refused",
      error: "422 POST /sign-in",
      open: (person) => person.signsIn("ana", "not the password"),
    },
    { name: "publish-empty", who: "ana", open: visit("/publish") },
    { name: "publish-three", who: "tom", open: visit("/publish") },
    { name: "drafts", who: "tom", open: visit("/publish/drafts") },
    { name: "drafts-none", who: "mara", open: visit("/publish/drafts") },
    {
      name: "publish-refused",
      who: "ana",
      error: "422 POST /publish",
      open: async (person) => {
        await person.visits("/publish")
        await person.presses("Publish")
      },
    },
    { name: "edit", who: "ana", open: visit(`${demo.several}/edit`) },
    {
      name: "edit-refused",
      who: "ana",
      error: `422 POST ${demo.several}/edit`,
      open: async (person) => {
        await person.visits(`${demo.several}/edit`)
        const title = person.page.locator("#title")
        await title.evaluate((field) => field.removeAttribute("maxlength"))
        await title.fill("A title that goes on, and on, as if nobody would ever have to fit it on a page that others want to read")
        await person.presses("Save changes")
      },
    },
    { name: "delete", who: "ana", open: visit(`${demo.several}/delete`) },
    { name: "history", open: visit(`${demo.changed}/history`) },
    { name: "post-archived", who: "ana", open: visit(demo.archived) },
    { name: "archive", who: "ana", open: visit("/archive") },
    { name: "archive-empty", who: "mara", open: visit("/archive") },
    { name: "trash", who: "ana", open: visit("/trash") },
    { name: "trash-empty", who: "mara", open: visit("/trash") },
    { name: "purge", who: "ana", open: visit(`${demo.deleted}/purge`) },
    { name: "select", who: "ana", open: visit("/select") },
    {
      name: "select-preview",
      who: "ana",
      open: async (person) => {
        await person.visits("/select")
        await person.page.locator("label[for=which-all]").click()
        await person.presses("Change licence …")
      },
    },
    {
      name: "select-done",
      who: "ana",
      open: async (person) => {
        await person.visits("/select")
        await person.follows("The last change of many, and the way to undo it")
      },
    },
    {
      name: "select-refused",
      who: "ana",
      error: "422 POST /select",
      open: async (person) => {
        await person.visits("/select")
        await person.presses("Add …")
      },
    },
    { name: "settings-licences", who: "ana", open: visit("/settings/licences") },
    ...["account", "sessions", "posting", "appearance", "danger", "danger/leave"].map((section) => ({
      name: `settings-${section.replace("/", "-")}`,
      who: "ana",
      open: visit(`/settings/${section}`),
    })),
    ...["", "/members", "/members/tom", "/members/olga", "/look", "/staff", "/limits", "/audit"].map((section) => ({
      name: `console${section.replaceAll("/", "-")}`,
      who: "olga",
      open: visit(`/console${section}`),
    })),
    ...["", "/communities", "/communities/new", "/members", "/servers", "/jobs", "/mail", "/storage", "/hub", "/audit"].map((section) => ({
      name: `operator${section.replaceAll("/", "-")}`,
      who: "olga",
      open: visit(`/operator${section}`),
    })),
    { name: "about", open: visit("/about") },
    { name: "about-servers", open: visit("/about/servers") },
    ...["", "/new", "/import"].map((section) => ({
      name: `console-servers${section.replace("/", "-")}`,
      who: "tom",
      open: visit(`/console/servers${section}`),
    })),
    {
      name: "console-servers-change",
      who: "tom",
      open: async (person) => {
        await person.visits("/console/servers")
        await person.page.locator(".policies a.whole").last().click()
        await person.page.waitForLoadState("load")
      },
    },
    {
      name: "console-servers-refused",
      who: "tom",
      error: "422 POST /console/servers",
      open: async (person) => {
        await person.visits("/console/servers/new")
        await person.fills("Name of the server", "co.uk")
        await person.presses("Save")
      },
    },
    {
      name: "console-servers-suspend",
      who: "tom",
      open: async (person) => {
        await person.visits("/console/servers/new")
        await person.fills("Name of the server", "bad.example")
        await person.presses("Save")
      },
    },
    {
      name: "console-servers-plan",
      who: "tom",
      open: async (person) => {
        await person.visits("/console/servers/import")
        await person.fills("Or paste it here", "#domain,#severity,#reject_media\nlist.example,suspend,FALSE\nloud.example,suspend,TRUE\norg,suspend,FALSE\nodd.example,forbid,FALSE")
        await person.presses("Look at it")
      },
    },
    { name: "sign-up", open: visit("/sign-up") },
    { name: "sign-up-sent", open: visit("/sign-up/sent") },
    { name: "sign-up-confirm", open: visit(demo.unconfirmed) },
    { name: "sign-up-waiting", open: visit("/sign-up/waiting") },
    {
      name: "sign-up-refused",
      error: "422 POST /sign-up",
      open: async (person) => {
        await person.visits("/sign-up")
        await person.fills("User name", "ines.photos")
        await person.fills("Password", "short")
        await person.presses("Send the application")
        await person.page.locator(".problems").waitFor()
      },
    },
    {
      name: "console-staff-refused",
      who: "olga",
      error: "422 POST /console/staff",
      open: async (person) => {
        await person.visits("/console/staff")
        await person.page.locator("#second-factor").check()
        await person.presses("Save changes")
      },
    },
    { name: "settings-two-factor", who: "ana", open: visit("/settings/two-factor") },
    { name: "settings", who: "ana", open: visit("/settings") },
    { name: "settings-invites", who: "tom", open: visit("/settings/invites") },
    { name: "console", who: "tom", open: visit("/console") },
    { name: "report-post", who: "mara", open: visit(`${demo.posts[12]}/report`) },
    { name: "report-person", who: "ana", open: visit("/@tom/report") },
    {
      name: "report-refused",
      who: "ana",
      error: "422 POST /@tom/report",
      open: async (person) => {
        await person.visits("/@tom/report")
        await person.presses("Report")
      },
    },
    { name: "console-reports", who: "tom", open: visit("/console/reports") },
    { name: "console-reports-closed", who: "tom", open: visit("/console/reports?state=closed") },
    { name: "console-report", who: "tom", open: async (person) => { await person.visits("/console/reports"); await person.follows("A post by @ana") } },
    { name: "console-applications", who: "tom", open: visit("/console/applications") },
    { name: "console-invites", who: "tom", open: visit("/console/invites") },
    { name: "console-sign-up", who: "tom", open: visit("/console/sign-up") },
    { name: "error-404", error: "404 GET /nowhere", open: visit("/nowhere") },
    { name: "error-404-signed-in", who: "ana", error: "404 GET /nowhere", open: visit("/nowhere") },
    { name: "error-410", error: `410 GET ${demo.deleted}`, open: visit(demo.deleted) },
    { name: "error-403", who: "tom", error: `403 GET ${demo.one}/edit`, open: visit(`${demo.one}/edit`) },
    { name: "error-421", error: "421 GET /", open: visit(`http://elsewhere.localhost:${hub.port}/`) },
    { name: "error-503-empty-hub", error: "503 GET /", open: visit(`${empty.origin}/`) },
    { name: "wizard", open: visit(empty.setUpLink) },
    {
      name: "wizard-refused",
      error: `422 POST ${new URL(empty.setUpLink).pathname}`,
      open: async (person) => {
        await person.visits(empty.setUpLink)
        await person.fills("User name", "Ana Maria")
        await person.fills("Password", "short")
        await person.presses("Make the community")
      },
    },
  ]
}
