import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { isForEverybody } from "./barriers.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom"] })
after(() => hub.stop())
const anas = await Visitor.signedIn(hub.origin, "ana")
const [lighthouse] = await photographs([{ name: "lighthouse", width: 800 }])
const post = await anas.posts([lighthouse], { title: "The old light" })

test("somebody likes a post, comments on it and is answered", async (t) => {
  const tom = await Person.signedIn("tom", hub, t)
  await tom.visits(post)
  await tom.presses("Like")
  await tom.page.getByRole("button", { name: "Unlike", exact: true }).first().waitFor()
  assert.equal(await tom.page.evaluate(() => document.activeElement.textContent.trim()), "Unlike", "the focus stays")
  await tom.page.getByRole("link", { name: "1 like", exact: true }).waitFor()
  await tom.fills("Your comment", "Seen from the sea")
  await tom.presses("Comment")
  await tom.reads("Seen from the sea")
  await isForEverybody(tom)

  const ana = await Person.signedIn("ana", hub, t)
  await ana.visits(post)
  await ana.page.getByRole("link", { name: "Answer tom", exact: true }).last().click()
  await ana.reads("Answer tom")
  await isForEverybody(ana)
  await ana.fills("Your comment", "By day or by night?")
  await ana.presses("Answer")
  await ana.reads("By day or by night?")
  await isForEverybody(ana)

  await tom.visits(post)
  await tom.presses("Unlike")
  // The comments have a button that likes them, too.
  await tom.page.getByRole("button", { name: "Unlike", exact: true }).waitFor({ state: "detached" })
})

test("what is said on other servers comes while one types", async (t) => {
  const tom = await Person.signedIn("tom", hub, t)
  let asked = 0
  // The page as it is while they are still being asked.
  await tom.page.route(post, async (route) => {
    const answer = await route.fetch()
    const notice = '<late-answers data-list="thread"><p class="notice loading" role="status">Loading</p></late-answers>'
    const early = (await answer.text()).replace(/<div class="thread"[^]*?(?=<form class="say")/, '<div class="thread" id="thread"></div>')
    asked += 1
    await route.fulfill(asked > 1 ? { response: answer } : { response: answer, body: early.replace('<section class="comments"', `${notice}$&`) })
  })
  await tom.visits(post)
  assert.equal(await tom.page.locator(".comment").count(), 0)
  await tom.page.getByLabel("Your comment").fill("I was there")
  await tom.page.getByText("Seen from the sea").waitFor()
  assert.equal(await tom.page.locator("late-answers").count(), 0)
  assert.equal(await tom.page.getByLabel("Your comment").inputValue(), "I was there")
})

test("a comment is written with the keyboard alone, and the arrows stay in it", async (t) => {
  const tom = await Person.signedIn("tom", hub, t)
  await tom.visits(post)
  await tom.page.getByLabel("Your comment").focus()
  await tom.page.keyboard.type("Fro")
  await tom.page.keyboard.press("ArrowLeft")
  await tom.page.keyboard.press("ArrowRight")
  await tom.page.keyboard.type("m the keys")
  await tom.page.keyboard.press("Tab")
  await tom.page.keyboard.press("Enter")
  await tom.reads("From the keys")
})

test("without scripts the same forms do the same", async (t) => {
  const tom = await Person.signedIn("tom", hub, t, { javaScriptEnabled: false })
  await tom.visits("/local")
  await tom.presses("Like")
  await tom.page.getByRole("button", { name: "Unlike", exact: true }).first().waitFor()
  await tom.presses("Boost")
  await tom.page.getByRole("button", { name: "Stop boosting", exact: true }).first().waitFor()
  assert.match(tom.page.url(), /\/local#post-\d+$/)
  await tom.visits(post)
  await tom.fills("Your comment", "Plain and simple")
  await tom.presses("Comment")
  await tom.reads("Plain and simple")
})
