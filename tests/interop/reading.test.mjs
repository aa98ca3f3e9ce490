// What parsers and feed readers that others wrote make of our pages and feeds.

import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { after, before, test } from "node:test"
import { fileURLToPath } from "node:url"
import { mf2 } from "microformats-parser"
import { Hub, PASSWORD } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"

const CC_BY = "https://creativecommons.org/licenses/by/4.0/"
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

const hub = await Hub.prepare()
after(() => hub.stop())

/** Where things are, and what both parsers have found in each page. */
const at = {}
let found

before(async () => {
  await hub.command(["demo", "--people", "4", "--posts", "12", "--pictures", "3", "--size", "480", "--password", PASSWORD])
  await hub.run()
  const ana = await Visitor.signedIn(hub.origin, "ana")
  const file = (await (await ana.visits("/")).text()).match(/src="(\/media\/[^"]+)"/)[1]
  const picture = { name: "sea.jpg", mimeType: "image/jpeg", buffer: Buffer.from(await (await ana.visits(file)).arrayBuffer()), alt: "The sea" }
  await ana.sends("/settings/profile", { display_name: "Ana Lima", bio: "I wait for light.", website: "https://ana.example/" })
  const words = { title: "One & only", caption: "By the #sea.\n\nWith <b>love</b>.", licence: "cc-by-4.0" }
  at.single = await ana.posts([picture], words)
  at.several = await ana.posts([picture, { ...picture, alt: "" }, picture], { ...words, title: "Three" })
  at.untitled = await ana.posts([picture], { licence: "cc0-1.0" })
  at.note = await ana.posts([], { caption: "No ferry tomorrow. #sea" })
  at.photo = `${at.several}/2`
  Object.assign(at, { profile: "/@ana", hashtag: "/tags/sea", local: "/" })
  for (const format of ["atom", "rss", "json"]) {
    at[`profile-${format}`] = `/@ana/feed/${format}`
    at[`hashtag-${format}`] = `/tags/sea/feed/${format}`
  }
  found = await everythingRead()
})

async function everythingRead() {
  const pages = [], feeds = []
  for (const [name, path] of Object.entries(at)) {
    const answer = await fetch(hub.origin + path)
    assert.equal(answer.status, 200, path)
    const read = { url: hub.origin + path, type: answer.headers.get("content-type"), text: await answer.text() }
    ;(/-(atom|rss|json)$/.test(name) ? feeds : pages).push(read)
  }
  const python = fileURLToPath(new URL(".venv/bin/python", import.meta.url))
  const input = JSON.stringify({ pages, feeds: feeds.filter(({ type }) => type.includes("xml")) })
  const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL("read.py", import.meta.url))], { input, encoding: "utf8", maxBuffer: 1e9 })
  assert.equal(status, 0, stderr)
  const theirs = JSON.parse(stdout)
  return {
    "microformats-parser": Object.fromEntries(pages.map(({ url, text }) => [url, mf2(text, { baseUrl: url })])),
    mf2py: theirs.pages,
    feeds: theirs.feeds,
    json: Object.fromEntries(feeds.filter(({ type }) => type.includes("json")).map(({ url, text }) => [url, JSON.parse(text)])),
  }
}

const PARSERS = ["microformats-parser", "mf2py"]
const page = (parser, name) => found[parser][hub.origin + at[name]]
const typed = (items, type) => items.filter((item) => item.type.includes(type))
const url = (name) => hub.origin + at[name]
const value = (thing) => thing?.value ?? thing

function entry(parser, name) {
  const { items } = page(parser, name)
  const entries = typed(items, "h-entry")
  assert.equal(entries.length, 1, `${name} has one entry: ${JSON.stringify(items.map((item) => item.type))}`)
  return entries[0].properties
}

