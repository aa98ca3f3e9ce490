// A hub and a server that is written with another implementation, behind TLS: each follows the other, and sees what the
// other one publishes, changes and deletes.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Undo } from "@fedify/vocab"
import { photographs } from "../browser/photographs.mjs"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Peer } from "./peer.mjs"
import { authority, proxy } from "./tls.mjs"

let hub, front, peer, ana, actor, photo

before(async () => {
  hub = await Hub.prepare({
    FEDERATION_ALLOW: "peer.localhost=127.0.0.0/8,praia.localhost=127.0.0.0/8",
    EXTRA_CA: authority,
    TRUSTED_PROXIES: "127.0.0.1/32",
  })
  front = await proxy("praia.localhost", () => hub.port)
  await hub.community("Praia", { host: `https://${front.host}`, people: [] })
  await hub.account("ana", { host: "praia.localhost" })
  await hub.run()
  peer = await Peer.start("peer.localhost", ["lena"])
  ;[photo] = await photographs([{ name: "dunes", megapixels: 1 }])
  ana = await Visitor.signedIn(`https://${front.host}`, "ana")
})

after(async () => {
  await hub?.stop()
  front?.close()
  peer?.close()
})

const page = async (path) => (await ana.visits(path)).text()

/** Until what is asked for is so. */
async function until(what, patience = 20_000) {
  const end = Date.now() + patience
  for (;;) {
    const is = await what()
    if (is) return is
    if (Date.now() > end) assert.fail(`it never came to be: ${what}`)
    await new Promise((done) => setTimeout(done, 200))
  }
}

test("somebody there finds and follows somebody here, and is let", async () => {
  actor = await peer.finds(`@ana@${front.host}`)
  assert.equal(actor.preferredUsername, "ana")
  assert.equal(actor.id.href.startsWith(`https://${front.host}/ap/accounts/`), true)

  await peer.follows("lena", actor)
  const accept = await peer.hears("Accept")
  assert.equal(accept.actor, actor.id.href)
  assert.match(await page("/@ana/followers"), /@lena@peer\.localhost/)
})

test("what is published, changed and deleted here arrives there", async () => {
  const path = await ana.posts([{ ...photo, alt: "Dunes at dusk" }], { title: "Evening", caption: "Sand and #light", licence: "cc-by-4.0" })
  const create = await peer.hears("Create")
  const note = create.object
  assert.match(note.content, /Evening.*Sand and/s)
  assert.deepEqual([].concat(note.attachment).map(({ name, mediaType }) => [name, mediaType]), [["Dunes at dusk", "image/jpeg"]])
  assert.equal([].concat(note.tag)[0].name, "#light")
  const picture = await fetch([].concat(note.attachment)[0].url)
  assert.equal(picture.headers.get("content-type"), "image/jpeg")

  const id = path.split("/").at(-1)
  const edit = await page(`/@ana/${id}/edit`)
  const fields = Object.fromEntries([...edit.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const words = { ...fields, title: "Evening", caption: "Sand and wind", licence: "cc-by-4.0", audience: "public", comments: "everyone", action: "save" }
  const form = new FormData()
  for (const [field, value] of Object.entries(words)) form.append(field, value)
  const edited = await ana.sends(`/@ana/${id}/edit`, form)
  assert.equal(edited.status, 303, await edited.text())
  const update = await peer.hears("Update", (activity) => activity.object.type === "Note")
  assert.match(update.object.content, /Sand and wind/)
  assert.equal(update.object.id, note.id)

  await ana.sends(`/@ana/${id}/delete`, {})
  const gone = await peer.hears("Delete")
  assert.equal(gone.object.id ?? gone.object, note.id)
  assert.equal((await fetch(note.id, { headers: { accept: "application/activity+json" } })).status, 410)
})

test("somebody here finds and follows somebody there, and sees what they publish", async () => {
  const found = await ana.visits(`/search?q=${encodeURIComponent(`@lena@${peer.host}`)}`)
  assert.equal(found.headers.get("location") ?? new URL(found.url).pathname, `/@lena@${peer.host}`)
  await ana.sends(`/@lena@${peer.host}/follow`, {})
  await peer.hears("Follow")
  await until(async () => /Following/.test(await page(`/@lena@${peer.host}`)))

  for (const file of ["1", "portrait"]) peer.has(`/files/${file}.jpg`, photo.buffer)
  await peer.publishes("lena", actor, peer.note("lena", "1", "<p>Salt at dawn</p>"))
  const home = await until(async () => [await page("/")].find((html) => html.includes("Salt at dawn")))
  assert.match(home, /alt="Pans of salt"/)
  const pictures = ["\\d+/pictures/", "pictures/"].map((place) => home.match(new RegExp(`src="(/@lena@[^"/]+/${place}[^"]+)"`))[1])
  for (const picture of pictures) {
    const answer = await ana.visits(picture)
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "image/jpeg"], picture)
  }

  await peer.changes("lena", actor, "1", { content: "<p>Salt at noon</p>" })
  await until(async () => (await page("/")).includes("Salt at noon"))
  await peer.deletes("lena", actor, "1")
  await until(async () => !(await page("/")).includes("Salt at noon"))
})

test("whoever no longer follows there is no follower here", async () => {
  const follow = await peer.follows("lena", actor)
  await peer.sends("lena", actor, new Undo({ id: new URL(`/undo/${crypto.randomUUID()}`, peer.origin), actor: peer.actor("lena"), object: follow }))
  await until(async () => !/@lena@peer/.test(await page("/@ana/followers")))
})
