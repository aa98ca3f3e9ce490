/** Shows the page in the colour that is chosen inside it: one of several, or a hue of one's own. */
class AccentChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#show)
    this.addEventListener("input", this.#slide)
    this.#show()
  }

  /** Moving the slider chooses it; choosing another colour moves it there. */
  #slide = (event: Event) => {
    if (event.target !== this.#slider) return
    const own = this.querySelector<HTMLInputElement>("[value=own]")
    if (own) own.checked = true
    this.#show()
  }

  #show = () => {
    const chosen = this.querySelector<HTMLInputElement>("[name=accent]:checked")
    if (!chosen) return
    if (this.#slider && chosen.value !== "own") this.#slider.value = chosen.value
    const hue = chosen.value === "own" ? this.#slider?.value : chosen.value
    if (hue) document.documentElement.style.setProperty("--hue", hue)
  }

  get #slider() {
    return this.querySelector<HTMLInputElement>("[name=hue]")
  }
}

customElements.define("accent-choice", AccentChoice)
