import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom", "mara", "ines", "lena", "yuki", "nico", "rosa", "iris", "juno", "vera"] })
after(() => hub.stop())

const [lake, lighthouse, lemons] = await photographs([
  { name: "lake-at-dawn" },
  { name: "lighthouse", width: 1200 },
  { name: "lemons", width: 700, type: "image/png" },
])
const notAPhoto = { name: "holiday.jpg", mimeType: "image/jpeg", buffer: Buffer.from("Dear Ana, we are having a fine time.") }

test("three photos become a post that reads as it was written", async (t) => {
  const ana = await Person.signedIn("ana", hub, t)
  await ana.visits("/publish")
  await ana.drops([lake, lighthouse])
  await has(ana, 2)
  await ana.chooses([lemons])
  await has(ana, 3)
  assert.deepEqual((await ana.draft()).sort(), ["lake-at-dawn.jpg", "lemons.png", "lighthouse.jpg"])
  assert.equal((await ana.pictures(".item .preview img")).length, 3)

  for (const photo of [lake, lighthouse, lemons]) {
    await item(ana, photo).then((item) => item.getByLabel("Describe the photo").fill(photo.alt))
  }
  await item(ana, lighthouse).then((item) => item.getByLabel("Title of this photo").fill("The old light"))
  await ana.page.locator("#title").fill("A day by the water")
  await ana.page.locator("#caption").fill("Up before the sun.\n\nHome for lemonade & cake <3")
  await ana.picks("CC BY 4.0")
  await arranges(ana, [lighthouse, lemons, lake])
  await ana.presses("Publish")

  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  await ana.reads("Your post is published.")
  await ana.page.getByRole("heading", { name: "A day by the water" }).waitFor()
  assert.deepEqual(await ana.page.locator(".e-content p").allTextContents(), ["Up before the sun.", "Home for lemonade & cake <3"])
  const pictures = await ana.pictures(".strip img")
  assert.deepEqual(pictures.map(({ alt }) => alt), [lighthouse.alt, lemons.alt, lake.alt])
  assert.ok(pictures.every(({ src }) => new URL(src).pathname.startsWith("/media/")))
  const licence = ana.page.locator("a[rel=license]")
  assert.equal(await licence.textContent(), "CC BY 4.0")
  assert.equal(await licence.getAttribute("href"), "https://creativecommons.org/licenses/by/4.0/")
  const post = ana.path

  // It hangs on the profile and on the home page, for everybody, and both lead to it.
  const guest = await Person.at(hub, t)
  await guest.visits("/@ana")
  assert.deepEqual((await guest.pictures(".grid img")).map(({ alt }) => alt), [lighthouse.alt])
  await guest.page.locator(".grid a").first().click()
  await guest.hasArrivedAt(post)
  await guest.visits("/")
  assert.deepEqual((await guest.pictures(".strip img")).map(({ alt }) => alt), [lighthouse.alt, lemons.alt, lake.alt])
  await guest.follows("A day by the water")
  await guest.hasArrivedAt(post)
  assert.equal(await guest.page.getByRole("link", { name: "Edit" }).count(), 0)
})

test("photos tell how far they have come", async (t) => {
  const lena = await Person.signedIn("lena", hub, t)
  await lena.visits("/publish")
  await slowsDown(lena)
  await lena.chooses([lake])

  const bar = lena.page.getByRole("progressbar", { name: "Upload" })
  await lena.page.waitForFunction(() => {
    const { value } = document.querySelector(".item progress")
    return value > 0 && value < 1
  })
  await lena.reads("Your photos are on their way")
  await bar.waitFor({ state: "detached" })
  assert.deepEqual(await lena.draft(), ["lake-at-dawn.jpg"])
  await removes(lena, lake)
})

