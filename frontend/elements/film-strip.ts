/**
 * Shows the items of a list as a strip of small pictures, and one of them large: the chosen one. Frames are dragged, or
 * moved by Shift and an arrow key, and the items move with them. Without it all items stand below each other.
 */
class FilmStrip extends HTMLElement {
  #frames!: HTMLOListElement
  #items!: HTMLOListElement
  #chosen: Element | null = null
  #dragged: Element | null = null
  #from = 0
  #watch = new MutationObserver(() => this.#mirror())

  connectedCallback() {
    this.#frames = this.querySelector("ol")!
    this.#items = this.parentElement!.querySelector<HTMLOListElement>(".items")!
    this.#frames.addEventListener("click", this.#click)
    this.#frames.addEventListener("keydown", this.#key)
    this.#frames.addEventListener("dragstart", this.#lift)
    this.#frames.addEventListener("dragover", this.#carry)
    this.#frames.addEventListener("drop", this.#carry)
    this.#frames.addEventListener("dragend", this.#lay)
    this.#items.addEventListener("input", () => this.#mirror())
    document.addEventListener("click", this.#reveal)
    const what = { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "value"] }
    this.#watch.observe(this.#items, what)

    const wrong = [...this.#items.querySelectorAll(".error")].find((error) => error.textContent)?.closest(".item")
    this.#chosen = this.#items.querySelector(`:scope > ${location.hash || ":not(*)"}`) ?? wrong ?? null
    this.#mirror()
  }

  disconnectedCallback() {
    this.#watch.disconnect()
    document.removeEventListener("click", this.#reveal)
  }

  // Frames as the items are

  #at(index: number): HTMLElement | undefined {
    return this.#frames.children[index] as HTMLElement | undefined
  }

  #mirror() {
    const items = [...this.#items.children]
    if (!this.#chosen?.isConnected) {
      // What an upload has become stands where it stood.
      const before = this.#frames.querySelector("[aria-current]")?.parentElement
      const place = before ? [...this.#frames.children].indexOf(before) : 0
      this.#chosen = items[Math.min(place, items.length - 1)] ?? null
    }
    while (this.#frames.children.length > items.length) this.#frames.lastElementChild!.remove()
    while (this.#frames.children.length < items.length) {
      this.#frames.append(this.querySelector("template")!.content.cloneNode(true))
    }
    items.forEach((item, index) => this.#draw(this.#at(index)!, item))
    for (const item of items) {
      if (item.classList.contains("chosen") !== (item === this.#chosen)) item.classList.toggle("chosen")
    }
  }

  #draw(frame: HTMLElement, item: Element) {
    const link = frame.querySelector("a")!
    const [large, small] = [item.querySelector<HTMLImageElement>(".preview img"), frame.querySelector("img")!]
    const source = large?.dataset.small ?? large?.src ?? ""
    if (small.getAttribute("src") !== source) small.setAttribute("src", source)
    link.setAttribute("href", `#${item.id || "photos"}`)
    if (item === this.#chosen) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
    link.tabIndex = item === this.#chosen ? 0 : -1
    frame.querySelector(".number")!.textContent = item.querySelector(".number")?.textContent ?? ""
    frame.querySelector(".name")!.textContent = item.querySelector(".file")?.textContent ?? ""
    const alt = item.querySelector<HTMLTextAreaElement>(".alt-words")
    frame.querySelector<HTMLElement>(".undescribed")!.hidden = !alt || alt.value.trim() !== ""
    const [progress, bar] = [item.querySelector("progress"), frame.querySelector("progress")!]
    bar.hidden = !progress || item.classList.contains("failed")
    bar.value = progress?.value ?? 0
    for (const state of ["failed", "goes"]) frame.classList.toggle(state, item.classList.contains(state))
  }

  // Choosing

  #choose(item: Element | undefined) {
    if (!item) return
    this.#chosen = item
    this.#mirror()
    const link = this.#at(this.#place)?.querySelector("a")
    link?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  get #place(): number {
    return [...this.#items.children].findIndex((item) => item === this.#chosen)
  }

  #click = (event: MouseEvent) => {
    const frame = event.target instanceof Element ? event.target.closest("li") : null
    if (!frame) return
    event.preventDefault()
    this.#choose(this.#items.children[[...this.#frames.children].indexOf(frame)])
    this.#focus()
  }

  #key = (event: KeyboardEvent) => {
    const last = this.#items.children.length - 1
    const to = { ArrowLeft: this.#place - 1, ArrowRight: this.#place + 1, Home: 0, End: last }[event.key]
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (to < 0 || to > last) return
    if (event.shiftKey) this.#move(this.#chosen!, to)
    else this.#choose(this.#items.children[to])
    this.#focus()
  }

  #focus() {
    this.#at(this.#place)?.querySelector("a")?.focus()
  }

  /** A link to a field of an item leads to it, though another item is chosen. */
  #reveal = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null
    const field = link && document.getElementById(link.getAttribute("href")!.slice(1))
    const item = field?.closest(".item")
    if (!item || this.contains(link)) return
    this.#choose(item)
    field!.closest("details")?.setAttribute("open", "")
  }

  // Moving

  #move(item: Element, to: number) {
    const from = [...this.#items.children].indexOf(item)
    if (from === to) return
    const other = this.#items.children[to]!
    if (from < to) other.after(item)
    else other.before(item)
    this.#mirror()
    // The order is part of what is saved.
    item.dispatchEvent(new Event("change", { bubbles: true }))
    const words = this.dataset.moved ?? ""
    this.querySelector("[role=status]")!.textContent = words.replace("{count}", String(to + 1))
  }

  #lift = (event: DragEvent) => {
    this.#dragged = (event.target as Element).closest("li")
    if (!this.#dragged || !event.dataTransfer) return
    this.#from = [...this.#frames.children].indexOf(this.#dragged)
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", "")
    this.#dragged.classList.add("dragged")
  }

  /** The frame moves where it is held, and the item with it when it is let go. */
  #carry = (event: DragEvent) => {
    if (!this.#dragged) return
    event.preventDefault()
    const over = (event.target as Element).closest("li")
    if (!over || over === this.#dragged || event.type === "drop") return
    const box = over.getBoundingClientRect()
    const behind = event.clientX > box.left + box.width / 2
    if (behind) over.after(this.#dragged)
    else over.before(this.#dragged)
  }

  #lay = () => {
    if (!this.#dragged) return
    const to = [...this.#frames.children].indexOf(this.#dragged)
    const item = this.#items.children[this.#from]!
    this.#dragged.classList.remove("dragged")
    this.#dragged = null
    this.#chosen = item
    this.#move(item, to)
    this.#mirror()
    this.#focus()
  }
}

customElements.define("film-strip", FilmStrip)
