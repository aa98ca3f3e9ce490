/** Asks before words that were typed in its form and not sent are lost. */
class KeepWords extends HTMLElement {
  #unsent = false

  connectedCallback() {
    this.addEventListener("input", this.#typed)
    this.addEventListener("change", this.#typed)
    this.addEventListener("submit", this.#sent)
    addEventListener("beforeunload", this.#leaving)
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving)
  }

  #typed = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement && event.target.type === "file")) this.#unsent = true
  }

  #sent = (event: Event) => {
    if (!event.defaultPrevented) this.#unsent = false
  }

  #leaving = (event: BeforeUnloadEvent) => {
    if (this.#unsent) event.preventDefault()
  }
}

customElements.define("keep-words", KeepWords)
