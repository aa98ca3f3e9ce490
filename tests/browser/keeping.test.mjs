import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { barriers } from "./barriers.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom", "mara", "ines"] })
after(() => hub.stop())
const [lake, dunes, boat] = await photographs([{ name: "lake-at-dawn" }, { name: "dunes" }, { name: "sailing-boat" }])

for (const colorScheme of ["light", "dark"]) {
  test(`photos join a post and leave it (${colorScheme})`, async (t) => {
    const post = await publishes("ana", [lake, dunes], { title: "Two places" })
    const ana = await Person.signedIn("ana", hub, t, { colorScheme })
    await ana.visits(`${post}/edit`)
    await ana.chooses([boat])
    const frames = ana.page.locator("film-strip li a")
    await ana.page.locator(".item .file", { hasText: "sailing-boat.jpg" }).waitFor({ state: "attached" })
    await frames.last().click()
    await ana.page.getByLabel("Describe the photo").filter({ visible: true }).fill(boat.alt)
    await frames.last().press("Shift+Home")
    assert.deepEqual(await ana.draft(), ["sailing-boat.jpg", "Photo 1", "Photo 2"])
    assert.deepEqual(await barriers(ana), [])
    await frames.last().click()
    await ana.presses("Remove Photo 2")
    await ana.reads("It is removed when you save.")
    assert.equal(await ana.page.locator("film-strip .goes").count(), 1)
    assert.deepEqual(await barriers(ana), [])
    await ana.presses("Save changes")

    await ana.hasArrivedAt(post)
    assert.deepEqual((await ana.pictures(".strip img")).map(({ alt }) => alt), [boat.alt, lake.alt])
    assert.ok((await ana.pictures(".strip img")).every(({ src }) => new URL(src).pathname.startsWith("/media/")))
    await ana.visits(`${post}/history`)
    await ana.reads("One photo was removed.")
    assert.deepEqual(await barriers(ana), [])
  })

  test(`a post is narrowed, with its pictures (${colorScheme})`, async (t) => {
    const post = await publishes("mara", [lake], { title: "For all at first" })
    const guest = await Person.at(hub, t, { colorScheme })
    await guest.visits(post)
    const [{ src }] = await guest.pictures(".stage img")
    const mara = await Person.signedIn("mara", hub, t, { colorScheme })
    await mara.visits(`${post}/edit`)
    await mara.picks("Followers")
    await mara.presses("Save changes")
    await mara.hasArrivedAt(post)
    assert.deepEqual(await barriers(mara), [])

    // Somebody else: what a browser has kept is its owner's.
    const stranger = await Person.at(hub, t, { colorScheme })
    for (const path of [post, new URL(src).pathname]) {
      stranger.expects(`404 GET ${path}`)
      assert.equal(await stranger.visits(path), 404)
    }
  })

  test(`many change at once, and back (${colorScheme})`, async (t) => {
    const posts = []
    for (const photo of [lake, boat]) posts.push(await publishes("tom", [photo], { title: photo.name, licence: "cc-by-4.0" }))
    const tom = await Person.signedIn("tom", hub, t, { colorScheme })
    await tom.visits("/@tom")
    await tom.follows("Select")
    await tom.page.getByRole("checkbox", { name: boat.name }).first().check()
    await tom.page.getByLabel("Licence", { exact: true }).selectOption("cc0-1.0")
    await tom.presses("Change licence …")
    await tom.reads("One photo is under a Creative Commons licence now.")
    assert.deepEqual(await barriers(tom), [])
    await tom.presses("Change one post")
    await tom.reads("One post has changed.")
    assert.deepEqual(await barriers(tom), [])
    const done = tom.path
    await tom.visits(posts[1])
    assert.equal(await tom.page.locator("a[rel=license]").first().textContent(), "CC0 1.0")
    await tom.visits(done)
    await tom.presses("Undo")
    await tom.reads("One post is as it was before.")
    await tom.visits(posts[1])
    assert.equal(await tom.page.locator("a[rel=license]").first().textContent(), "CC BY 4.0")
  })

  test(`a post goes into the trash and comes back (${colorScheme})`, async (t) => {
    const post = await publishes("ines", [dunes], { title: "Not for good" })
    const ines = await Person.signedIn("ines", hub, t, { colorScheme })
    await ines.visits(post)
    await ines.follows("Delete")
    await ines.presses("Delete for everyone")
    await ines.follows("Trash")
    await ines.reads("30 days left")
    assert.equal((await ines.pictures(".kept img")).length, 1)
    assert.deepEqual(await barriers(ines), [])
    await ines.page.getByRole("button", { name: /^Bring back ?: Not for good$/ }).click()
    await ines.hasArrivedAt(post)
    assert.equal((await ines.pictures(".stage img")).length, 1)
    assert.deepEqual(await barriers(ines), [])
  })
}

/** Publishes as somebody whose browser nobody watches; where the post is. */
async function publishes(name, photos, words) {
  const visitor = await Visitor.signedIn(hub.origin, name)
  return visitor.posts(photos, words)
}
