import { direction, PhotoStrip } from "./photo-strip.ts"

/** On a post's page the arrow keys lead through its photos, then to the author's neighbouring posts. */
class PostKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #key = (event: KeyboardEvent) => {
    const by = direction(event)
    // Over the page, the arrow keys belong to the opened photo.
    if (!by || document.querySelector(".pswp")) return

    const strip = this.querySelector("photo-strip")
    if (strip instanceof PhotoStrip && strip.step(by)) {
      event.preventDefault()
    } else if (!event.repeat) {
      this.querySelector<HTMLAnchorElement>(`a[rel="${by === 1 ? "next" : "prev"}"]`)?.click()
    }
  }
}

customElements.define("post-keys", PostKeys)
