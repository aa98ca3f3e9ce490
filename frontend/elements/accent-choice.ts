/** Shows the page in the colour that is chosen inside it. */
class AccentChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#show)
    this.#show()
  }

  #show = () => {
    const chosen = this.querySelector<HTMLInputElement>("input:checked")
    if (chosen) document.documentElement.style.setProperty("--hue", chosen.value)
  }
}

customElements.define("accent-choice", AccentChoice)
