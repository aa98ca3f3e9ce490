/** Shows its first rows, `data-open` of them, and one more each time its button is pressed. Without it all are there. */
class MoreRows extends HTMLElement {
  connectedCallback() {
    const rows = [...this.querySelectorAll<HTMLElement>("li")]
    const button = this.querySelector<HTMLButtonElement>("button")!
    rows.slice(Number(this.dataset.open)).forEach((row) => (row.hidden = true))

    const next = () => rows.find((row) => row.hidden)
    button.hidden = !next()
    button.addEventListener("click", () => {
      const row = next()
      if (!row) return
      row.hidden = false
      row.querySelector("input")?.focus()
      button.hidden = !next()
    })
  }
}

customElements.define("more-rows", MoreRows)
