import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { isForEverybody } from "./barriers.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["nico", "mara", "tom"] })
after(() => hub.stop())
const nicos = await Visitor.signedIn(hub.origin, "nico")
await nicos.sends("/settings/privacy", { part: "private", old: "followers" })
const [lighthouse] = await photographs([{ name: "lighthouse", width: 800 }])
const post = await nicos.posts([lighthouse], { title: "The old light" })

test("somebody asks to follow a private account, is let in, and sees what is shared there", async (t) => {
  const mara = await Person.signedIn("mara", hub, t)
  mara.expects(`404 GET ${post}`)
  await mara.visits(post)
  await mara.visits("/@nico")
  await mara.reads("nico shares photographs with followers")
  await isForEverybody(mara)
  assert.equal(await mara.page.getByText("The old light").count(), 0)
  await mara.presses("Follow nico")
  await mara.page.getByRole("button", { name: /^Requested: nico/ }).first().waitFor()
  await isForEverybody(mara)

  const nico = await Person.signedIn("nico", hub, t)
  await nico.visits("/")
  await nico.page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Requests 1" }).click()
  await nico.hasArrivedAt("/requests")
  await isForEverybody(nico)
  await nico.presses("Let in mara")
  await nico.reads("Nobody is waiting")
  await isForEverybody(nico)

  await mara.visits("/@nico")
  await mara.page.getByRole("button", { name: /^Following nico/ }).first().waitFor()
  await isForEverybody(mara)
  await mara.visits(post)
  const pictures = await mara.pictures()
  assert.ok(pictures.some(({ alt, width }) => alt === lighthouse.alt && width > 0), JSON.stringify(pictures))
  await mara.visits("/")
  await mara.reads("The old light")
})

test("whoever is declined is told nothing and sees nothing, also without JavaScript", async (t) => {
  const tom = await Person.signedIn("tom", hub, t, { javaScriptEnabled: false })
  await tom.visits("/@nico")
  await tom.presses("Follow nico")
  await tom.page.getByRole("button", { name: /^Requested: nico/ }).first().waitFor()

  const nico = await Person.signedIn("nico", hub, t, { javaScriptEnabled: false })
  await nico.visits("/requests")
  await nico.presses("Decline tom")
  await nico.reads("Nobody is waiting")
  tom.expects(`404 GET ${post}`)
  await tom.visits(post)
})