/** Whoever reads an entry learns where it is, when it was published and by whom, and gets its pictures with their words. */
function isWhole(properties, where) {
  for (const name of ["url", "uid"]) assert.deepEqual(properties[name], [where], name)
  assert.equal(properties.published.length, 1)
  assert.match(properties.published[0], DATE)
  assert.equal(properties.author.length, 1)
  const [author] = properties.author
  assert.deepEqual(author.type, ["h-card"])
  assert.deepEqual(author.properties.name, ["Ana Lima"])
  assert.deepEqual(author.properties.url, [`${hub.origin}/@ana`])
  assert.match(value(author.properties.photo?.[0]), /^http:.*\/media\//)
  for (const photo of properties.photo ?? []) assert.match(value(photo), /^http:.*\/media\//)
}

for (const parser of PARSERS) {
  test(`${parser}: a post`, () => {
    const post = entry(parser, "single")
    isWhole(post, url("single"))
    assert.deepEqual(post.name, ["One & only"])
    assert.deepEqual(post.photo.map((photo) => photo.alt), ["The sea"])
    assert.deepEqual(post.category, ["sea"])
    assert.deepEqual(post.license, [CC_BY])
    assert.match(post.content[0].value, /^By the #sea\.\s+With <b>love<\/b>\.$/)
    assert.match(post.content[0].html, /With &lt;b&gt;love&lt;\/b&gt;/)
    assert.ok(page(parser, "single").rels.license.includes(CC_BY))
  })

  test(`${parser}: a post of several photos, and one of them`, () => {
    const post = entry(parser, "several")
    isWhole(post, url("several"))
    assert.equal(post.photo.length, 3)
    assert.equal(post.photo[0].alt, "The sea")
    const photo = entry(parser, "photo")
    isWhole(photo, url("photo"))
    assert.equal(photo.photo.length, 1)
    assert.deepEqual(photo.license, [CC_BY])
    assert.ok(page(parser, "photo").rels.license.includes(CC_BY))
    assert.equal(photo.name, undefined, "it has no title of its own")
  })

  test(`${parser}: posts without a title, and without a photo`, () => {
    const untitled = entry(parser, "untitled")
    isWhole(untitled, url("untitled"))
    assert.equal(untitled.name, undefined, "no name is made up")
    assert.deepEqual(untitled.license, ["https://creativecommons.org/publicdomain/zero/1.0/"])
    const note = entry(parser, "note")
    isWhole(note, url("note"))
    assert.equal(note.name, undefined)
    assert.equal(note.photo, undefined)
    assert.deepEqual(note.category, ["sea"])
    assert.match(note.content[0].value, /^No ferry tomorrow\./)
  })

  test(`${parser}: a profile says whose it is`, () => {
    const { items, rels } = page(parser, "profile")
    const cards = typed(items, "h-card")
    assert.equal(cards.length, 1, "one card stands for the page")
    const card = cards[0].properties
    assert.deepEqual([card.url[0], card.uid], [url("profile"), [url("profile")]])
    assert.deepEqual(card.name, ["Ana Lima"])
    assert.deepEqual(card.nickname.map(value), ["@ana"])
    assert.match(value(card.note[0]), /I wait for light/)
    assert.ok(card.photo[0].alt)
    assert.ok(rels.me.includes("https://ana.example/"))
  })

  test(`${parser}: lists are feeds of whole entries`, () => {
    for (const name of ["profile", "hashtag", "local"]) {
      const { items } = page(parser, name)
      const feeds = typed(items, "h-feed")
      assert.equal(feeds.length, 1, name)
      const [feed] = feeds
      assert.ok(feed.properties.name?.[0], `${name} is called something`)
      const entries = typed(feed.children, "h-entry")
      assert.ok(entries.length >= 3, name)
      assert.equal(typed(items, "h-entry").length, 0, `${name} has no entry outside the feed`)
      for (const { properties } of entries) {
        assert.match(properties.url[0], /^http:.*\/@[\w.-]+\/\d+$/)
        assert.match(properties.published?.[0] ?? "", DATE, `${name}: ${JSON.stringify(properties)}`)
        const author = properties.author?.[0] ?? feed.properties.author?.[0]
        assert.ok(author?.properties.name[0] && author.properties.url[0].includes("/@"), `${name}: whose is ${properties.url}?`)
        assert.ok(properties.photo ?? properties.content ?? properties.summary, `${name}: ${properties.url} shows something`)
      }
      assert.ok(entries.some(({ properties }) => properties.photo?.[0].alt === "The sea"))
    }
  })
}

test("Atom and RSS are read without a complaint", () => {
  for (const name of ["profile-atom", "hashtag-atom", "profile-rss", "hashtag-rss"]) {
    const { trouble, version, feed, entries } = found.feeds[url(name)]
    assert.equal(trouble, "", name)
    assert.equal(version, name.endsWith("atom") ? "atom10" : "rss20")
    assert.ok(feed.title && feed.link?.startsWith(hub.origin))
    assert.ok(feed.links.some(({ rel, href }) => rel === "self" && href === url(name)), `${name} says where it is`)
    assert.ok(entries.length >= 3, name)
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length, "each has an id of its own")
    for (const entry of entries) {
      assert.match(entry.id, /^tag:/)
      assert.ok(entry.title && entry.link.startsWith(hub.origin) && entry.published && entry.updated, JSON.stringify(entry))
      assert.ok(entry.authors[0].name)
      assert.ok((entry.content?.[0].value ?? entry.summary).length > 0)
    }
    const several = entries.find(({ link }) => link === url("several"))
    const media = name.endsWith("atom") ? several.enclosures : several.media_content
    assert.equal(media.length, 3)
    for (const { href, url, type, length, filesize } of media) {
      assert.match(href ?? url, /^http:.*\/photos\/\d+/)
      assert.equal(type, "image/jpeg")
      assert.ok(Number(length ?? filesize) > 1000)
    }
    assert.deepEqual(several.tags.map(({ term }) => term), ["sea"])
    assert.match(several.rights, /CC BY 4\.0/)
    const licences = [several.license, ...several.links.filter(({ rel }) => rel === "license").map(({ href }) => href)]
    assert.ok(licences.includes(CC_BY), JSON.stringify(licences))
  }
})

test("JSON Feed is what version 1.1 says", () => {
  const text = (thing) => assert.equal(typeof thing, "string")
  const address = (thing) => assert.ok(new URL(thing).protocol === "http:")
  for (const name of ["profile-json", "hashtag-json"]) {
    const feed = found.json[url(name)]
    assert.equal(feed.version, "https://jsonfeed.org/version/1.1")
    text(feed.title)
    assert.equal(feed.feed_url, url(name))
    for (const place of [feed.home_page_url, feed.icon, feed.next_url].filter(Boolean)) address(place)
    assert.ok(feed.items.length >= 3)
    for (const item of feed.items) {
      text(item.id)
      address(item.url)
      assert.ok(item.content_html ?? item.content_text)
      for (const date of [item.date_published, item.date_modified]) assert.ok(DATE.test(date) && !Number.isNaN(Date.parse(date)))
      for (const author of item.authors) assert.ok(author.name && new URL(author.url))
      for (const tag of item.tags ?? []) text(tag)
      for (const attachment of item.attachments ?? []) {
        address(attachment.url)
        assert.match(attachment.mime_type, /^image\//)
        assert.equal(typeof attachment.size_in_bytes, "number")
      }
      for (const key of Object.keys(item)) assert.match(key, /^(id|url|title|content_html|summary|image|date_published|date_modified|authors|tags|language|attachments|_\w+)$/)
    }
    assert.equal(new Set(feed.items.map(({ id }) => id)).size, feed.items.length)
    assert.equal(feed.items.find((item) => item.url === url("several")).attachments.length, 3)
  }
})
