// Kills a hub again and again while people upload and publish, and then looks whether anything was lost or left over.
//
//   node tests/kill/kill.test.mjs [KILLS]      100 unless it says otherwise

import { after, test } from "node:test"
import assert from "node:assert/strict"
import { readdir, stat, utimes } from "node:fs/promises"
import { join, relative } from "node:path"
import { photographs, scenes } from "../browser/photographs.mjs"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"

const KILLS = Number(process.argv[2] ?? 100)
const PEOPLE = ["ana", "tom", "mara", "ines"]
const MINUTE = 60_000_000
const HOUR = 60 * MINUTE

const hub = await Hub.start()
after(() => hub.stop())
await hub.community("Thin Ice", { people: [...PEOPLE, "zoe"] })
const names = Object.keys(scenes)
const photos = await photographs([1, 1, 2, 3, 6, 12].map((megapixels, at) => ({ name: names[at], megapixels })))

/** What the hub has promised: items it answered with 201, posts and drafts it led to with 303. */
const promised = { items: new Set(), published: [] }
let open = true

test(`${KILLS} kills in the middle of work`, { timeout: 900_000 }, async () => {
  const people = await Promise.all(PEOPLE.map((name) => Visitor.signedIn(hub.origin, name)))
  const working = people.map(worksOn)

  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(200 + 1300 * Math.random())
    await hub.end("SIGKILL")
    // Every other time the next start comes after whatever was taken by the dead process may be taken again.
    if (kill % 2) await hub.sql(`UPDATE jobs SET run_at = run_at - ${2 * MINUTE} WHERE state = 'running'`)
    await hub.run()
  }
  open = false
  await Promise.all(working)
  console.log(`${promised.items.size} uploads and ${promised.published.length} publications were accepted meanwhile.`)
  assert.ok(promised.items.size > KILLS / 4, "the hub must get to do something between the kills")
})

test("what was accepted is ready or refused, and nothing is still processing", { timeout: 300_000 }, async () => {
  await worksOff()

  const stuck = await hub.sql("SELECT id, state, draft_id, post_id FROM items WHERE state NOT IN ('ready', 'refused')")
  assert.deepEqual(stuck, [])
  const kept = new Set((await hub.sql("SELECT CAST(id AS TEXT) AS id FROM items")).map(({ id }) => id))
  const lost = [...promised.items].filter((id) => !kept.has(id))
  assert.deepEqual(lost, [], "an upload that was accepted is nowhere")
})

test("whatever was published is a post that can be read", { timeout: 300_000 }, async () => {
  const guest = new Visitor(hub.origin)
  assert.deepEqual(await hub.sql("SELECT id FROM drafts WHERE state = 'publishing'"), [], "a draft still waits to be published")
  for (const { items, path } of promised.published) {
    const draft = path.match(/^\/publish\/(\d+)$/)?.[1]
    const posts = await hub.sql(`SELECT DISTINCT CAST(post_id AS TEXT) AS id FROM items WHERE id IN (${items.join()})`)
    assert.deepEqual([posts.length, posts[0]?.id === null], [1, false], `the photos that led to ${path} are not in one post`)
    if (!draft) assert.equal(posts[0].id, path.split("/").at(-1))
  }

  const posts = await hub.sql("SELECT CAST(posts.id AS TEXT) AS id, name FROM posts JOIN accounts ON accounts.id = account_id")
  for (const { id, name } of posts) {
    const page = await guest.visits(`/@${name}/${id}`)
    assert.equal(page.status, 200)
    const pictures = new Set((await page.text()).match(/\/media\/[\w-]+\.\w+/g))
    assert.ok(pictures.size > 0, `/@${name}/${id} has no pictures`)
    for (const picture of pictures) assert.equal((await guest.visits(picture)).status, 200, picture)
  }
  const miscounted = await hub.sql(
    `SELECT name, posts_count, (SELECT count(*) FROM posts WHERE account_id = accounts.id) AS posts FROM accounts
     WHERE posts_count <> (SELECT count(*) FROM posts WHERE account_id = accounts.id)`,
  )
  assert.deepEqual(miscounted, [])
})

