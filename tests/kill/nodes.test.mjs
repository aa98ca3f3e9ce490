// Two processes of one hub: they share a PostgreSQL database, a folder of pictures and the secret key, nothing else.

import { after, test } from "node:test"
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { photographs } from "../browser/photographs.mjs"
import { Hub, PASSWORD } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"

const server = process.env.HELIOGRAPH_TEST_POSTGRES_URL
assert.ok(server, "HELIOGRAPH_TEST_POSTGRES_URL names a PostgreSQL in which databases can be made; tests/run starts one")

const name = `heliograph_nodes_${randomBytes(6).toString("hex")}`
const database = Object.assign(new URL(server), { pathname: `/${name}` }).href
const pictures = await mkdtemp(join(tmpdir(), "heliograph-pictures-"))
await psql(server, `CREATE DATABASE ${name}`)

const shared = { DATABASE_URL: database, STORAGE_URL: `file:${pictures}`, SECRET_KEY: randomBytes(32).toString("hex") }
const [one, other] = await Promise.all([Hub.start(shared), Hub.start(shared)])
after(async () => {
  await Promise.all([one.stop(), other.stop()])
  await psql(server, `DROP DATABASE ${name}`)
  await rm(pictures, { recursive: true })
})
const [dunes, lemons] = await photographs([{ name: "dunes" }, { name: "lemons" }])

test("either opens the set-up, and one of them does it", async () => {
  const [path, same] = [one, other].map((hub) => new URL(hub.setUpLink).pathname)
  assert.equal(path, same)

  const setUp = { community: "Two Lamps", host: `localhost:${one.port}`, accent: "75", name: "ana", email: "ana@example.org", password: PASSWORD }
  const answers = await Promise.all([one, other].map((hub) => new Visitor(hub.origin).sends(path, setUp)))
  // The one that the community is not at says where it is.
  const [done, late] = answers.map(({ status }) => status).sort()
  assert.ok([200, 303].includes(done), `${done}`)
  assert.equal(late, 410)
  assert.equal((await new Visitor(other.origin).visits("/")).status, 200)
  assert.equal((await new Visitor(other.origin).visits(path)).status, 410)
})

test("whoever signs in at one is signed in at the other, and out at both", async () => {
  const ana = await Visitor.signedIn(one.origin, "ana")
  const there = ana.at(other.origin)
  assert.equal((await there.visits("/publish")).status, 200)

  await there.sends("/sign-out", {})
  assert.equal((await ana.visits("/publish")).status, 303)
})

test("a photo uploaded to one is published at the other, and seen at both", async () => {
  const here = await Visitor.signedIn(one.origin, "ana")
  const there = here.at(other.origin)
  const item = await here.uploads(dunes)
  assert.match(await (await there.visits("/publish")).text(), new RegExp(`item-${item}`))
  assert.equal((await there.visits(`/publish/items/${item}/preview`)).status, 200)

  const post = await there.publishes([item], { title: "Seen from both sides" })
  for (const visitor of [here, there]) {
    const page = await (await visitor.visits(post)).text()
    assert.match(page, /Seen from both sides/)
    const [picture] = page.match(/\/media\/[\w-]+\.jpg/)
    assert.equal((await visitor.visits(picture)).status, 200)
  }
})

test("each job is done once, by one of the two", async () => {
  for (const person of ["tom", "mara", "ines", "nico"]) await one.account(person, { host: "localhost" })
  const people = await Promise.all(
    ["tom", "mara", "ines", "nico"].map((person, at) => Visitor.signedIn([one, other][at % 2].origin, person)),
  )
  await Promise.all(people.map((person, at) => person.posts([dunes, lemons, dunes], { title: `Number ${at}` })))
  await becomes("SELECT count(*) = 0 FROM jobs WHERE state IN ('waiting', 'running')", "t")

  assert.equal(await ask("SELECT count(*) FROM jobs WHERE state <> 'done' OR attempts <> 1"), "0")
  assert.equal(await ask("SELECT count(*) FROM jobs WHERE name = 'media.make_renditions'"), "13")
  const twice = "SELECT count(*) FROM (SELECT 1 FROM files WHERE role = 'rendition' GROUP BY item_id, width HAVING count(*) > 1) AS twice"
  assert.equal(await ask(twice), "0")
  // Both look at the clocks; each time is struck once.
  for (const job of ["sessions.forget_expired", "posts.purge_deleted", "jobs.forget_finished"]) {
    assert.equal(await ask(`SELECT count(*) FROM jobs WHERE name = '${job}'`), "1", job)
  }
})

test("what one leaves undone, the other does", async () => {
  await Promise.all([one.end(), other.end()])
  await one.run({ WORKERS: 0 })
  const ana = await Visitor.signedIn(one.origin, "ana")
  const item = await ana.uploads(lemons)
  // As if it had taken the job, and died a while ago.
  await psql(database, "UPDATE jobs SET state = 'running', attempts = 1, lease = 1 WHERE state = 'waiting' AND name = 'media.make_renditions'")
  await one.end("SIGKILL")

  await other.run()
  await becomes(`SELECT state FROM items WHERE id = ${item}`, "ready")
  assert.deepEqual([one, other].flatMap((hub) => hub.log.split("\n").filter((line) => / ERROR |panicked/.test(line))), [])
})

async function psql(url, sql) {
  const { stdout } = await promisify(execFile)("psql", [url, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql])
  return stdout.trim()
}

async function ask(sql) {
  return psql(database, sql)
}

async function becomes(sql, expected) {
  const until = Date.now() + 60_000
  let seen = await ask(sql)
  while (seen !== expected && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 100))
    seen = await ask(sql)
  }
  assert.equal(seen, expected, sql)
}
