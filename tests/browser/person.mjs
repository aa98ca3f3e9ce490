import { after } from "node:test"
import assert from "node:assert/strict"
import { PASSWORD } from "../services/hub.mjs"
import { openBrowser } from "./browser.mjs"

const browser = await openBrowser()
after(() => browser.close())

/**
 * Somebody with a browser of their own, who acts as people act. Whatever goes wrong behind the page meanwhile fails the
 * test in the end: a breach of the content security policy, an error of a script, a request that was answered with an
 * error nobody expected.
 */
export class Person {
  #troubles = []
  #expected = []
  #forgiven = /^$/

  /** Somebody at `hub` until `test` ends; `options` are those of a browser context. */
  static async at(hub, test, { origin = hub.origin, ...options } = {}) {
    const person = new Person()
    person.hub = hub
    person.context = await browser.newContext({
      baseURL: origin,
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
      ...options,
    })
    person.context.setDefaultTimeout(15_000)
    await person.context.addInitScript(watchThePage)
    person.page = await person.context.newPage()
    person.#listen()
    test.after(async () => {
      await person.context.close()
      person.#seesNoTroubles()
    })
    return person
  }

  static async signedIn(name, hub, test, options) {
    const person = await Person.at(hub, test, options)
    await person.signsIn(name)
    return person
  }

  // Acting

  async visits(path) {
    const answer = await this.page.goto(path)
    return answer.status()
  }

  async signsIn(name, password = PASSWORD) {
    await this.visits("/sign-in")
    await this.page.getByLabel("User name or e-mail address").fill(name)
    await this.page.getByLabel("Password").fill(password)
    // Whoever goes on before the answer is there would go on as a guest.
    await Promise.all([this.page.waitForNavigation(), this.presses("Sign in")])
  }

  /** Gives the password that was chosen at the sign-up, on the page of the link in the letter. */
  async confirms(password = PASSWORD) {
    await this.page.getByLabel("Password", { exact: true }).fill(password)
    await this.presses("Confirm the address")
  }

  async fills(label, text) {
    await this.page.getByLabel(label).fill(text)
  }

  /** Presses a button, or follows a link, and waits for what comes of it. */
  async presses(name) {
    await this.page.getByRole("button", { name, exact: true }).first().click()
    await this.page.waitForLoadState("load")
  }

  async follows(name) {
    await this.page.getByRole("link", { name, exact: true }).first().click()
    await this.page.waitForLoadState("load")
  }

  /** Picks one of several, by its words. */
  async picks(words) {
    await this.page.locator("label", { hasText: new RegExp(`^\\s*${words}\\s*$`) }).click()
  }

  /** Chooses files for the publish page, as a file dialogue does. */
  async chooses(photos) {
    await this.page.locator("#photos").setInputFiles(photos.map(({ name, mimeType, buffer }) => ({ name, mimeType, buffer })))
  }

  /** Drops files somewhere on the page. */
  async drops(photos) {
    const files = photos.map(({ name, mimeType, buffer }) => ({ name, mimeType, data: buffer.toString("base64") }))
    const transfer = await this.page.evaluateHandle((files) => {
      const transfer = new DataTransfer()
      for (const { name, mimeType, data } of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: mimeType }))
      }
      return transfer
    }, files)
    const area = this.page.locator(".drop")
    await area.dispatchEvent("dragover", { dataTransfer: transfer })
    await area.dispatchEvent("drop", { dataTransfer: transfer })
  }

  // Looking

  /** The photos of the draft as the page lists them: their file names. */
  async draft() {
    return this.page.locator(".item:not(.upload) .file").allTextContents()
  }

  get path() {
    return new URL(this.page.url()).pathname
  }

  async hasArrivedAt(path) {
    await this.page.waitForURL((url) => (path instanceof RegExp ? path.test(url.pathname) : url.pathname === path))
  }

  async reads(sentence) {
    await this.page.getByText(sentence).first().waitFor()
  }

  /** All sentences that the page says of wrong fields: in the summary, and beside the fields. */
  async problems() {
    const texts = async (selector) => (await this.page.locator(selector).allTextContents()).map((text) => text.trim()).filter(Boolean)
    return { summary: await texts(".problems li"), beside: await texts(".field .error, .choices > .error, .drop > .error") }
  }

  /** The pictures on the page, once all have come: `{ alt, src, width, height }` as the browser has them. */
  async pictures(selector = "main img") {
    await this.page.waitForFunction(
      (selector) => [...document.querySelectorAll(selector)].every((img) => img.loading === "lazy" || img.complete),
      selector,
    )
    return this.page.locator(selector).evaluateAll(async (images) => {
      for (const image of images) image.loading = "eager"
      await Promise.all(images.map((image) => image.decode()))
      return images.map(({ alt, currentSrc, naturalWidth, naturalHeight }) => ({
        alt,
        src: currentSrc,
        width: naturalWidth,
        height: naturalHeight,
      }))
    })
  }

  /** How far the page can be scrolled sideways, in pixels. */
  async overflow() {
    return this.page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth)
  }

  /** How much of the page has moved by itself (the sum of layout shifts). */
  async shift() {
    return this.page.evaluate(() => globalThis.watched.shift)
  }

  // Troubles

  /** An answer of the hub that would be a trouble elsewhere, such as "422 POST /sign-in". */
  expects(answer) {
    this.#expected.push(answer)
  }

  /** Answers that may come or not. */
  forgives(pattern) {
    this.#forgiven = pattern
  }

  #listen() {
    this.page.on("pageerror", (error) => this.#troubles.push(`a script failed: ${error.message}`))
    this.page.on("console", (message) => {
      const [type, text] = [message.type(), message.text()]
      // What the answer's status says already.
      if (text.startsWith("Failed to load resource")) return
      if (type === "error" || type === "warning") this.#troubles.push(`the console says: ${text}`)
    })
    this.page.on("requestfailed", (request) => {
      // What a person leaves behind by going on.
      if (request.failure().errorText === "net::ERR_ABORTED") return
      this.#troubles.push(`${request.failure().errorText} ${request.method()} ${request.url()}`)
    })
    this.page.on("response", (response) => {
      const [request, url] = [response.request(), new URL(response.url())]
      if (response.status() >= 400) this.#troubles.push(`${response.status()} ${request.method()} ${url.pathname}`)
    })
    // Leaving a page with unsent words asks first.
    this.page.on("dialog", (dialog) => dialog.accept())
  }

  #seesNoTroubles() {
    const troubles = this.#troubles.filter((trouble) => !this.#forgiven.test(trouble))
    for (const answer of this.#expected) {
      const at = troubles.indexOf(answer)
      assert.notEqual(at, -1, `there was no ${answer}`)
      troubles.splice(at, 1)
    }
    assert.deepEqual(troubles, [])
    const breaches = this.hub.log.split("\n").filter((line) => /content security policy| ERROR |panicked/.test(line))
    assert.deepEqual(breaches, [], "the hub's log")
  }
}

/** Runs in every page before its own scripts. */
function watchThePage() {
  globalThis.watched = { shift: 0 }
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
    console.error(`the content security policy forbids ${blockedURI} (${violatedDirective}) ${sample}`)
  })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.watched.shift += entry.value
  }).observe({ type: "layout-shift", buffered: true })
}
