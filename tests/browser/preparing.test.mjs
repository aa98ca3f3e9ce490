import { test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const [lemons] = await photographs([{ name: "lemons", width: 700, type: "image/png" }])

test("whoever publishes before the photos are ready is led to the post when they are", { timeout: 90_000 }, async (t) => {
  const slow = await Hub.start({ WORKERS: 0 }) // nobody prepares photos yet
  t.after(() => slow.stop())
  await slow.community("Slow Light", { people: ["ana"] })
  const ana = await Person.signedIn("ana", slow, t)
  ana.context.setDefaultTimeout(40_000)
  await ana.visits("/publish")
  await ana.chooses([lemons])
  await ana.page.locator(".item:not(.upload)").waitFor()
  await ana.page.getByRole("button", { name: "Publish", exact: true }).click()

  await ana.hasArrivedAt(/^\/publish\/\d+$/)
  await ana.reads("Your photos are being prepared")
  await ana.reads("One more to go.")
  const worker = slow.work({ WORKERS: 1 })
  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  await worker.end()
  assert.equal((await ana.pictures(".stage img")).length, 1)
})
