// Pictures of every page, for people to look at: npm run screenshots -- FOLDER [NAME…]
//
// The hub is the one that HELIOGRAPH_TEST_BINARY names, or that of the last release build. Files are called
// page-width-theme.png; NAMEs choose some of the pages.

import { execFile } from "node:child_process"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { Hub, PASSWORD } from "../services/hub.mjs"
import { openBrowser } from "./browser.mjs"
import { fill, pages } from "./demo.mjs"

const [folder, ...chosen] = process.argv.slice(2)
if (!folder) {
  console.error("npm run screenshots -- FOLDER [NAME…]")
  process.exit(2)
}
await mkdir(folder, { recursive: true })

const [hub, empty] = await Promise.all([Hub.start(), Hub.start()])
const browser = await openBrowser()
try {
  const demo = await fill(hub)
  await spreadOverTheLastWeeks()
  let taken = 0
  for (const width of [320, 390, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      const viewport = { width, height: { 320: 640, 390: 844, 1280: 860 }[width] }
      for (const { name, who, open } of pages(demo, hub, empty)) {
        if (chosen.length && !chosen.includes(name)) continue
        const context = await browser.newContext({ baseURL: hub.origin, viewport, colorScheme, deviceScaleFactor: 2, reducedMotion: "reduce" })
        const viewer = new Viewer(await context.newPage())
        if (who) await viewer.signsIn(who, PASSWORD)
        await open(viewer)
        await viewer.waits()
        await viewer.page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        await context.close()
        taken += 1
      }
    }
  }
  console.log(`${taken} pictures are in ${folder}.`)
} finally {
  await browser.close()
  await Promise.all([hub.stop(), empty.stop()])
}

/** Posts of a demonstration are made in one minute: gives them the times of a few weeks. */
async function spreadOverTheLastWeeks() {
  const hour = 3_600_000_000
  const age = `${hour} * (number * number * number * 0.9 + number * 1.7)`
  const sql = `WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id DESC) - 1 AS number FROM posts)
    UPDATE posts SET published_at = published_at - CAST((SELECT ${age} FROM numbered WHERE numbered.id = posts.id) AS INTEGER),
      edited_at = NULL`
  await promisify(execFile)("sqlite3", [join(hub.folder, "heliograph.db"), ".timeout 5000", sql])
}

/** What `pages` needs of a person, without the watching. */
class Viewer {
  constructor(page) {
    this.page = page
  }

  visits(path) {
    return this.page.goto(path)
  }

  fills(label, text) {
    return this.page.getByLabel(label).fill(text)
  }

  async presses(name) {
    await this.page.getByRole("button", { name, exact: true }).first().click()
    await this.page.waitForLoadState("load")
  }

  async signsIn(name, password) {
    await this.visits("/sign-in")
    await this.fills("User name or e-mail address", name)
    await this.fills("Password", password)
    await this.presses("Sign in")
  }

  /** Until all pictures are there, also those further down. */
  async waits() {
    await this.page.evaluate(async () => {
      const images = [...document.querySelectorAll("img[src]")]
      for (const image of images) image.loading = "eager"
      await Promise.all(images.map((image) => image.decode().catch(() => {})))
    })
    await this.page.waitForTimeout(150)
  }
}
