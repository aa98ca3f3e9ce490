import { Visitor } from "../services/visitor.mjs"
import { photographs, scenes } from "./photographs.mjs"

const photo = Object.fromEntries(
  (await photographs(Object.keys(scenes).map((name) => ({ name, width: name === "valley-panorama" ? 2400 : 1600 })))).map((file) => [
    file.name.replace(/\.\w+$/, ""),
    file,
  ]),
)

/** Oldest first: who, which photos, and the words. */
const stories = [
  ["mara", ["lemons"], { title: "Three lemons", caption: "Window light, nothing else.", licence: "cc-by-4.0" }],
  ["ana", ["dunes"], { title: "Before the heat", licence: "all-rights-reserved" }],
  ["tom", ["birches-in-snow"], { caption: "Minus eleven, and so quiet that the snow could be heard.", licence: "cc-by-nc-nd-4.0" }],
  ["ana", ["sailing-boat"], { title: "Out with the tide", caption: "Ines at the helm.", licence: "cc-by-sa-4.0" }],
  ["mara", ["forest-in-fog", "birches-in-snow"], { title: "Two forests", licence: "cc0-1.0" }],
  ["tom", ["city-at-night"], { title: "The last ferry", caption: "From the upper deck, twenty seconds on the railing.", licence: "cc-by-4.0" }],
  ["ana", ["valley-panorama"], { title: "The whole valley, from the hut down to the river", licence: "cc-by-nc-4.0" }],
  ["mara", ["lake-at-dawn"], { licence: "all-rights-reserved" }],
  ["tom", ["northern-lights", "lake-at-dawn"], { title: "One lake, two nights", caption: "The same bay.\n\nFirst at two in the morning, in March. Then in June, when it hardly gets dark at all and the fishermen leave before anybody thinks of breakfast.", licence: "cc-by-sa-4.0" }],
  ["mara", ["lighthouse"], { title: "The old light", caption: "Built in 1871, and still somebody climbs up every evening.", licence: "cc-by-4.0" }],
  ["ana", ["lake-at-dawn", "lighthouse", "sailing-boat", "lemons"], { title: "A day by the water", caption: "Up before the sun, out with the tide, home for lemonade.\n\nWhoever wants to see the light from the inside has to be there on a Thursday: the keeper opens the door at four and tells the same three stories, and all three get better each time.", licence: "cc-by-nc-sa-4.0" }],
  ["ana", ["northern-lights"], { title: "Green", caption: "Worth every frozen finger.", licence: "cc-by-4.0" }],
]

const PEOPLE = ["ana", "tom", "mara"]

/** A community that three people have filled; Ana leaves a draft of three photos. Where everything is. */
export async function fill(hub) {
  const summary = "Photographs from the coast and the hills behind it, by whoever gets up early enough."
  await hub.community("Harbour Lights", { summary, people: [...PEOPLE, "nico"] })
  await hub.community("Mountain Air", { host: `mountain.localhost:${hub.port}`, people: ["ines"], accent: 150 })

  const people = {}
  for (const name of PEOPLE) people[name] = await Visitor.signedIn(hub.origin, name)
  const posts = []
  for (const [who, photos, words] of stories) posts.push(await people[who].posts(photos.map((name) => photo[name]), words))

  // Mara and Tom follow Ana, and Mara would like to follow Nico, who wants to be asked.
  for (const name of ["mara", "tom"]) await people[name].sends("/@ana/follow", {})
  const nico = await Visitor.signedIn(hub.origin, "nico")
  await nico.sends("/settings/privacy", { part: "private", old: "leave" })
  await people.mara.sends("/@nico/follow", {})
  const deleted = await people.ana.posts([photo.dunes])
  await people.ana.sends(`${deleted}/delete`, {})
  const draft = []
  for (const name of ["dunes", "forest-in-fog", "valley-panorama"]) draft.push(await people.tom.uploads(photo[name]))
  return { posts, deleted, one: posts.at(-3), several: posts.at(-2), draft }
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
    { name: "home-empty", open: visit(`http://mountain.localhost:${hub.port}/`) },
    { name: "home-followed", who: "mara", open: visit("/") },
    { name: "home-community", who: "mara", open: visit("/local") },
    { name: "profile", open: visit("/@ana") },
    { name: "profile-just-followed", who: "tom", open: visit("/@ana?after=follow") },
    { name: "profile-private", who: "mara", open: visit("/@nico") },
    { name: "followers", who: "ana", open: visit("/@ana/followers") },
    { name: "following", who: "nico", open: visit("/@mara/following") },
    { name: "requests", who: "nico", open: visit("/requests") },
    { name: "requests-empty", who: "ana", open: visit("/requests") },
    { name: "privacy", who: "ana", open: visit("/settings/privacy") },
    { name: "privacy-private", who: "nico", open: visit("/settings/privacy") },
    { name: "profile-own", who: "ana", open: visit("/@ana") },
    { name: "profile-empty", who: "nico", open: visit("/@nico") },
    { name: "post-single", open: visit(demo.one) },
    { name: "post-several", open: visit(demo.several) },
    { name: "post-own", who: "ana", open: visit(demo.several) },
    { name: "sign-in", open: visit("/sign-in") },
    {
      name: "sign-in-refused",
      error: "422 POST /sign-in",
      open: (person) => person.signsIn("ana", "not the password"),
    },
    { name: "publish-empty", who: "ana", open: visit("/publish") },
    { name: "publish-three", who: "tom", open: visit("/publish") },
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