test("publishing waits for photos that are on their way", async (t) => {
  const yuki = await Person.signedIn("yuki", hub, t)
  await yuki.visits("/publish")
  await slowsDown(yuki)
  await yuki.chooses([lemons])
  await yuki.page.locator(".item.upload").waitFor()
  await yuki.page.getByRole("button", { name: "Publish", exact: true }).click()

  await yuki.hasArrivedAt(/^\/@yuki\/\d+$/)
  assert.equal((await yuki.pictures(".stage img")).length, 1)
})

test("a photo is taken out again", async (t) => {
  const nico = await Person.signedIn("nico", hub, t)
  await nico.visits("/publish")
  await nico.chooses([lake, lemons])
  await has(nico, 2)
  await item(nico, lake).then((item) => item.getByLabel("Describe the photo").fill("Words that stay"))
  await removes(nico, lemons)
  assert.deepEqual(await nico.draft(), ["lake-at-dawn.jpg"])

  await nico.page.reload()
  assert.deepEqual(await nico.draft(), ["lake-at-dawn.jpg"])
  assert.equal(await describes(nico, lake), "Words that stay")
  await removes(nico, lake)
})

test("a draft waits for whoever comes back", async (t) => {
  const tom = await Person.signedIn("tom", hub, t)
  await tom.visits("/publish")
  await tom.chooses([lake])
  await has(tom, 1)
  await item(tom, lake).then((item) => item.getByLabel("Describe the photo").fill("Mist over the water"))
  await tom.page.locator("#caption").fill("Not finished yet")
  // Adding a photo or pressing Enter keeps what was typed.
  await tom.page.locator("#title").fill("Early")
  await tom.page.locator("#title").press("Enter")
  await tom.page.waitForLoadState("load")

  const elsewhere = await Person.signedIn("tom", hub, t)
  await elsewhere.visits("/publish")
  assert.deepEqual(await elsewhere.draft(), ["lake-at-dawn.jpg"])
  assert.equal(await elsewhere.page.locator("#title").inputValue(), "Early")
  assert.equal(await elsewhere.page.locator("#caption").inputValue(), "Not finished yet")
  assert.equal(await describes(elsewhere, lake), "Mist over the water")
  assert.equal((await elsewhere.pictures(".item .preview img")).length, 1)
})

test("what is not a photo is refused in a sentence, and the others go on", async (t) => {
  const mara = await Person.signedIn("mara", hub, t)
  mara.expects("422 POST /publish/items")
  await mara.visits("/publish")
  await mara.chooses([notAPhoto, lemons])

  await mara.reads("“holiday.jpg” is not a JPEG, PNG, WebP, GIF, AVIF or HEIC picture.")
  await has(mara, 1)
  await mara.page.locator("film-strip li").first().click()
  await mara.presses("Leave it out")
  assert.deepEqual(await mara.draft(), ["lemons.png"])
  await mara.presses("Publish")
  await mara.hasArrivedAt(/^\/@mara\/\d+$/)
})

test("without a photo or a caption there is nothing to publish", async (t) => {
  const ines = await Person.signedIn("ines", hub, t)
  ines.expects("422 POST /publish")
  await ines.visits("/publish")
  await ines.page.locator("#title").fill("Only words")
  await ines.presses("Publish")

  const { summary } = await ines.problems()
  assert.deepEqual(summary, ["Photos: Please add a photo, up to 20 of them, or write a caption to publish it as a note."])
  assert.equal(await ines.page.locator("#title").inputValue(), "Only words")
})

test("the words of a post and its licence are changed", async (t) => {
  const ines = await Person.signedIn("ines", hub, t)
  const post = await (await Visitor.signedIn(hub.origin, "ines")).posts([lake, lemons], { title: "Befor" })
  await ines.visits(post)
  await ines.follows("Edit")
  await ines.hasArrivedAt(`${post}/edit`)
  assert.equal(await ines.page.locator("#title").inputValue(), "Befor")
  await ines.page.locator("#title").fill("After")
  await ines.page.getByLabel("Describe the photo").first().fill("The lake, seen again")
  await ines.picks("CC BY-SA 4.0")
  await ines.presses("Save changes")

  await ines.hasArrivedAt(post)
  await ines.reads("Your changes are saved.")
  await ines.page.getByRole("heading", { name: "After" }).waitFor()
  assert.deepEqual((await ines.pictures(".strip img")).map(({ alt }) => alt), ["The lake, seen again", lemons.alt])
  assert.equal(await ines.page.locator("a[rel=license]").textContent(), "CC BY-SA 4.0")
  await ines.page.getByText("Edited", { exact: true }).waitFor()
})

