import { PhotoStrip } from "./photo-strip.ts"

/** Opens its photos at full size, over the page. Without it, a link leads to the picture itself. */
class PhotoZoom extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#press)
  }

  #press = async (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a.zoom")
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return

    event.preventDefault()
    const links = [...this.querySelectorAll<HTMLAnchorElement>("a.zoom")]
    try {
      const [zoom] = await Promise.all([
        import(new URL(this.dataset.script!, location.href).href) as Promise<typeof import("./zoom.ts")>,
        this.#style(),
      ])
      const strip = this.querySelector("photo-strip")
      zoom.open(links, links.indexOf(link), this.dataset, (index) => {
        if (strip instanceof PhotoStrip) strip.show(index)
      })
    } catch {
      location.assign(link.href)
    }
  }

  #style(): Promise<void> {
    const href = this.dataset.style!
    if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve()

    const link = document.createElement("link")
    link.rel = "stylesheet"
    link.href = href
    const loaded = new Promise<void>((resolve, reject) => {
      link.onload = () => resolve()
      link.onerror = reject
    })
    document.head.append(link)
    return loaded
  }
}

customElements.define("photo-zoom", PhotoZoom)
