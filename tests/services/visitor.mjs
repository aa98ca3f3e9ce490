import { PASSWORD } from "./hub.mjs"

/** Somebody who uses a hub over plain HTTP, as a browser without scripts does. */
export class Visitor {
  #origin
  #cookie = ""

  constructor(origin) {
    this.#origin = origin
  }

  static async signedIn(origin, name) {
    const visitor = new Visitor(origin)
    const answer = await visitor.sends("/sign-in", { login: name, password: PASSWORD })
    if (answer.status !== 303) throw new Error(`${name} could not sign in: ${answer.status}`)
    return visitor
  }

  /** The same person with the same cookie at another address. */
  at(origin) {
    const visitor = new Visitor(origin)
    visitor.#cookie = this.#cookie
    return visitor
  }

  async visits(path) {
    return this.#fetch(path, {})
  }

  /** Sends a form of `fields`, or a FormData as it is. */
  async sends(path, fields) {
    const body = fields instanceof FormData ? fields : new URLSearchParams(fields)
    return this.#fetch(path, { method: "POST", body })
  }

  /** Adds a photo to the draft; its item's id. */
  async uploads(photo) {
    const form = new FormData()
    form.append("photo", new Blob([photo.buffer], { type: photo.mimeType }), photo.name)
    const answer = await this.sends("/publish/items", form)
    const text = await answer.text()
    if (answer.status !== 201) throw new Error(`an upload was answered ${answer.status}: ${text}`)
    return text.match(/id="item-(\d+)"/)[1]
  }

  /** Publishes what has been uploaded; where the hub leads then. `words` are fields of the form. */
  async publishes(items, words = {}) {
    const form = new FormData()
    items.forEach((item) => form.append("item", item))
    for (const [field, text] of Object.entries({ licence: "all-rights-reserved", ...words })) form.append(field, text)
    form.append("action", "publish")
    const answer = await this.sends("/publish", form)
    if (answer.status !== 303) throw new Error(`publishing was answered ${answer.status}`)
    return answer.headers.get("location")
  }

  /** Publishes photos with their descriptions; the address of the post. */
  async posts(photos, words = {}) {
    const items = []
    for (const photo of photos) items.push(await this.uploads(photo))
    const descriptions = items.map((item, at) => [`alt-${item}`, photos[at].alt ?? ""])
    return this.publishes(items, { ...Object.fromEntries(descriptions), ...words })
  }

  /** Sets an avatar or a header; `words` are its other fields. */
  async portrays(kind, photo, words = {}) {
    await this.sendsPicture(`/settings/profile/${kind}`, photo, words)
  }

  /** Sends a form with one picture; `words` are its other fields. */
  async sendsPicture(path, photo, words = {}) {
    const form = new FormData()
    form.append("picture", new Blob([photo.buffer], { type: photo.mimeType }), photo.name)
    for (const [field, text] of Object.entries(words)) form.append(field, String(text))
    const answer = await this.sends(path, form)
    if (answer.status !== 303) throw new Error(`a picture was answered ${answer.status}`)
  }

  async #fetch(path, options) {
    const headers = this.#cookie ? { cookie: this.#cookie } : {}
    const answer = await fetch(new URL(path, this.#origin), { ...options, headers, redirect: "manual" })
    const [cookie] = answer.headers.getSetCookie()
    if (cookie) this.#cookie = cookie.split(";")[0]
    return answer
  }
}