test("a title that is too long comes back with a sentence", async (t) => {
  const ines = await Person.signedIn("ines", hub, t)
  const post = await (await Visitor.signedIn(hub.origin, "ines")).posts([lemons])
  ines.expects(`422 POST ${post}/edit`)
  await ines.visits(`${post}/edit`)
  await ines.page.locator("#title").evaluate((field) => field.removeAttribute("maxlength"))
  await ines.page.locator("#title").fill("o".repeat(101))
  await ines.presses("Save changes")

  assert.deepEqual((await ines.problems()).summary, ["Title: This may have 100 characters; it has 101."])
  assert.equal(await ines.page.locator("#title").inputValue(), "o".repeat(101))
})

test("a deleted post is gone, and nobody else could have deleted it", async (t) => {
  const post = await (await Visitor.signedIn(hub.origin, "ines")).posts([lemons], { title: "Not for long" })
  const tom = await Person.signedIn("tom", hub, t)
  tom.expects(`403 GET ${post}/delete`)
  assert.equal(await tom.visits(`${post}/delete`), 403)
  await tom.reads("This isn't yours to change")

  const ines = await Person.signedIn("ines", hub, t)
  await ines.visits(post)
  const [{ src }] = await ines.pictures(".stage img")
  await ines.follows("Delete")
  await ines.follows("Keep it")
  await ines.hasArrivedAt(post)
  await ines.follows("Delete")
  await ines.presses("Delete for everyone")
  await ines.hasArrivedAt("/@ines")
  await ines.reads("Your post is deleted.")

  ines.expects(`410 GET ${post}`)
  assert.equal(await ines.visits(post), 410)
  await ines.reads("This was deleted")
  await becomes(async () => (await fetch(src)).status, 404)
})

test("a moment is told by the reader's own clock, and by UTC where there is none", async (t) => {
  const post = await (await Visitor.signedIn(hub.origin, "ines")).posts([lemons], { title: "Just now" })
  const told = async (options) => {
    const guest = await Person.at(hub, t, { locale: "en-GB", ...options })
    await guest.visits(post)
    return guest.page.locator("time.dt-published").first().textContent()
  }
  const utc = await told({ javaScriptEnabled: false })
  assert.match(utc, /^\d+ \w+ \d{4}, \d\d:\d\d UTC$/)

  const moment = Date.parse(`${utc.replace(",", "")}`)
  const inTokyo = await told({ timezoneId: "Asia/Tokyo" })
  const there = Date.parse(`${inTokyo.replace(" at", "")} UTC`)
  assert.equal(there - moment, 9 * 3_600_000, `${inTokyo} in Tokyo is ${utc}`)
})

test("the feed leads where it says, and the arrow keys lead on", async (t) => {
  const guest = await Person.at(hub, t)
  await guest.visits("/")
  const card = guest.page.locator("article.post").last()
  const [author, post] = await Promise.all([
    card.locator(".p-author a").getAttribute("href"),
    card.locator("a.when").getAttribute("href"),
  ])
  await card.locator("a.when").click()
  await guest.hasArrivedAt(post)
  await guest.page.locator(".p-author a").first().click()
  await guest.hasArrivedAt(author)

  // From a person's newest post to the one before, and back.
  await guest.visits("/@ines")
  await guest.page.locator(".grid a").first().click()
  await guest.hasArrivedAt(/^\/@ines\/\d+$/)
  const newest = guest.path
  const older = await guest.page.locator("a[rel=next]").getAttribute("href")
  await guest.page.keyboard.press("ArrowRight")
  await guest.hasArrivedAt(older)
  await guest.follows("Newer")
  await guest.hasArrivedAt(newest)
})

