/** What the browser remembers with an entry of its history: how much was loaded, and what stood where. */
interface Place {
  pages: number
  at: string
  top: number
}

/** Pages that are loaded on the way back to a place; beyond, the list begins where it begins. */
const FURTHEST = 50

/**
 * Appends the next page to the list when its link is pressed. Whoever comes back finds the list as long as it was, and
 * what they looked at where it was. The pages are followed from the first one on, so nothing is left out when something
 * new has come meanwhile.
 */
class LoadMore extends HTMLElement {
  #pages = 0
  #soon = 0

  connectedCallback() {
    this.addEventListener("click", this.#press)
    addEventListener("scroll", this.#remember, { passive: true })
    const place = (history.state as { place?: Place } | null)?.place
    if (place && place.pages > 0) void this.#return(place)
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.#remember)
    clearTimeout(this.#soon)
  }

  get #list(): HTMLElement | null {
    return document.getElementById(this.dataset.list ?? "")
  }

  #press = async (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a[rel=next]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return

    event.preventDefault()
    const last = this.#list?.lastElementChild
    if (await this.#load(link)) {
      last?.nextElementSibling?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true })
      this.#note()
    } else {
      location.assign(link.href)
    }
  }

  /** Whether there was such a page. */
  async #load(link: HTMLAnchorElement): Promise<boolean> {
    const list = this.#list
    if (!list || this.ariaBusy === "true") return true

    this.ariaBusy = "true"
    const answer = await fetch(link.href).catch(() => null)
    this.ariaBusy = null
    if (!answer?.ok || answer.redirected) return false

    // Shapes and tints of the pictures. In a document the style would be refused, as its nonce is another page's.
    const style = new CSSStyleSheet()
    const html = (await answer.text()).replace(/<style[^>]*>([^]*?)<\/style>/, (_, rules: string) => (style.replaceSync(rules), ""))
    document.adoptedStyleSheets.push(style)
    const page = new DOMParser().parseFromString(html, "text/html")
    for (const item of [...(page.getElementById(list.id)?.children ?? [])]) {
      if (!item.id || !document.getElementById(item.id)) list.append(item)
    }
    this.innerHTML = page.querySelector("load-more")?.innerHTML ?? ""
    this.#pages += 1
    return true
  }

  async #return(place: Place) {
    const there = () => document.getElementById(place.at)
    for (let pages = 0; pages < FURTHEST && (pages < place.pages || !there()); pages += 1) {
      const link = this.querySelector<HTMLAnchorElement>("a[rel=next]")
      if (!link || !(await this.#load(link))) break
    }
    const item = there()
    if (item) scrollTo({ top: item.getBoundingClientRect().top + scrollY - place.top, behavior: "instant" })
  }

  #remember = () => {
    clearTimeout(this.#soon)
    if (this.#pages > 0) this.#soon = setTimeout(this.#note, 200)
  }

  #note = () => {
    const items = [...(this.#list?.children ?? [])].filter((item) => item.id)
    const item = items.find((item) => item.getBoundingClientRect().bottom > 0)
    if (!item) return
    const place: Place = { pages: this.#pages, at: item.id, top: item.getBoundingClientRect().top }
    history.replaceState({ ...history.state, place }, "")
  }
}

customElements.define("load-more", LoadMore)
