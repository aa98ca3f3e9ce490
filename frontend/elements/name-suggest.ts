/**
 * Lists below a field for names, while one is typed, whom of those that one follows it may be. Without it names are typed
 * out.
 */
class NameSuggest extends HTMLElement {
  static readonly #PAUSE = 150

  #field!: HTMLTextAreaElement
  #list = document.createElement("ul")
  #says = document.createElement("p")
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = ""

  connectedCallback() {
    this.#field = this.querySelector("textarea")!
    this.#list.id = `${this.#field.id}-names`
    this.#list.role = "listbox"
    this.#list.ariaLabel = this.dataset.label ?? ""
    this.#list.hidden = true
    this.#says.className = "visually-hidden"
    this.#says.role = "status"
    this.append(this.#list, this.#says)
    this.#field.setAttribute("aria-autocomplete", "list")
    this.#field.setAttribute("aria-controls", this.#list.id)

    this.#field.addEventListener("input", this.#typed)
    this.#field.addEventListener("keydown", this.#key)
    this.#field.addEventListener("blur", () => this.#close())
    // The field keeps the focus while somebody points at a name.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault())
    this.#list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]")
      if (option) this.#take(option)
    })
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  /** What was typed of the name at the caret. */
  get #begun(): string {
    const before = this.#field.value.slice(0, this.#field.selectionEnd)
    return /(?:^|[\s,;])@?([^\s,;@]*)$/.exec(before)?.[1] ?? ""
  }

  get #options(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("[role=option]")]
  }

  get #chosen(): HTMLElement | undefined {
    return this.#options.find((option) => option.ariaSelected === "true")
  }

  #typed = () => {
    clearTimeout(this.#timer)
    this.#asked = this.#begun
    if (!this.#asked) return this.#close()
    this.#timer = setTimeout(() => void this.#ask(this.#asked), NameSuggest.#PAUSE)
  }

  async #ask(begins: string) {
    const answer = await fetch(`${this.dataset.from}?${new URLSearchParams({ begins })}`).catch(() => null)
    if (!answer?.ok || this.#asked !== begins || document.activeElement !== this.#field) return

    this.#list.innerHTML = await answer.text()
    const there = new Set(this.#field.value.toLowerCase().split(/[\s,;@]+/))
    for (const option of this.#options) if (there.has(option.dataset.name!.toLowerCase())) option.remove()
    const found = this.#options.length > 0
    this.#list.hidden = !found
    this.#says.textContent = found ? (this.dataset.found ?? "") : ""
    this.#choose(undefined)
  }

  #key = (event: KeyboardEvent) => {
    const options = this.#options
    if (this.#list.hidden || event.isComposing) return
    const at = this.#chosen ? options.indexOf(this.#chosen) : -1
    if (event.key === "ArrowDown") this.#choose(options[(at + 1) % options.length])
    else if (event.key === "ArrowUp") this.#choose(options[(Math.max(at, 0) + options.length - 1) % options.length])
    else if (event.key === "Escape") this.#close()
    else if (event.key === "Enter" && this.#chosen) this.#take(this.#chosen)
    else return
    event.preventDefault()
  }

  #choose(option: HTMLElement | undefined) {
    for (const other of this.#options) other.ariaSelected = String(other === option)
    if (option) this.#field.setAttribute("aria-activedescendant", option.id)
    else this.#field.removeAttribute("aria-activedescendant")
    option?.scrollIntoView({ block: "nearest" })
  }

  /** Puts the name in the place of what was typed of it. */
  #take(option: HTMLElement) {
    const end = this.#field.selectionEnd
    let start = end - this.#begun.length
    if (this.#field.value[start - 1] === "@") start -= 1
    this.#field.setRangeText(`@${option.dataset.name}, `, start, end, "end")
    this.#close()
    this.#field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #close() {
    clearTimeout(this.#timer)
    this.#asked = ""
    this.#list.hidden = true
    this.#says.textContent = ""
    this.#list.replaceChildren()
    this.#field.removeAttribute("aria-activedescendant")
  }
}

customElements.define("name-suggest", NameSuggest)
