import { after, test } from "node:test"
import assert from "node:assert/strict"
import { createServer } from "node:http"
import { once } from "node:events"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { barriers } from "./barriers.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana"] })
after(() => hub.stop())
const [boat] = await photographs([{ name: "sailing-boat" }])
const ana = await Visitor.signedIn(hub.origin, "ana")
const post = await ana.posts([boat], { title: "Out with the tide", licence: "cc-by-sa-4.0" })

for (const colorScheme of ["light", "dark"]) {
  test(`a post is copied in every form, and scanned (${colorScheme})`, async (t) => {
    const guest = await Person.at(hub, t, { colorScheme, permissions: ["clipboard-read", "clipboard-write"] })
    await guest.visits(post)
    await guest.page.locator("summary", { hasText: "Share" }).click()
    assert.deepEqual(await barriers(guest), [])
    await guest.page.getByRole("button", { name: /^Copy ?: HTML$/ }).first().click()
    await guest.reads("Copied")
    const copied = await guest.page.evaluate(() => navigator.clipboard.readText())
    assert.match(copied, new RegExp(`<a href="${hub.origin}${post}"`))
    assert.equal((await guest.pictures(".qr-code img"))[0].alt !== "", true)

    await guest.visits(`${post}/share`)
    assert.deepEqual(await barriers(guest), [])
  })

  test(`another site shows it in a frame (${colorScheme})`, async (t) => {
    const guest = await Person.at(hub, t, { colorScheme })
    await guest.visits(post)
    const discovered = await guest.page.locator("link[type='application/json+oembed']").getAttribute("href")
    const { type, url, width, height } = await (await fetch(discovered)).json()
    assert.deepEqual([type, new URL(url).origin, width > 0 && height > 0], ["photo", hub.origin, true])
    const html = await guest.page.locator("#share-embed").inputValue()
    const elsewhere = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<!doctype html><html lang="en"><title>Elsewhere</title><main>${html}</main>`))
    elsewhere.listen(0, "127.0.0.1")
    await once(elsewhere, "listening")
    t.after(() => elsewhere.close())

    const page = await guest.context.newPage()
    await page.goto(`http://127.0.0.1:${elsewhere.address().port}/`)
    const frame = page.frameLocator("iframe")
    const picture = frame.getByRole("img", { name: boat.alt })
    await picture.waitFor()
    assert.ok(await picture.evaluate(async (image) => (await image.decode(), image.naturalWidth > 0)))
    assert.equal(await frame.getByRole("link", { name: "CC BY-SA 4.0" }).getAttribute("href"), "https://creativecommons.org/licenses/by-sa/4.0/")
    const inside = page.frames().find((frame) => frame.url().endsWith("/embed"))
    assert.deepEqual(await barriers({ page: inside }), [])
    assert.equal(await inside.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth), 0)
  })
}
