import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Person } from "./person.mjs"
import { photographs } from "./photographs.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana"] })
after(() => hub.stop())
const [lemons, fog] = await photographs([{ name: "lemons", width: 800 }, { name: "forest-in-fog", width: 800 }])

test("the first key leads past the navigation", async (t) => {
  const ana = await Person.signedIn("ana", hub, t)
  await ana.visits("/")
  await ana.page.keyboard.press("Tab")
  assert.equal((await focused(ana)).words, "Skip to the content")
  assert.ok((await focused(ana)).visible)
  await ana.page.keyboard.press("Enter")
  assert.equal(await ana.page.evaluate(() => document.activeElement.id), "content")
})

test("somebody signs in and publishes with keys alone", async (t) => {
  const ana = await Person.at(hub, t)
  const { keyboard } = ana.page
  await ana.visits("/")
  await tabsTo(ana, "Sign in")
  await keyboard.press("Enter")
  await ana.hasArrivedAt("/sign-in")
  await tabsTo(ana, "User name or e-mail address")
  await keyboard.type("ana")
  await tabsTo(ana, "Password")
  await keyboard.type("correct horse battery")
  await keyboard.press("Enter")
  await ana.hasArrivedAt("/")

  await tabsTo(ana, "Publish")
  await keyboard.press("Enter")
  await ana.hasArrivedAt("/publish")
  for (const photo of [lemons, fog]) {
    const chooser = ana.page.waitForEvent("filechooser")
    await tabsTo(ana, /^Choose photographs|^Add more/)
    await keyboard.press("Enter")
    await (await chooser).setFiles([photo])
    await ana.page.locator(".item:not(.upload)").filter({ hasText: photo.name }).waitFor({ state: "attached" })
  }
  // The film strip is one stop, in which the arrows choose.
  await tabsTo(ana, new RegExp(lemons.name))
  await keyboard.press("ArrowRight")
  await tabsTo(ana, "Describe the photo")
  await keyboard.type(fog.alt)
  await tabsTo(ana, `Move ${fog.name} earlier`)
  await keyboard.press("Enter")
  assert.deepEqual(await ana.draft(), [fog.name, lemons.name])
  // The focus stays with the photo that was moved.
  assert.match((await focused(ana)).words, new RegExp(fog.name))
  await tabsTo(ana, new RegExp(`^1.*${fog.name}`), "Shift+Tab")
  await keyboard.press("ArrowRight")
  await tabsTo(ana, `Remove ${lemons.name}`)
  await keyboard.press("Enter")
  await ana.page.locator(".item").filter({ hasText: lemons.name }).waitFor({ state: "detached" })
  assert.match((await focused(ana)).words, new RegExp(fog.name))

  // Radio buttons are one stop, in which the arrows choose.
  await tabsTo(ana, "All rights reserved")
  await keyboard.press("ArrowDown")
  assert.equal((await focused(ana)).words, "CC BY 4.0")
  await tabsTo(ana, "Publish")
  await keyboard.press("Enter")
  await ana.hasArrivedAt(/^\/@ana\/\d+$/)
  assert.deepEqual((await ana.pictures(".stage img")).map(({ alt }) => alt), [fog.alt])
})

test("the focus is always seen", async (t) => {
  const post = await (await Visitor.signedIn(hub.origin, "ana")).posts([lemons, fog], { title: "Two" })
  const ana = await Person.signedIn("ana", hub, t)
  for (const path of ["/", "/@ana", post, `${post}/edit`, `${post}/delete`, "/publish"]) {
    await ana.visits(path)
    const seen = new Set()
    for (let stop = 0; stop < 60; stop += 1) {
      await ana.page.keyboard.press("Tab")
      const { words, visible, marked, body } = await focused(ana)
      if (body) break
      assert.ok(visible, `${path}: “${words}” has the focus, and something lies over it`)
      assert.ok(marked, `${path}: “${words}” has the focus, and nothing shows it`)
      seen.add(words)
    }
    assert.ok(seen.size > 3, path)
  }
})

/** Presses Tab until what is called so has the focus. */
async function tabsTo(person, name, key = "Tab") {
  const heard = []
  for (let presses = 0; presses < 60; presses += 1) {
    await person.page.keyboard.press(key)
    const { words, visible } = await focused(person)
    if (name instanceof RegExp ? name.test(words) : words === name) {
      assert.ok(visible, `“${words}” has the focus, and cannot be seen`)
      return
    }
    heard.push(words)
  }
  throw new Error(`“${name}” is not reached with ${key}, only: ${heard.join(", ")}`)
}

/** What has the focus: its name, whether it can be seen, whether the focus shows. */
async function focused(person) {
  return person.page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const element = document.activeElement
    if (!element || element === document.body) return { words: "", body: true }
    const label = element.labels?.[0] ?? element
    const words = (element.ariaLabel ?? [...label.childNodes].filter((node) => !node.classList?.contains("optional")).map((node) => node.textContent).join(" "))
      .replaceAll(/\s+/g, " ").trim()

    // A field without a picture of its own is seen by its label.
    const shown = [element, label, element.parentElement].filter((shown) => shown.getBoundingClientRect().width > 2)
    const visible = shown.some((shown) => {
      const { left, top, width, height } = shown.getBoundingClientRect()
      return [0.5, 0.1, 0.9].some((part) => {
        const hit = document.elementFromPoint(left + width * part, top + height * Math.min(part, 0.5))
        return hit && (shown.contains(hit) || hit.contains(shown) || hit === label)
      })
    })
    const marks = ({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none"
    const around = [element, label, ...element.children, element.parentElement, element.closest(".drop, .swatch, .choice, label")].filter(Boolean)
    return { words, visible, marked: around.some((shown) => marks(getComputedStyle(shown))), body: false }
  })
}
