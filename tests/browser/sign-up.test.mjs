import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub, PASSWORD } from "../services/hub.mjs"
import { isForEverybody } from "./barriers.mjs"
import { Person } from "./person.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { signUp: "open", people: ["mara"] })
await hub.promote("mara", "admin")
after(() => hub.stop())

test("in an open community somebody joins in a minute, and the browser does the work", async (t) => {
  const tom = await Person.at(hub, t)
  const sent = new Promise((done) => {
    tom.page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/sign-up")) done(new URLSearchParams(request.postData()))
    })
  })
  await tom.visits("/")
  await tom.follows("Join")
  await isForEverybody(tom)
  await fillsIn(tom, "tom")
  await tom.page.getByRole("button", { name: "Create the account" }).click()
  await tom.hasArrivedAt("/sign-up/sent")
  await isForEverybody(tom)

  const fields = await sent
  assert.match(fields.get("answer"), /^\d+$/, "the challenge was answered")
  const { createHash } = await import("node:crypto")
  const hash = createHash("sha256").update(`${fields.get("challenge")}.${fields.get("answer")}`).digest()
  assert.ok(hash.readUInt32BE() < 2 ** 14, `18 zero bits: ${hash.toString("hex")}`)

  await tom.visits(await hub.linkInMail("tom@example.org", "/sign-up/"))
  await isForEverybody(tom)
  await tom.confirms()
  await tom.hasArrivedAt("/sign-in")
  await tom.reads("Welcome. Your address is confirmed, and you can sign in now.")
  await tom.signsIn("tom")
  await tom.page.getByRole("navigation", { name: "Main", exact: true }).getByText("@tom").waitFor()
})

test("without JavaScript it works too, only not as often", async (t) => {
  const plain = await Person.at(hub, t, { javaScriptEnabled: false })
  for (const name of ["eva", "ivo", "lea"]) {
    if (name === "lea") plain.expects("429 POST /sign-up")
    await plain.visits("/sign-up")
    await fillsIn(plain, name)
    await plain.presses("Create the account")
    if (name !== "lea") await plain.hasArrivedAt("/sign-up/sent")
  }
  assert.match((await plain.problems()).summary[0], /please send the form again in 1\d\d\d seconds/)
  assert.equal(await plain.page.getByLabel("User name").inputValue(), "lea")

  // Another one of the same network, with a browser that works, need not wait.
  const lea = await Person.at(hub, t)
  await lea.visits("/sign-up")
  await fillsIn(lea, "lea")
  await lea.page.keyboard.press("Enter")
  await lea.hasArrivedAt("/sign-up/sent")
})

test("where staff decide, an applicant is read and let in", async (t) => {
  const mara = await Person.signedIn("mara", hub, t)
  await mara.visits("/console/sign-up")
  await isForEverybody(mara)
  await mara.picks("Anybody you approve")
  await mara.presses("Save")
  await mara.reads("Your changes are saved.")
  await mara.fills("Another rule", "Be kind.")
  await mara.presses("Save the rules")
  await mara.reads("The rules are saved.")

  const rui = await Person.at(hub, t)
  await rui.visits("/sign-up")
  await fillsIn(rui, "rui")
  await rui.fills("About you", "I photograph what the tide leaves behind.")
  await rui.page.getByRole("checkbox", { name: "I have read the rules and will keep to them" }).check()
  await isForEverybody(rui)
  await rui.page.getByRole("button", { name: "Send the application" }).click()
  await rui.hasArrivedAt("/sign-up/sent")
  await rui.visits(await hub.linkInMail("rui@example.org", "/sign-up/"))
  await rui.confirms()
  await rui.hasArrivedAt("/sign-up/waiting")
  await isForEverybody(rui)
  rui.expects("422 POST /sign-in")
  await rui.signsIn("rui")
  await rui.reads("Your application waits for the people who look after this community.")

  await mara.visits(await hub.linkInMail("mara@example.org", "/console/applications"))
  await mara.reads("I photograph what the tide leaves behind.")
  await isForEverybody(mara)
  mara.expects(`422 POST ${await mara.page.locator(".application form").getAttribute("action")}`)
  await mara.presses("Refuse rui")
  assert.deepEqual((await mara.problems()).beside, ["Please give a reason: it is sent to whoever is refused."])
  await isForEverybody(mara)
  await mara.presses("Let rui in")
  await mara.reads("They are in, and a message is on its way to them.")
  await mara.reads("Nobody waits")
  await rui.signsIn("rui")
  await rui.hasArrivedAt("/")
})

