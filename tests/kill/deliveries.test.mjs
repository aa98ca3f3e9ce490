// Kills a hub again and again while other servers send to it and it sends to them, and then looks whether anything was
// lost or done twice (must-pass 14).
//
//   DELIVERIES_KILLS=100 DELIVERIES_SENT=5000 DELIVERIES_RECEIVED=5000     what they are unless they say otherwise
//
// One thing can't be had over HTTP: a hub that is killed after a server has taken something and before the hub has
// written that down sends it once more. Its receivers know it by its id. So what comes again has the id and the bytes that
// it had before, and how often that happens is counted.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { authority, proxy } from "../interop/tls.mjs"
import { photographs } from "../browser/photographs.mjs"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Elsewhere, sha256 } from "./elsewhere.mjs"

const KILLS = Number(process.env.DELIVERIES_KILLS ?? 100)
const SENT = Number(process.env.DELIVERIES_SENT ?? 5000)
const RECEIVED = Number(process.env.DELIVERIES_RECEIVED ?? 5000)
const SERVERS = 25
/** Those who follow ana all the time: each has an inbox of its own, and two share a server. */
const FOLLOWERS = 2 * SERVERS
const ACTS_OF_EACH = 25
const AT_ONCE = 12
/** Members who comment on ana's posts in turn: nobody may say so much in a breath. */
const SPEAKERS = Math.ceil(SENT / FOLLOWERS / 15)
const POSTS = 8
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

let hub, front, origin, ana, speakers, actor, elsewhere, followers
/** The ids of ana's posts, as others know them, and their pages. */
const posts = [], pages = []
/** What was answered with 2xx. */
const taken = { follows: new Set(), likes: new Set(), boosts: new Set(), comments: new Set(), back: new Set() }
const words = new Set()
let spoken = 0, acts = 0, allowed = 0, open = true, refused = 0

before(async () => {
  elsewhere = await Elsewhere.start(SERVERS)
  hub = await Hub.prepare({
    FEDERATION_ALLOW: elsewhere.names.map((name) => `${name}=127.0.0.0/8`).join(","),
    EXTRA_CA: authority,
    TRUSTED_PROXIES: "127.0.0.1/32",
  })
  front = await proxy("reef.localhost", () => hub.port)
  origin = `https://${front.host}`
  await hub.community("Reef", { host: origin })
  const names = Array.from({ length: SPEAKERS }, (_, at) => `speaker${at}`)
  for (const name of ["ana", ...names]) await hub.account(name, { host: "reef.localhost" })
  await hub.run()
  ana = await Visitor.signedIn(origin, "ana")
  speakers = []
  for (const name of names) speakers.push(await Visitor.signedIn(origin, name))
  const [photo] = await photographs([{ name: "dunes", width: 320 }])
  for (let at = 0; at < POSTS; at += 1) {
    const page = await ana.posts([photo], { caption: `Post ${at}.` })
    const post = await (await fetch(new URL(page, origin), { headers: { accept: "application/activity+json" } })).json()
    posts.push(post.id)
    pages.push(page)
    actor = post.attributedTo
  }
  followers = Array.from({ length: FOLLOWERS }, (_, at) => elsewhere.person(at, `follower${at}`))
  await Promise.all(followers.map((person) => sends({ id: `${person}/follows/1`, type: "Follow", actor: person, object: actor })))
  await becomes(async () => followers.every((person) => elsewhere.came(person).size > 0))
})

after(async () => {
  await hub?.stop()
  front?.close()
  elsewhere?.close()
})

test(`${KILLS} kills while ${RECEIVED} activities come and ${SENT} are sent`, { timeout: 1_800_000 }, async () => {
  const people = Array.from({ length: Math.ceil(RECEIVED / ACTS_OF_EACH) }, (_, at) => elsewhere.person(at, `person${at}`))
  const queue = people.map((person, at) => whatTheyDo(person, at))
  const senders = Array.from({ length: AT_ONCE }, async () => {
    for (let theirs = queue.shift(); theirs; theirs = queue.shift()) {
      for (const act of theirs) {
        if (!open) return
        while (open && acts >= allowed) await pause(10)
        acts += 1
        await act()
      }
    }
  })
  // Should one of them fail, the others end.
  const sending = Promise.all(senders).finally(() => (open = false))
  sending.catch(() => {})
  let word = 0
  for (let kill = 0; open && kill < KILLS; kill += 1) {
    allowed = Math.ceil(((kill + 1) * RECEIVED) / KILLS)
    const missing = Math.ceil(((kill + 1) * SENT) / KILLS / FOLLOWERS) - words.size
    const speaking = Array.from({ length: missing }, () => comments(`Word ${(word += 1)}.`))
    await pause(150 + 1100 * Math.random())
    await hub.end("SIGKILL")
    await Promise.all(speaking)
    // Every other time the next start comes after whatever was taken by the dead process may be taken again.
    if (kill % 2) await leasesEnd()
    await hub.run()
  }
  allowed = Infinity
  await sending
  while (words.size < SENT / FOLLOWERS) await comments(`Word ${(word += 1)}.`)
  await worksOff()
  assert.equal(acts, people.length * ACTS_OF_EACH)
})

