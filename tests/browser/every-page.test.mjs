import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { barriers } from "./barriers.mjs"
import { fill, pages } from "./demo.mjs"
import { Person } from "./person.mjs"

const [hub, empty] = await Promise.all([Hub.start(), Hub.start()])
after(() => Promise.all([hub.stop(), empty.stop()]))
const demo = await fill(hub)
const everyPage = pages(demo, hub, empty)

for (const colorScheme of ["light", "dark"]) {
  test(`nobody is kept out of a page (${colorScheme})`, async (t) => {
    for (const { name, look } of await lookers(t, { colorScheme })) {
      await t.test(name, () => look(async (person) => assert.deepEqual(await barriers(person), [])))
    }
  })
}

test("no page is wider than the narrowest phone", async (t) => {
  for (const { name, look } of await lookers(t, { viewport: { width: 320, height: 640 } })) {
    await t.test(name, () => look(async (person) => assert.equal(await person.overflow(), 0)))
  }
})

test("on a phone, a finger hits what it aims at", async (t) => {
  for (const { name, look } of await lookers(t, { viewport: { width: 390, height: 844 } })) {
    await t.test(name, () => look(async (person) => assert.deepEqual(await smallTargets(person), [])))
  }
})

test("nothing moves while a page comes up", async (t) => {
  for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
    for (const { name, look } of await lookers(t, { viewport })) {
      if (!/^(home|profile|post)-?/.test(name)) continue
      await t.test(`${name}, ${viewport.width} pixels`, () =>
        look(async (person) => {
          await person.pictures()
          await person.page.evaluate(async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 400) {
              scrollTo({ top: y, behavior: "instant" })
              await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
            }
          })
          assert.equal(await person.shift(), 0)
        }),
      )
    }
  }
})

/** Each page with somebody who opens it and then looks at something. Whoever is signed in stays so from page to page. */
async function lookers(t, options) {
  const people = new Map()
  const personFor = async (who) => {
    const key = who ?? "a guest"
    if (!people.has(key)) people.set(key, who ? await Person.signedIn(who, hub, t, options) : await Person.at(hub, t, options))
    return people.get(key)
  }
  return everyPage.map(({ name, who, error, open }) => ({
    name,
    look: async (at) => {
      const person = await personFor(who)
      if (error) person.expects(error)
      await open(person)
      await at(person)
    },
  }))
}

/** Buttons and fields of less than 44 pixels either way. Links within a text are as large as its words. */
async function smallTargets(person) {
  return person.page.evaluate(() => {
    const small = []
    for (const element of document.querySelectorAll("button, summary, input, textarea, select, nav a, a.button")) {
      const style = getComputedStyle(element)
      const label = element.labels?.[0]
      const boxes = [element, label, element.closest("label, .drop, .choice")].filter(Boolean).map((box) => box.getBoundingClientRect())
      if (!element.checkVisibility({ visibilityProperty: true }) || boxes[0].width <= 1 || element.disabled || element.type === "hidden") continue
      const width = Math.max(...boxes.map((box) => box.width))
      const height = Math.max(...boxes.map((box) => box.height))
      if (Math.round(width) >= 44 && Math.round(height) >= 44) continue
      // What extends a target beyond its box.
      const beyond = getComputedStyle(element, "::before").position === "absolute" || getComputedStyle(element, "::after").position === "absolute"
      if (beyond || style.pointerEvents === "none") continue
      small.push(`${element.localName}.${element.className} “${element.textContent.trim().slice(0, 30)}” ${Math.round(width)} × ${Math.round(height)}`)
    }
    return [...new Set(small)]
  })
}
