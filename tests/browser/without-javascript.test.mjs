import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
after(() => hub.stop())
const plain = { javaScriptEnabled: false }

const [dunes, boat, birches] = await photographs([{ name: "dunes" }, { name: "sailing-boat" }, { name: "birches-in-snow", width: 1200 }])

test("the whole way works without JavaScript", async (t) => {
  const ana = await Person.at(hub, t, plain)
  const { page } = ana

  // A community,
  await ana.visits(hub.setUpLink)
  await ana.fills("Name of the community", "Plain Paper")
  await ana.fills("User name", "ana")
  await ana.fills("E-mail address", "ana@example.org")
  await ana.fills("Password", "correct horse battery")
  await ana.presses("Make the community")
  await ana.reads("Your community is ready.")

  // out and in again,
  await ana.presses("Sign out")
  await ana.signsIn("ana")

  // two photos at once, with words typed before,
  await ana.visits("/publish")
  await page.locator("#title").fill("Three places")
  await ana.chooses([dunes, boat])
  await ana.presses("Add photos")
  assert.deepEqual(await ana.draft(), ["dunes.jpg", "sailing-boat.jpg"])
  assert.equal(await page.locator("#title").inputValue(), "Three places")
  assert.equal((await ana.pictures(".item .preview img")).length, 2)

  // each described, in another order, and one more,
  await describes(ana, dunes)
  await describes(ana, boat)
  await ana.presses("Move sailing-boat.jpg earlier")
  assert.deepEqual(await ana.draft(), ["sailing-boat.jpg", "dunes.jpg"])
  await ana.chooses([birches])
  await ana.presses("Add photos")
  await describes(ana, birches)
  await ana.presses("Remove dunes.jpg")
  assert.deepEqual(await ana.draft(), ["sailing-boat.jpg", "birches-in-snow.jpg"])
  assert.equal(await field(ana, boat).inputValue(), boat.alt)
  assert.equal(await field(ana, birches).inputValue(), birches.alt)

  // published,
  await ana.picks("CC0 1.0")
  await ana.presses("Publish")
  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  await ana.reads("Your post is published.")
  assert.deepEqual((await ana.pictures(".strip img")).map(({ alt }) => alt), [boat.alt, birches.alt])
  const post = ana.path

  // found on the profile and on the home page,
  await ana.visits("/@ana")
  assert.equal(await page.locator(".grid a").first().getAttribute("href"), post)
  await ana.visits("/")
  await ana.follows("Three places")

  // edited,
  await ana.follows("Edit")
  await page.locator("#title").fill("Two places")
  await ana.presses("Save changes")
  await page.getByRole("heading", { name: "Two places" }).waitFor()

  // and deleted.
  await ana.follows("Delete")
  await ana.presses("Delete for everyone")
  await ana.reads("Your post is deleted.")
  ana.expects(`410 GET ${post}`)
  assert.equal(await ana.visits(post), 410)
})

test("photos are chosen and published in one go", async (t) => {
  const ana = await Person.at(hub, t, plain)
  await ana.signsIn("ana")
  await ana.visits("/publish")
  await ana.page.locator("#caption").fill("Straight from the camera")
  await ana.chooses([dunes, boat])
  await ana.presses("Publish")

  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  assert.equal((await ana.pictures(".strip img")).length, 2)
  await ana.reads("Straight from the camera")
})

test("a file that is not a photo is named, and the others are kept", async (t) => {
  const ana = await Person.at(hub, t, plain)
  ana.expects("422 POST /publish")
  await ana.signsIn("ana")
  await ana.visits("/publish")
  await ana.chooses([{ name: "letter.jpg", mimeType: "image/jpeg", buffer: Buffer.from("Dear Ana,") }, birches])
  await ana.presses("Publish")

  assert.deepEqual((await ana.problems()).summary, ["Photos: “letter.jpg” is not a JPEG, PNG, WebP, GIF, AVIF or HEIC picture."])
  assert.deepEqual(await ana.draft(), ["birches-in-snow.jpg"])
  await ana.presses("Publish")
  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
})

function field(person, photo) {
  return person.page.locator(".item").filter({ hasText: photo.name }).getByLabel("Describe the photo")
}

async function describes(person, photo) {
  await field(person, photo).fill(photo.alt)
}