test("photos are put in order by dragging them and by keys, and it is said", async (t) => {
  const rosa = await Person.signedIn("rosa", hub, t)
  await rosa.visits("/publish")
  await rosa.chooses([lake, lighthouse, lemons])
  await has(rosa, 3)
  await arranges(rosa, [lake, lighthouse, lemons])
  await frame(rosa, lemons).dragTo(frame(rosa, lake), { targetPosition: { x: 5, y: 40 } })
  assert.deepEqual(await rosa.draft(), names(lemons, lake, lighthouse))
  await rosa.page.locator("film-strip [role=status]").getByText("Moved to place 1").waitFor({ state: "attached" })

  // The dragged one is chosen, and the keys go on from it.
  await rosa.page.keyboard.press("Shift+ArrowRight")
  assert.deepEqual(await rosa.draft(), names(lake, lemons, lighthouse))
  await rosa.page.locator("film-strip [role=status]").getByText("Moved to place 2").waitFor({ state: "attached" })
  await rosa.page.keyboard.press("ArrowRight")
  assert.equal(await rosa.page.locator(".item.chosen .file").textContent(), lighthouse.name)
  await rosa.page.keyboard.press("Shift+ArrowLeft")
  await rosa.page.keyboard.press("Shift+ArrowLeft")
  await rosa.page.keyboard.press("Shift+ArrowLeft")
  assert.deepEqual(await rosa.draft(), names(lighthouse, lake, lemons))
  await rosa.reads("Saved as draft")

  const elsewhere = await Person.signedIn("rosa", hub, t)
  await elsewhere.visits("/publish")
  assert.deepEqual(await elsewhere.draft(), names(lighthouse, lake, lemons))
})

test("what is typed is saved by itself and found in another browser", async (t) => {
  const iris = await Person.signedIn("iris", hub, t)
  await iris.visits("/publish")
  await iris.chooses([lake, lemons])
  await has(iris, 2)
  await iris.reads("2 photos have no description")
  await item(iris, lake).then((item) => item.getByLabel("Describe the photo").fill("Mist"))
  await iris.reads("1 photo has no description")
  await iris.page.locator("#title").fill("Not sent")
  await iris.page.locator("#warning").fill("Fog")
  await iris.page.locator(".saved", { hasText: /Saved as draft \d/ }).waitFor()

  const elsewhere = await Person.signedIn("iris", hub, t)
  await elsewhere.visits("/publish")
  await elsewhere.reads("Saved as draft")
  assert.equal(await elsewhere.page.locator("#title").inputValue(), "Not sent")
  assert.equal(await elsewhere.page.locator("#warning").inputValue(), "Fog")
  assert.equal(await describes(elsewhere, lake), "Mist")

  // What the other window writes now is not written over silently.
  elsewhere.expects("409 POST /publish/save")
  const saved = iris.page.waitForResponse(/\/publish\/save$/)
  await iris.page.locator("#title").fill("Here")
  assert.equal((await saved).status(), 200)
  await elsewhere.page.locator("#title").fill("There")
  await elsewhere.reads("This draft was changed in another window meanwhile.")
  await elsewhere.page.getByRole("button", { name: "Keep mine" }).click()
  await elsewhere.page.locator(".saved", { hasText: "Saved as draft" }).waitFor()
  await iris.page.reload()
  assert.equal(await iris.page.locator("#title").inputValue(), "There")
})

