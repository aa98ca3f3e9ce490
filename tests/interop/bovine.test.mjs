// A hub and a server in Python that takes JSON-LD as such, has an inbox for each person and none for all, and answers nobody
// who doesn't sign: each finds, follows and hears the other.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { photographs } from "../browser/photographs.mjs"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Herd, PUBLIC } from "./herd.mjs"
import { authority, proxy } from "./tls.mjs"

let hub, front, herd, ana, actor, photo, moo

before(async () => {
  hub = await Hub.prepare({
    FEDERATION_ALLOW: "herd.localhost=127.0.0.0/8,praia.localhost=127.0.0.0/8",
    EXTRA_CA: authority,
    TRUSTED_PROXIES: "127.0.0.1/32",
  })
  front = await proxy("praia.localhost", () => hub.port)
  await hub.community("Praia", { host: `https://${front.host}` })
  await hub.account("ana", { host: "praia.localhost" })
  await hub.run()
  herd = await Herd.start("herd.localhost", "moo")
  moo = `/@moo@${herd.host}`
  ;[photo] = await photographs([{ name: "dunes", megapixels: 1 }])
  ana = await Visitor.signedIn(`https://${front.host}`, "ana")
})

after(async () => {
  await hub?.stop()
  front?.close()
  await herd?.close()
})

const page = async (path) => (await ana.visits(path)).text()
/** What stands on a page, without its markup. */
const words = async (path) => (await page(path)).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")
const posts = (fields) => ana.posts([{ ...photo, alt: "Dunes at dusk" }], { licence: "cc-by-4.0", ...fields })

/** Until what is asked for is so. */
async function until(what, patience = 15_000) {
  const end = Date.now() + patience
  for (;;) {
    const is = await what()
    if (is) return is
    if (Date.now() > end) assert.fail(`it never came to be: ${what}`)
    await new Promise((done) => setTimeout(done, 200))
  }
}

/** The form that edits a post of ana's, sent with other words. */
async function edits(path, fields) {
  const edit = await page(`${path}/edit`)
  const form = new FormData()
  for (const [, field, value] of edit.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) form.append(field, value)
  const all = { licence: "cc-by-4.0", audience: "public", comments: "everyone", action: "save", ...fields }
  for (const [field, value] of Object.entries(all)) form.append(field, value)
  assert.equal((await ana.sends(`${path}/edit`, form)).status, 303)
}

test("somebody there finds and follows somebody here, and is let", async () => {
  actor = await herd.reads(`acct:ana@${front.host}`)
  assert.equal(actor.preferredUsername, "ana")
  const follow = await herd.says("Follow", actor.id, [actor.id])
  const accept = await herd.hears("Accept")
  assert.equal(accept.object.id, follow)
  assert.match(await page("/@ana/followers"), /@moo@herd\.localhost/)
})

test("what is published, changed and deleted here arrives there", async () => {
  const path = await posts({ title: "Evening", caption: "Sand and #light" })
  const { object: note } = await herd.hears("Create")
  assert.match(note.content, /Evening.*Sand and/s)
  assert.deepEqual([].concat(note.attachment).map(({ name, mediaType }) => [name, mediaType]), [["Dunes at dusk", "image/jpeg"]])

  await edits(path, { title: "Evening", caption: "Sand and wind" })
  const update = await herd.hears("Update")
  assert.equal(update.object.id, note.id)
  assert.match((await herd.reads(note.id)).content, /Sand and wind/)

  await ana.sends(`${path}/delete`, {})
  await herd.hears("Delete")
  assert.equal((await herd.reads(note.id)).type, "Tombstone")
})

test("what is for followers is found by whoever follows, and signs", async () => {
  const path = await posts({ caption: "Among ourselves", audience: "followers" })
  const { object: note } = await herd.hears("Create", ({ object }) => /Among ourselves/.test(object.content))
  assert.equal([].concat(note.to).includes(`${actor.id}/followers`), true)
  assert.match((await herd.reads(`https://${front.host}${path}`)).content, /Among ourselves/)
  assert.equal((await fetch(note.id, { headers: { accept: "application/activity+json" } })).status, 404)
})

