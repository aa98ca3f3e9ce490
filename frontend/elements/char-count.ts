/** Says how many characters are left in the field it is `for`, once there are few. */
class CharCount extends HTMLElement {
  #field: HTMLTextAreaElement | HTMLInputElement | null = null

  connectedCallback() {
    this.setAttribute("aria-live", "polite")
    this.#field = document.querySelector(`#${CSS.escape(this.getAttribute("for") ?? "")}`)
    this.#field?.addEventListener("input", this.#count)
    this.#count()
  }

  disconnectedCallback() {
    this.#field?.removeEventListener("input", this.#count)
  }

  #count = () => {
    if (!this.#field) return
    const left = this.#field.maxLength - this.#field.value.length
    const few = left <= Math.max(20, this.#field.maxLength / 10)
    this.textContent = few ? (this.dataset.words ?? "").replace("{count}", String(left)) : ""
  }
}

customElements.define("char-count", CharCount)