test("everything that was owed has come, once as far as that can be", { timeout: 120_000 }, async () => {
  assert.deepEqual(elsewhere.wrongs, [])
  const owed = await hub.sql("SELECT inbox, body, d.state FROM deliveries d JOIN activities a ON a.id = activity_id")
  assert.deepEqual(owed.filter(({ state }) => state !== "delivered"), [])
  const expected = new Map()
  for (const { inbox, body } of owed) expected.set(`${inbox} ${JSON.parse(body).id}`, sha256(body))
  let came = 0, again = 0
  for (const [inbox, activities] of elsewhere.inboxes) {
    for (const [id, digests] of activities) {
      // What comes again is the same, to the byte; and nothing comes that the hub knows nothing of.
      assert.deepEqual([...new Set(digests)], [expected.get(`${inbox} ${id}`)], `${id} at ${inbox}`)
      expected.delete(`${inbox} ${id}`)
      came += 1
      again += digests.length - 1
    }
  }
  assert.deepEqual([...expected.keys()], [], "it was noted as delivered, and has not come")
  console.log(`${came} deliveries have come, ${again} of them again.`)

  // Each comment that was made, to each follower, under one id; and every one was made that was answered.
  const made = await hub.sql("SELECT CAST(posts.id AS TEXT) AS id, caption FROM posts WHERE tenant_id IS NOT NULL AND parent_id IS NOT NULL")
  assert.deepEqual([...words].filter((word) => made.filter(({ caption }) => caption === word).length !== 1), [])
  const bodies = new Map(owed.map(({ body }) => [JSON.parse(body).id, JSON.parse(body)]))
  for (const person of followers) {
    const heard = [...elsewhere.came(person).keys()].map((id) => bodies.get(id)).filter(({ type }) => type === "Create")
    same(heard.map(({ object }) => object.id), made.map(({ id }) => `${origin}/ap/posts/${id}`), person)
  }
  assert.ok(made.length * FOLLOWERS >= SENT)
})

test("everything that was taken was done, once", { timeout: 120_000 }, async () => {
  const uris = async (table) => (await hub.sql(`SELECT uri FROM ${table} WHERE uri IS NOT NULL`)).map(({ uri }) => uri)
  const left = (all) => [...all].filter((id) => !taken.back.has(id))
  const follows = [...taken.follows, ...followers.map((person) => `${person}/follows/1`)]
  same(await uris("likes"), left(taken.likes), "likes")
  same(await uris("boosts"), left(taken.boosts), "boosts")
  same(await uris("follows"), left(follows), "follows")
  const there = await hub.sql("SELECT uri FROM remote_posts JOIN posts ON posts.id = post_id WHERE deleted_at IS NULL AND html <> ''")
  same(there.map(({ uri }) => uri), left(taken.comments), "comments")
  console.log(`${refused} were refused at first. Of ${taken.likes.size} likes, ${taken.boosts.size} boosts, ${taken.follows.size} follows and ${taken.comments.size} comments, ${taken.back.size} were taken back.`)

  // One answer to each that asked.
  const answers = await hub.sql("SELECT object FROM activities WHERE body LIKE '%\"type\":\"Accept\"%'")
  same(answers.map(({ object }) => object), follows, "answers")

  // What is counted is there.
  const counters = (await hub.command(["recount"])).split("\n").filter((line) => / wrong/.test(line))
  assert.ok(counters.length > 5 && counters.every((line) => line.endsWith(": 0 were wrong")), counters.join("\n"))
  const [{ followers_count }] = await hub.sql("SELECT followers_count FROM accounts WHERE name = 'ana'")
  assert.equal(followers_count, (await uris("follows")).length)
})

// What goes on meanwhile

