/** Says while a user name is typed whether it can be had, and how people will be found by it. */
class NameCheck extends HTMLElement {
  static readonly #PAUSE = 400

  #input!: HTMLInputElement
  #says!: HTMLElement
  #timer = 0
  #asked = ""

  connectedCallback() {
    this.#input = this.querySelector("input")!
    this.#says = this.querySelector("[role=status]")!
    this.#input.addEventListener("input", this.#typed)
  }

  disconnectedCallback() {
    this.#input.removeEventListener("input", this.#typed)
    clearTimeout(this.#timer)
  }

  #typed = () => {
    clearTimeout(this.#timer)
    this.#says.textContent = ""
    const name = this.#input.value.trim()
    this.#asked = name
    if (name) this.#timer = setTimeout(() => void this.#ask(name), NameCheck.#PAUSE)
  }

  async #ask(name: string) {
    const answer = await fetch(`/sign-up/name?${new URLSearchParams({ name })}`).catch(() => null)
    if (!answer?.ok || this.#asked !== name) return

    this.#says.textContent = await answer.text()
    this.#says.classList.toggle("error", answer.headers.get("X-Free") !== "yes")
  }
}

customElements.define("name-check", NameCheck)
