import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom"] })
after(() => hub.stop())
const [lake, fog] = await photographs([{ name: "lake-at-dawn", width: 2400 }, { name: "forest-in-fog", width: 900 }])
const ana = await Visitor.signedIn(hub.origin, "ana")
const older = await ana.posts([fog], { title: "Older" })
const several = await ana.posts([lake, fog, lake], { title: "Three" })
const warned = await ana.posts([fog], { title: "Hidden", caption: "Not for breakfast", warning: "A spider" })

test("a post is read with keys alone: its photos, then its neighbours", async (t) => {
  const guest = await Person.at(hub, t)
  const shown = () => guest.page.locator(".dots i.on").evaluateAll(([dot]) => [...dot.parentElement.children].indexOf(dot))
  await guest.visits(several)
  await guest.page.keyboard.press("ArrowRight")
  await guest.page.waitForFunction(() => document.querySelector(".dots i:nth-child(2).on"))
  assert.equal(await shown(), 1)
  await guest.page.keyboard.press("ArrowLeft")
  await guest.page.waitForFunction(() => document.querySelector(".dots i:first-child.on"))
  await guest.page.keyboard.press("ArrowLeft")
  await guest.hasArrivedAt(warned)
  await guest.page.goBack()
  for (const dot of [2, 3]) {
    await guest.page.keyboard.press("ArrowRight")
    await guest.page.waitForFunction((dot) => document.querySelector(`.dots i:nth-child(${dot}).on`), dot)
  }
  await guest.page.keyboard.press("ArrowRight")
  await guest.hasArrivedAt(older)
})

test("a finger leads through the photos of a post, and over its page", async (t) => {
  const guest = await Person.at(hub, t, { viewport: { width: 390, height: 560 }, hasTouch: true, isMobile: true })
  await guest.visits(several)
  await guest.pictures(".strip img")
  const session = await guest.context.newCDPSession(guest.page)
  const strip = await guest.page.locator(".strip").boundingBox()
  /** Moves a finger over the photos, so far, in steps as a screen tells them. */
  const swipes = async (dx, dy = 0) => {
    const from = { x: strip.x + strip.width / 2 - dx / 2, y: strip.y + strip.height / 2 - dy / 2 }
    const touch = (type, share) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: share === null ? [] : [{ x: from.x + dx * share, y: from.y + dy * share }],
      })
    await touch("touchStart", 0)
    for (let step = 1; step <= 12; step += 1) {
      await touch("touchMove", step / 12)
      await guest.page.waitForTimeout(16)
    }
    await touch("touchEnd", null)
  }
  const shows = (dot) => guest.page.waitForFunction((dot) => document.querySelector(`.dots i:nth-child(${dot}).on`), dot)
  await swipes(-280)
  await shows(2)
  await swipes(-280)
  await shows(3)
  await swipes(-280)
  await guest.page.waitForTimeout(300)
  await shows(3)
  assert.equal(guest.path, several, "the end of the photos is not the end of the post")
  await swipes(280)
  await shows(2)
  await swipes(0, -200)
  await guest.page.waitForFunction(() => scrollY > 50)
  await shows(2)
})

test("a photo opens with all its pixels, and closes where it was", async (t) => {
  const guest = await Person.at(hub, t)
  await guest.visits(several)
  const scripts = await guest.page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /zoom/.test(name)).length)
  assert.equal(scripts, 0, "nothing of it comes before it is asked for")
  await guest.page.locator("a.zoom").first().focus()
  await guest.page.keyboard.press("Enter")
  const picture = guest.page.locator(".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)")
  await picture.waitFor()
  await guest.page.waitForFunction(() => document.querySelector(".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)").naturalWidth === 2048)
  assert.equal(await picture.getAttribute("alt"), lake.alt)
  await guest.page.keyboard.press("z")
  await guest.page.waitForFunction(() => document.querySelector(".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)").getBoundingClientRect().width >= 2047)
  await guest.page.keyboard.press("ArrowRight")
  await guest.page.waitForFunction(() => document.querySelector(".dots i:nth-child(2).on"))
  await guest.page.keyboard.press("Escape")
  await guest.page.locator(".pswp").waitFor({ state: "detached" })
  assert.equal(guest.path, several, "the arrow keys meant the photo, not the post")
  assert.ok(await guest.page.evaluate(() => document.activeElement.matches("a.zoom")))
})