test("an invite is made, copied, and followed", async (t) => {
  const mara = await Person.signedIn("mara", hub, t, { permissions: ["clipboard-read", "clipboard-write"] })
  await mara.visits("/settings/invites")
  await mara.fills("For whom", "Nico")
  await mara.presses("Make an invite")
  await mara.reads("Your invite is ready.")
  await isForEverybody(mara)
  await mara.page.getByRole("button", { name: "Copy" }).click()
  await mara.reads("Copied")
  const link = await mara.page.evaluate(() => navigator.clipboard.readText())

  const nico = await Person.at(hub, t)
  await nico.visits(link)
  await nico.reads("mara has invited you.")
  assert.equal(await nico.page.getByLabel("About you").count(), 0)

  await mara.visits("/console/invites")
  await isForEverybody(mara)
  await mara.presses("Take back Nico")
  await mara.reads("The invite is taken back.")
  nico.expects(`410 GET ${new URL(link).pathname}`)
  await nico.visits(link)
  await nico.reads("This invite no longer works")
  await isForEverybody(nico)
})

test("where only the invited may join, others are told so and an invite leads in", async (t) => {
  const mara = await Person.signedIn("mara", hub, t)
  await chooses(mara, "Whoever is invited")
  await mara.visits("/settings/invites")
  await mara.fills("For whom", "Lia")
  await mara.presses("Make an invite")
  await mara.reads("Your invite is ready.")
  const link = await mara.page.getByLabel("Link of the invite").first().inputValue()

  const lia = await Person.at(hub, t)
  await lia.visits("/")
  await lia.follows("Join")
  await lia.reads("This community grows by invitation")
  await isForEverybody(lia)
  assert.equal(await lia.page.getByLabel("User name").count(), 0)

  await lia.visits(link)
  await lia.reads("mara has invited you.")
  await isForEverybody(lia)
  await fillsIn(lia, "lia")
  await acceptsTheRules(lia)
  await lia.page.getByRole("button", { name: "Create the account" }).click()
  await lia.hasArrivedAt("/sign-up/sent")
  await lia.visits(await hub.linkInMail("lia@example.org", "/sign-up/"))
  await lia.confirms()
  await lia.hasArrivedAt("/sign-in")
  await lia.signsIn("lia")
  await lia.hasArrivedAt("/")

  // For one person: the next one is told.
  const next = await Person.at(hub, t)
  next.expects(`410 GET ${new URL(link).pathname}`)
  await next.visits(link)
  await next.reads("This invite no longer works")
})

test("a closed community takes nobody, and its members sign in as before", async (t) => {
  const mara = await Person.signedIn("mara", hub, t)
  await mara.visits("/settings/invites")
  await mara.presses("Make an invite")
  await mara.reads("Your invite is ready.")
  const link = await mara.page.getByLabel("Link of the invite").first().inputValue()
  const late = await Person.at(hub, t)
  await late.visits("/sign-up")
  await chooses(mara, "Nobody")

  const guest = await Person.at(hub, t)
  await guest.visits("/")
  assert.equal(await guest.page.getByRole("link", { name: "Join" }).count(), 0)
  guest.forgives(/^4\d\d GET \/(sign-up|invite)/)
  for (const path of ["/sign-up", link]) {
    await guest.visits(path)
    await guest.reads("Nobody can join at the moment")
    await isForEverybody(guest)
  }
  await guest.follows("Sign in")
  await guest.signsIn("mara")
  await guest.hasArrivedAt("/")
})

async function chooses(person, mode) {
  await person.visits("/console/sign-up")
  await person.picks(mode)
  await person.presses("Save")
  await person.reads("Your changes are saved.")
}

function acceptsTheRules(person) {
  return person.page.getByRole("checkbox", { name: "I have read the rules and will keep to them" }).check()
}

async function fillsIn(person, name) {
  await person.fills("User name", name)
  await person.fills("E-mail address", `${name}@example.org`)
  await person.fills("Password", PASSWORD)
}
