/** Several photos in a scrolling list: arrows, dots and the arrow keys lead through them. */
export class PhotoStrip extends HTMLElement {
  #list!: HTMLElement
  #earlier!: HTMLButtonElement
  #later!: HTMLButtonElement

  connectedCallback() {
    this.#list = this.querySelector<HTMLElement>(".strip")!
    this.#earlier = this.querySelector<HTMLButtonElement>(".arrow.earlier")!
    this.#later = this.querySelector<HTMLButtonElement>(".arrow.later")!
    this.#earlier.hidden = this.#later.hidden = false

    this.#earlier.addEventListener("click", () => this.step(-1))
    this.#later.addEventListener("click", () => this.step(1))
    this.#list.addEventListener("scroll", this.#show, { passive: true })
    this.addEventListener("keydown", this.#key)
    this.#show()
  }

  /** Shows the next photo (`1`) or the one before (`-1`); false when there is none. */
  step(by: 1 | -1): boolean {
    return this.show(this.#current + by)
  }

  /** Shows the photo at this place, from 0; false when there is none. */
  show(index: number): boolean {
    const item = this.#list.children[index]
    if (!(item instanceof HTMLElement)) return false

    this.#list.scrollTo({ left: item.offsetLeft })
    return true
  }

  get #current(): number {
    return Math.round(Math.abs(this.#list.scrollLeft) / this.#list.clientWidth) || 0
  }

  #show = () => {
    const current = this.#current
    this.querySelectorAll(".dots i").forEach((dot, index) => dot.classList.toggle("on", index === current))
    const last = this.#list.children.length - 1
    this.#rest(this.#earlier, this.#later, current === 0)
    this.#rest(this.#later, this.#earlier, current === last)
  }

  /** A button that leads nowhere hands its focus to the other one. */
  #rest(button: HTMLButtonElement, other: HTMLButtonElement, resting: boolean) {
    const focused = document.activeElement === button
    button.disabled = resting
    if (resting && focused) {
      other.disabled = false
      other.focus()
    }
  }

  #key = (event: KeyboardEvent) => {
    const by = direction(event)
    if (by && this.step(by)) event.preventDefault()
  }
}

/** Where an arrow key leads in reading direction: onward 1, back -1; 0 for other keys and while typing. */
export function direction(event: KeyboardEvent): 1 | -1 | 0 {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return 0
  if (event.target instanceof Element && event.target.closest("input, textarea, select, video, [contenteditable]")) return 0

  const leftward = getComputedStyle(document.documentElement).direction === "rtl" ? 1 : -1
  if (event.key === "ArrowLeft") return leftward
  if (event.key === "ArrowRight") return leftward === 1 ? -1 : 1
  return 0
}

customElements.define("photo-strip", PhotoStrip)