test("without scripts, the photo itself opens", async (t) => {
  const guest = await Person.at(hub, t, { javaScriptEnabled: false })
  await guest.visits(several)
  // Without opening it: Chromium's own page for a picture has styles in it that the picture's policy forbids.
  const link = await guest.page.locator("a.zoom").first().getAttribute("href")
  const answer = await guest.page.request.get(link)
  assert.match(answer.headers()["content-type"], /^image\//)
  await guest.page.locator("a.zoom").first().click({ trial: true })
})

test("what is warned of is seen when somebody asks for it", async (t) => {
  for (const javaScriptEnabled of [true, false]) {
    const guest = await Person.at(hub, t, { javaScriptEnabled })
    for (const path of [warned, "/"]) {
      await guest.visits(path)
      const words = guest.page.getByText("Not for breakfast").last()
      assert.ok(!(await words.isVisible()), path)
      await guest.page.getByText("A spider").first().click()
      await words.waitFor()
      assert.ok(await guest.page.locator("img.u-photo").first().isVisible(), path)
    }
  }
})

test("a list grows in place, and the way back leads to where one was", async (t) => {
  for (let number = 0; number < 45; number += 1) await ana.posts([fog], { title: `Number ${number}` })
  const tom = await Person.signedIn("tom", hub, t)
  for (const [list, tall] of [["/local", true], ["/@ana", false]]) {
    await tom.visits(list)
    const items = tom.page.locator("#posts > [id]")
    const first = await items.count()
    await tom.page.locator("load-more a").click()
    await tom.page.waitForFunction((first) => document.querySelectorAll("#posts > [id]").length > first, first)
    if (tall) {
      await tom.page.locator("load-more a").click()
      await tom.page.waitForFunction((first) => document.querySelectorAll("#posts > [id]").length > 2 * first, first)
      const titles = await tom.page.locator("#posts h2").allTextContents()
      assert.equal(titles.length, 48)
      assert.equal(new Set(titles).size, 48)
    }
    assert.equal(await tom.shift(), 0, `${list}: nothing moves`)

    const chosen = items.nth((await items.count()) - 6)
    const id = await chosen.getAttribute("id")
    await chosen.scrollIntoViewIfNeeded()
    await tom.page.waitForTimeout(400)
    const place = await chosen.boundingBox()
    // Somebody publishes meanwhile.
    await ana.posts([fog], { title: `While away from ${list}` })
    await chosen.locator(tall ? "h2 a" : "a").click()
    await tom.hasArrivedAt(/\/@ana\/\d+/)
    await tom.page.goBack()
    await tom.page.locator(`#${id}`).waitFor()
    await tom.page.waitForFunction(([id, y]) => Math.abs(document.getElementById(id).getBoundingClientRect().y - y) < 3, [id, place.y])
    const ids = await items.evaluateAll((items) => items.map(({ id }) => BigInt(id.slice(5))))
    assert.ok(ids.every((id, at) => at === 0 || id < ids[at - 1]), "in order, and nothing is left out")
  }
})

test("a hashtag is followed in place", async (t) => {
  const tom = await Person.signedIn("tom", hub, t)
  await tom.visits("/tags/harbour")
  await tom.page.getByRole("button", { name: "Follow the hashtag harbour" }).click()
  await tom.page.getByRole("button", { name: "Stop following the hashtag harbour" }).waitFor()
  assert.equal(tom.path, "/tags/harbour")
  await tom.visits("/following/tags")
  await tom.reads("#harbour")
})