test("somebody here finds and follows somebody there, who shows themselves to nobody unsigned", async () => {
  assert.equal((await fetch(herd.person.id, { headers: { accept: "application/activity+json" } })).status, 401)
  const found = await ana.visits(`/search?q=${encodeURIComponent(`@moo@${herd.host}`)}`)
  assert.equal(found.headers.get("location"), moo)
  await ana.sends(`${moo}/follow`, {})
  const follow = await herd.hears("Follow")
  assert.match(await page(moo), /Requested/)
  await herd.says("Accept", follow.id, [actor.id])
  await until(async () => /Following/.test(await page(moo)))
})

test("what is published, changed and deleted there is seen here", async () => {
  const url = await herd.has("cows.jpg", photo.buffer)
  const cows = { type: "Note", attributedTo: herd.person.id, content: "<p>Cows at dawn</p>", to: [PUBLIC], cc: [herd.person.followers] }
  const attachment = [{ type: "Image", mediaType: "image/jpeg", url, name: "A cow" }]
  const created = await herd.says("Create", { ...cows, attachment }, [PUBLIC], { cc: [herd.person.followers] })
  const home = await until(async () => [await page("/")].find((html) => html.includes("Cows at dawn")))
  assert.match(home, /alt="A cow"/)
  const picture = await ana.visits(home.match(/src="(\/@moo@[^"]+\/pictures\/[^"]+)"/)[1])
  assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/jpeg"])

  const { id } = (await herd.reads(created)).object
  await herd.says("Update", { ...cows, attachment, id, content: "<p>Cows at noon</p>" }, [PUBLIC], { cc: [herd.person.followers] })
  await until(async () => (await page("/")).includes("Cows at noon"))

  const path = (await page("/")).match(/href="(\/@moo@[^"/]+\/\d+)"/)[1]
  await ana.sends(`${path}/like`, {})
  await ana.sends(`${path}/comments`, { comment: "Is it still early?" })
  await ana.sends(`${path}/boost`, {})
  assert.equal((await herd.hears("Like")).object.id, id)
  assert.equal((await herd.hears("Announce")).object.id, id)
  const answer = await herd.hears("Create", ({ object }) => object.inReplyTo === id)
  assert.match(answer.object.content, /Is it still early\?/)

  await herd.says("Delete", id, [PUBLIC], { cc: [herd.person.followers] })
  await until(async () => !(await page("/")).includes("Cows at noon"))
})

test("what is said of a post there stands below it here, until it is taken back", async () => {
  const path = await posts({ caption: "Low tide" })
  const { object: note } = await herd.hears("Create", ({ object }) => /Low tide/.test(object.content))
  const like = await herd.says("Like", note.id, [actor.id])
  const boost = await herd.says("Announce", note.id, [PUBLIC], { cc: [actor.id] })
  const answer = { type: "Note", attributedTo: herd.person.id, content: "<p>So quiet</p>", inReplyTo: note.id, to: [actor.id], cc: [PUBLIC] }
  const said = await herd.says("Create", answer, [actor.id], { cc: [PUBLIC] })
  await until(async () => /1 like .*1 boost .*So quiet/.test(await words(path)))

  await herd.says("Undo", like, [actor.id])
  await herd.says("Undo", boost, [actor.id])
  await herd.says("Delete", (await herd.reads(said)).object.id, [actor.id], { cc: [PUBLIC] })
  await until(async () => !/1 like|1 boost|So quiet/.test(await words(path)))
})

test("whoever blocks somebody here, or no longer follows, is no follower", async () => {
  const block = await herd.says("Block", actor.id, [actor.id])
  await until(async () => !/@moo@herd/.test(await page("/@ana/followers")))
  await herd.says("Undo", block, [actor.id])
  const follow = await herd.says("Follow", actor.id, [actor.id])
  await until(async () => /@moo@herd/.test(await page("/@ana/followers")))
  await herd.says("Undo", follow, [actor.id])
  await until(async () => !/@moo@herd/.test(await page("/@ana/followers")))
})
