import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Person } from "./person.mjs"
import { barriers } from "./barriers.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom", "tara", "mara", "ines"] })
after(() => hub.stop())

/** Nothing that is saved reaches the hub until `online` is called. */
async function goesOffline(person) {
  person.forgives(/ERR_FAILED/)
  const to = (url) => url.pathname === "/publish/save"
  await person.page.route(to, (route) => route.abort())
  return () => person.page.unroute(to)
}

/** Types a caption, and waits until it is saved. */
async function saves(person, words) {
  const saved = person.page.waitForResponse((answer) => answer.url().endsWith("/publish/save") && answer.ok())
  await caption(person).fill(words)
  await saved
  await person.reads(/Saved as draft/)
}

const caption = (person) => person.page.locator("#caption")
const kept = (person) => person.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("draft:")).length)

test("words that could not be saved are there again when the page is opened anew", async (t) => {
  const ana = await Person.signedIn("ana", hub, t, { timezoneId: "Asia/Tokyo" })
  await ana.visits("/publish")
  const online = await goesOffline(ana)
  await caption(ana).fill("On the ferry, without a signal")
  await ana.picks("CC BY 4.0")
  await ana.page.getByText("Publish later").click()
  await ana.page.getByLabel("Day and time").fill("2030-05-01T12:00")
  await ana.reads("Not saved yet.")
  assert.equal(await kept(ana), 1)

  await ana.page.reload()
  await ana.reads("What you typed here, and what could not be saved then, is back.")
  assert.equal(await caption(ana).inputValue(), "On the ferry, without a signal")
  assert.ok(await ana.page.getByLabel("CC BY 4.0", { exact: true }).isChecked())
  assert.equal(await ana.page.locator("#publish_at").inputValue(), "2030-05-01T12:00")
  await online()
  await ana.reads(/Saved as draft/)
  assert.equal(await kept(ana), 0)
  await ana.page.reload()
  assert.equal(await caption(ana).inputValue(), "On the ferry, without a signal")
  await ana.presses("Publish")
  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  await ana.visits("/publish")
  assert.equal(await caption(ana).inputValue(), "")
})

test("what another window has saved meanwhile is written over by nobody but its author", async (t) => {
  const here = await Person.signedIn("tom", hub, t)
  const there = await Person.signedIn("tom", hub, t)
  for (const person of [here, there]) await person.visits("/publish")
  const online = await goesOffline(here)
  await caption(here).fill("Typed first, and never saved")
  await here.reads("Not saved yet.")
  await there.page.waitForTimeout(50)
  await saves(there, "Saved later")
  await here.page.reload()
  assert.equal(await caption(here).inputValue(), "Saved later", "what is older stays away")
  assert.equal(await kept(here), 0)

  await there.page.reload()
  await saves(there, "Saved before")
  await here.page.waitForTimeout(50)
  await caption(here).fill("Typed last")
  await here.reads("Not saved yet.")
  await here.page.reload()
  await here.reads("You typed something here that could not be saved, and the draft was changed elsewhere since.")
  assert.equal(await caption(here).inputValue(), "Saved before")
  await online()
  await here.presses("Keep mine")
  assert.equal(await caption(here).inputValue(), "Typed last")
  await here.reads(/Saved as draft/)
  await there.page.reload()
  assert.equal(await caption(there).inputValue(), "Typed last")
})

test("whom one follows is suggested while one names people, by keys and by pointing", async (t) => {
  const follower = await Visitor.signedIn(hub.origin, "mara")
  for (const name of ["tom", "tara"]) await follower.sends(`/@${name}/follow`, {})
  const mara = await Person.signedIn("mara", hub, t)
  await mara.visits("/publish")
  await mara.picks("People you name")
  const named = mara.page.locator("#named")
  const options = mara.page.locator("#named-names [role=option]")
  await named.pressSequentially("t")
  await options.nth(1).waitFor()
  assert.deepEqual(await options.evaluateAll((all) => all.map(({ dataset }) => dataset.name)), ["tara", "tom"])
  assert.deepEqual(await barriers(mara), [])
  await mara.page.keyboard.press("ArrowDown")
  await mara.page.keyboard.press("ArrowDown")
  assert.equal(await named.getAttribute("aria-activedescendant"), "may-be-tom")
  await mara.page.keyboard.press("Enter")
  assert.equal(await named.inputValue(), "@tom, ")
  await named.pressSequentially("@t")
  await options.first().waitFor()
  assert.equal(await options.count(), 1, "who is named already is not suggested")
  await options.first().click()
  assert.equal(await named.inputValue(), "@tom, @tara, ")
  assert.ok(await named.evaluate((field) => field === document.activeElement))
  await named.pressSequentially("in")
  await mara.page.waitForTimeout(400)
  assert.equal(await options.count(), 0, "whom one does not follow")
  await mara.page.keyboard.press("Escape")
  await mara.reads(/Saved as draft/)
})