test("two hours later every file has its row, and every row its file", { timeout: 120_000 }, async () => {
  await hub.end()
  const left = (await partsOfFiles()).length
  const unfinished = (await hub.sql("SELECT id FROM files WHERE state <> 'kept'")).length
  console.log(`The kills left ${unfinished} unfinished files and ${left} parts of files.`)
  await twoHoursPass()
  const now = Date.now() * 1000
  await hub.run()
  await sweeps(now)
  await hub.end()

  const rows = await hub.sql("SELECT key, bytes, state FROM files")
  assert.deepEqual(rows.filter(({ state }) => state !== "kept"), [])
  const stored = Object.fromEntries(await Promise.all((await filesIn("media")).map(async (key) => [key, await size("media", key)])))
  // Where /readyz tries whether it can write.
  delete stored["health/check"]
  assert.deepEqual(stored, Object.fromEntries(rows.map(({ key, bytes }) => [key, bytes])))

  const homeless = await hub.sql("SELECT key FROM files WHERE item_id IS NULL OR item_id NOT IN (SELECT id FROM items)")
  assert.deepEqual(homeless, [], "a file is kept that belongs to nothing")
})

test("a photo that has taken its worker down too often is refused, not kept waiting for ever", { timeout: 120_000 }, async () => {
  await hub.end()
  await hub.run({ WORKERS: 0 })
  const zoe = await Visitor.signedIn(hub.origin, "zoe")
  const item = await zoe.uploads(photos[0])
  await hub.end()
  await hub.sql("UPDATE jobs SET attempts = 100 WHERE state = 'waiting' AND name = 'media.make_renditions'")
  await hub.run()
  await worksOff()
  assert.deepEqual(await hub.sql(`SELECT state FROM items WHERE id = ${item} AND state <> 'refused'`), [])
})

// What goes on meanwhile

/** Uploads one to three photos and publishes them, over and over, whatever becomes of the hub. */
async function worksOn(person) {
  while (open) {
    const items = []
    for (let n = 1 + Math.floor(3 * Math.random()); open && n > 0; n -= 1) {
      const item = await person.uploads(photos[Math.floor(photos.length * Math.random())]).catch(cutOff)
      if (item) {
        promised.items.add(item)
        items.push(item)
      }
    }
    if (!items.length) continue
    const path = await person.publishes(items).catch(cutOff)
    if (path && path !== "/publish") promised.published.push({ items, path })
  }
}

/** Nobody was promised anything: the hub went away before it had answered, or the draft was published the time before. */
async function cutOff(error) {
  const gone = error.cause || error.name === "TimeoutError" || /terminated|fetch failed/.test(error.message)
  if (!gone && !/was answered (422|404)/.test(error.message)) throw error
  await pause(50)
}

/** Restarts the hub, long enough after the last kill that it may take up what was being done, and waits until all is done. */
async function worksOff() {
  await hub.end("SIGKILL")
  await hub.sql(`UPDATE jobs SET run_at = run_at - ${2 * MINUTE} WHERE state = 'running'`)
  await hub.run()
  await becomes(async () => (await hub.sql("SELECT id FROM jobs WHERE state IN ('waiting', 'running')")).length === 0, 240_000)
}

/** Ages what the sweep judges by its age, and lets all clocks strike. */
async function twoHoursPass() {
  await hub.sql(`UPDATE files SET created_at = created_at - ${2 * HOUR}; UPDATE clocks SET next_at = 0;`)
  const then = new Date(Date.now() - 2 * 3_600_000)
  for (const folder of ["media", "tmp"]) {
    for (const file of await filesIn(folder)) await utimes(join(hub.folder, folder, file), then, then)
  }
}

/** Until a sweep has been done that began after `time`, and the folders are tidied up, which happens at every start. */
async function sweeps(time) {
  const swept = `SELECT id FROM jobs WHERE name = 'media.sweep_files' AND state = 'done' AND created_at >= ${time}`
  await becomes(async () => (await hub.sql(swept)).length > 0)
  await becomes(async () => (await partsOfFiles()).length === 0)
}

// Looking

async function filesIn(folder) {
  const root = join(hub.folder, folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
}

/** What interrupted writes leave: uploads on their way, and objects beside their place. */
async function partsOfFiles() {
  return [...(await filesIn("tmp")), ...(await filesIn("media")).filter((file) => file.includes("#"))]
}

async function size(folder, file) {
  return (await stat(join(hub.folder, folder, file))).size
}

async function becomes(happens, patience = 30_000) {
  const until = Date.now() + patience
  while (!(await happens())) {
    assert.ok(Date.now() < until, `waited too long for: ${happens}`)
    await pause(100)
  }
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds))
}