/** What one of them does, each once the one before was taken: some of it is taken back right away, some of it later. */
function whatTheyDo(person, number) {
  let at = 0
  const fresh = (kind) => `${person}/${kind}/${(at += 1)}`
  const does = (kind, activity) => async () => {
    await sends(activity)
    taken[kind].add(activity.id)
  }
  const takesBack = (type, object) => async () => {
    await sends({ id: `${object.id}/undo`, type, actor: person, object: type === "Undo" ? object : { id: object.id, type: "Tombstone" } })
    taken.back.add(object.id)
  }
  const likes = Array.from({ length: POSTS }, (_, at) => ({ id: fresh("likes"), type: "Like", actor: person, object: posts[at] }))
  const boosts = posts.slice(0, 2).map((object) => ({ id: fresh("boosts"), type: "Announce", actor: person, object, to: [PUBLIC] }))
  const notes = Array.from({ length: 8 }, (_, at) => note(person, fresh("notes"), posts[(number + at) % POSTS]))
  const follow = { id: fresh("follows"), type: "Follow", actor: person, object: actor }
  return [
    does("follows", follow),
    ...likes.slice(0, 4).map((like) => does("likes", like)),
    ...notes.slice(0, 4).map((note) => saysSo(person, note)),
    does("boosts", boosts[0]),
    takesBack("Undo", likes[3]),
    takesBack("Delete", notes[3]),
    takesBack("Undo", likes[0]),
    ...likes.slice(4).map((like) => does("likes", like)),
    takesBack("Undo", likes[7]),
    ...notes.slice(4).map((note) => saysSo(person, note)),
    takesBack("Delete", notes[0]),
    does("boosts", boosts[1]),
    takesBack("Undo", number % 2 ? follow : boosts[1]),
  ]
}

function note(person, id, inReplyTo) {
  const published = new Date().toISOString()
  return { id, type: "Note", attributedTo: person, inReplyTo, content: "<p>Salt</p>", published, to: [PUBLIC], cc: [actor] }
}

const saysSo = (person, note) => async () => {
  await sends({ id: `${note.id}/create`, type: "Create", actor: person, object: note, to: note.to, cc: note.cc })
  taken.comments.add(note.id)
}

/** Sends it, with the same id, until it is taken. */
async function sends(activity) {
  const whole = { "@context": "https://www.w3.org/ns/activitystreams", ...activity }
  for (;;) {
    const status = await elsewhere.posts(origin, whole).catch(() => 502)
    if (status === 202) return
    // The hub is away, or went away meanwhile, or was too busy to ask in time who that is: that is no promise.
    assert.ok([401, 502].includes(status), `${activity.id} was answered ${status}`)
    refused += status === 401 ? 1 : 0
    await pause(30)
  }
}

/** Somebody says something below ana's post. Whether it was said is known for sure where it was answered. */
async function comments(word) {
  const speaker = speakers[(spoken += 1) % SPEAKERS]
  const answer = await speaker.sends(`${pages[0]}/comments`, { comment: word }).catch(() => null)
  if (answer?.status === 303) words.add(word)
  else if (answer) assert.equal(answer.status, 502)
}

async function leasesEnd() {
  await hub.sql("UPDATE jobs SET run_at = run_at - 120000000 WHERE state = 'running'; UPDATE peers SET leased_until = 0")
}

/** Restarts the hub, long enough after the last kill that it may take up what was being done, and waits until all is done. */
async function worksOff() {
  await hub.end("SIGKILL")
  await leasesEnd()
  await hub.run()
  const left = "SELECT count(*) AS n FROM jobs WHERE state IN ('waiting', 'running') UNION ALL SELECT count(*) FROM deliveries WHERE state = 'waiting'"
  await becomes(async () => (await hub.sql(left)).every(({ n }) => n === 0), 240_000)
}

/** Two lists have the same in them, as often. */
function same(found, expected, what) {
  const times = new Map()
  for (const one of found) times.set(one, (times.get(one) ?? 0) + 1)
  for (const one of expected) times.set(one, (times.get(one) ?? 0) - 1)
  const wrong = [...times].filter(([, often]) => often !== 0)
  assert.deepEqual(wrong.slice(0, 20), [], `${what}: ${wrong.length} were lost (-1), or are there once more (1)`)
}

async function becomes(happens, patience = 60_000) {
  const until = Date.now() + patience
  while (!(await happens())) {
    assert.ok(Date.now() < until, `waited too long for: ${happens}`)
    await pause(200)
  }
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds))
}
