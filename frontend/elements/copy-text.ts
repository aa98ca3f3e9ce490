/** Copies the text of its field. Without it the text can be marked and copied by hand. */
class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button")!
    button.hidden = !navigator.clipboard
    button.addEventListener("click", this.#copy)
  }

  #copy = async () => {
    const field = this.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea")!
    field.select()
    await navigator.clipboard.writeText(field.value)
    this.querySelector("[role=status]")!.textContent = this.dataset.done ?? ""
  }
}

customElements.define("copy-text", CopyText)
