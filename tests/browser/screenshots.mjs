// Pictures of every page, for people to look at: npm run screenshots -- FOLDER [NAME…]
//
// The hub is the one that HELIOGRAPH_TEST_BINARY names, or that of the last release build. NAMEs choose some of the pages.
// page-width-theme.png is what a screen shows at first; page-width-theme-all.png the whole of a longer page, on which
// what sticks to the screen's edges stands somewhere in the middle.

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

/** What came to the demonstration was all published in this minute: gives it the times of a day. */
async function spreadOverTheDay(posts) {
  const ids = posts.map((path) => path.split("/").at(-1))
  const age = `${3_600_000_000} * (0.3 + 0.9 * (SELECT count(*) FROM posts AS newer WHERE newer.id > posts.id))`
  const sql = `UPDATE posts SET published_at = published_at - CAST(${age} AS INTEGER), edited_at = NULL, version = version + 1
    WHERE id IN (${ids.join(", ")})`
  await promisify(execFile)("sqlite3", [join(hub.folder, "heliograph.db"), ".timeout 5000", sql])
}

async function sessionOf(who) {
  const viewer = await Viewer.with({})
  await viewer.signsIn(who, PASSWORD)
  const session = await viewer.page.context().storageState()
  await viewer.page.context().close()
  return session
}

/** What `pages` needs of a person, without the watching. */
class Viewer {
  static async with(options) {
    const viewer = new Viewer()
    const context = await browser.newContext({ baseURL: hub.origin, deviceScaleFactor: 2, reducedMotion: "reduce", ...options })
    viewer.page = await context.newPage()
    return viewer
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

  async follows(name) {
    await this.page.getByRole("link", { name, exact: true }).first().click()
    await this.page.waitForLoadState("load")
  }

  async signsIn(name, password) {
    await this.visits("/sign-in")
    await this.fills("User name or e-mail address", name)
    await this.fills("Password", password)
    await this.presses("Sign in")
  }

  async takes(path) {
    // All pictures, also those further down.
    await this.page.evaluate(async () => {
      const images = [...document.querySelectorAll("img[src]")]
      for (const image of images) image.loading = "eager"
      await Promise.all(images.map((image) => image.decode().catch(() => {})))
    })
    await this.page.waitForTimeout(100)
    await this.page.screenshot({ path: `${path}.png` })
    const longer = await this.page.evaluate(() => document.body.scrollHeight > innerHeight + 40)
    if (longer) await this.page.screenshot({ path: `${path}-all.png`, fullPage: true })
  }
}

const [hub, empty] = await Promise.all([Hub.start(), Hub.start()])
const browser = await openBrowser()
try {
  const demo = await fill(hub)
  await spreadOverTheDay(demo.posts)
  const sessions = {}
  for (const who of ["ana", "tom", "mara", "nico", "olga", "pia"]) sessions[who] = await sessionOf(who)

  const wanted = pages(demo, hub, empty).filter(({ name }) => !chosen.length || chosen.includes(name))
  for (const [width, height] of [[320, 640], [390, 844], [1280, 860]]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const { name, who, open } of wanted) {
        const viewer = await Viewer.with({ viewport: { width, height }, colorScheme, storageState: sessions[who] })
        await open(viewer)
        await viewer.takes(join(folder, `${name}-${width}-${colorScheme}`))
        await viewer.page.context().close()
      }
    }
  }
  console.log(`The pictures of ${wanted.length} pages are in ${folder}.`)
} finally {
  await browser.close()
  await Promise.all([hub.stop(), empty.stop()])
}
