// Two hubs, each on a machine of its own as far as they know. One of them is killed in the middle of it: everything arrives,
// and once.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { photographs } from "../browser/photographs.mjs"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { authority, proxy } from "./tls.mjs"

const POSTS = 24
/** A server that did not answer is asked again after a minute. */
const PATIENCE = 150_000

class Side {
  static async open(name, person) {
    const side = new Side()
    side.hub = await Hub.prepare({
      FEDERATION_ALLOW: "praia.localhost=127.0.0.0/8,serra.localhost=127.0.0.0/8",
      EXTRA_CA: authority,
      TRUSTED_PROXIES: "127.0.0.1/32",
    })
    side.front = await proxy(`${name}.localhost`, () => side.hub.port)
    side.host = side.front.host
    await side.hub.community(name, { host: `https://${side.host}` })
    await side.hub.account(person, { host: `${name}.localhost` })
    await side.hub.run()
    side.person = await Visitor.signedIn(`https://${side.host}`, person)
    return side
  }

  async page(path) {
    return (await this.person.visits(path)).text()
  }

  async close() {
    await this.hub.stop()
    this.front.close()
  }
}

let praia, serra, photos

before(async () => {
  ;[praia, serra] = [await Side.open("praia", "ana"), await Side.open("serra", "ben")]
  photos = await photographs([{ name: "dunes", megapixels: 1 }])
})

after(async () => {
  await praia?.close()
  await serra?.close()
})

async function until(what, patience = 30_000) {
  const end = Date.now() + patience
  for (;;) {
    const is = await what().catch((error) => (Date.now() > end ? Promise.reject(error) : false))
    if (is) return is
    if (Date.now() > end) assert.fail(`it never came to be: ${what}`)
    await new Promise((done) => setTimeout(done, 300))
  }
}

const titles = (html) => [...html.matchAll(/Post (\d+)\./g)].map(([, number]) => Number(number))
const all = Array.from({ length: POSTS }, (_, at) => at + 1)

test("somebody of one follows somebody of the other", async () => {
  const ana = `/@ana@${praia.host}`
  await serra.person.visits(`/search?q=${encodeURIComponent(`@ana@${praia.host}`)}`)
  await serra.person.sends(`${ana}/follow`, {})
  await until(async () => /Following/.test(await serra.page(ana)))
  assert.match(await praia.page("/@ana/followers"), /@ben@serra\.localhost/)
})

test(`${POSTS} posts arrive once each, although the one that they go to is killed meanwhile`, { timeout: 400_000 }, async () => {
  for (const number of all) {
    await praia.person.posts(photos, { caption: `Post ${number}.` })
    if (number === 6) await serra.hub.end("SIGKILL")
    if (number === 16) await serra.hub.run()
  }
  const seen = async () => {
    const pages = [await serra.page("/")]
    const older = pages[0].match(/rel="next" href="([^"]+)"/)?.[1]
    if (older) pages.push(await serra.page(older.replaceAll("&amp;", "&")))
    return pages.flatMap(titles)
  }
  await until(async () => new Set(await seen()).size === POSTS, PATIENCE)
  const found = await seen()
  const shown = new Map(all.map((number) => [number, found.filter((one) => one === number).length]))
  assert.equal(new Set(shown.values()).size, 1, `as often as each other: ${JSON.stringify([...shown])}`)

  const picture = (await serra.page("/")).match(/src="(\/@ana@[^"]+\/\d+\/pictures\/[^"]+)"/)[1]
  assert.equal((await serra.person.visits(picture)).headers.get("content-type"), "image/jpeg")
})

test("the one that sends is killed, and has forgotten nothing", { timeout: 400_000 }, async () => {
  const paths = []
  for (const number of [101, 102, 103]) paths.push(await praia.person.posts(photos, { caption: `Post ${number}.` }))
  await praia.hub.end("SIGKILL")
  await praia.hub.run()
  await until(async () => {
    const home = titles(await serra.page("/"))
    return [101, 102, 103].every((number) => home.includes(number))
  }, PATIENCE)

  await praia.person.sends(`${paths[0]}/delete`, {})
  await until(async () => !titles(await serra.page("/")).includes(101), PATIENCE)
})

test("what was said before anybody of the other looked is fetched with the post", { timeout: 60_000 }, async () => {
  await praia.hub.account("tom", { host: "praia.localhost" })
  const tom = await Visitor.signedIn(`https://${praia.host}`, "tom")
  const path = await tom.posts(photos, { caption: "Nobody there knows." })
  await praia.person.sends(`${path}/comments`, { comment: "Said before" })
  const found = await serra.person.visits(`/search?q=${encodeURIComponent(`https://${praia.host}${path}`)}`)
  const there = new URL(found.headers.get("location") ?? found.url, `https://${serra.host}`).pathname
  assert.match(await serra.page(there), /Nobody there knows/)
  await until(async () => /Said before/.test(await serra.page(there)))
})