test("what is typed without a connection is saved when it is back", async (t) => {
  const juno = await Person.signedIn("juno", hub, t)
  juno.forgives(/ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  await juno.visits("/publish")
  await juno.context.setOffline(true)
  await juno.page.locator("#caption").fill("On the train")
  await juno.reads("Not saved yet.")
  await juno.context.setOffline(false)
  await juno.reads("Saved as draft")
  await juno.page.reload()
  assert.equal(await juno.page.locator("#caption").inputValue(), "On the train")
})

test("a post for two people is seen by these two", async (t) => {
  const ana = await Person.signedIn("ana", hub, t)
  await ana.visits("/publish")
  await ana.chooses([lake])
  await has(ana, 1)
  await ana.page.locator("label[for=audience-named]").click()
  await ana.page.getByLabel("Names").fill("@tom, nobody")
  ana.expects("422 POST /publish")
  await ana.presses("Publish")
  assert.deepEqual((await ana.problems()).summary, ["Names: Nobody here is called nobody."])
  await ana.page.getByLabel("Names").fill("@tom, @mara")
  await ana.presses("Publish")
  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  const post = ana.path

  for (const [name, status] of [["tom", 200], ["mara", 200], ["ines", 404]]) {
    const person = await Person.signedIn(name, hub, t)
    if (status !== 200) person.expects(`${status} GET ${post}`)
    assert.equal(await person.visits(post), status, name)
  }
})

test("a post is scheduled by the clock of its author", async (t) => {
  const vera = await Person.signedIn("vera", hub, t, { timezoneId: "Asia/Tokyo", locale: "en-GB" })
  await vera.visits("/publish")
  await vera.page.locator("#caption").fill("For tomorrow")
  await vera.page.getByText("Publish later").click()
  await vera.reads("The time is that of Asia/Tokyo")
  const noon = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10) + "T12:00"
  await vera.page.getByLabel("Day and time").fill(noon)
  await vera.presses("Schedule")

  await vera.hasArrivedAt("/publish/drafts")
  await vera.reads("Your post is scheduled.")
  const time = vera.page.locator(".draft .chip time")
  assert.equal(await time.getAttribute("datetime"), `${noon.slice(0, 10)}T03:00:00.000Z`)
  assert.match(await time.textContent(), /12:00/)
  await vera.page.getByText("Another time").click()
  assert.equal(await vera.page.getByLabel("Day and time").inputValue(), noon)
  await vera.presses("Don't publish")
  await vera.reads("It won't be published by itself now.")
  await vera.presses("Go on with it")
  assert.equal(await vera.page.locator("#caption").inputValue(), "For tomorrow")
})

// What the people above do more than once

function names(...photos) {
  return photos.map(({ name }) => name)
}

/** Waits until the draft has so many photos. */
async function has(person, many, what = ".item:not(.upload)") {
  await person.page.waitForFunction(([what, many]) => document.querySelectorAll(what).length === many, [what, many])
}

function frame(person, photo) {
  return person.page.locator("film-strip li").filter({ hasText: photo.name })
}

/** Chooses a photo in the film strip: what is below it then. */
async function item(person, photo) {
  await frame(person, photo).click()
  const item = person.page.locator(".item.chosen").filter({ hasText: photo.name })
  await item.waitFor()
  return item
}

async function describes(person, photo) {
  return (await item(person, photo)).getByLabel("Describe the photo").inputValue()
}

async function removes(person, photo) {
  await item(person, photo)
  await person.page.getByRole("button", { name: `Remove ${photo.name}` }).click()
  await frame(person, photo).waitFor({ state: "detached" })
}

/** Brings the photos into this order with the buttons. */
async function arranges(person, photos) {
  for (const [place, photo] of photos.entries()) {
    await item(person, photo)
    for (let at = (await person.draft()).indexOf(photo.name); at > place; at -= 1) {
      await person.page.getByRole("button", { name: `Move ${photo.name} earlier` }).click()
    }
  }
  assert.deepEqual(await person.draft(), photos.map(({ name }) => name))
}

/** A connection on which uploads can be watched. */
async function slowsDown(person) {
  const session = await person.context.newCDPSession(person.page)
  await session.send("Network.enable")
  const speed = { downloadThroughput: 2_000_000, uploadThroughput: 250_000 }
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 20, ...speed })
}

async function becomes(look, expected) {
  const until = Date.now() + 10_000
  let seen = await look()
  while (seen !== expected && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 100))
    seen = await look()
  }
  assert.equal(seen, expected)
}
