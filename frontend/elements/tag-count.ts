/** Says when the text it is `for` has more different hashtags than a post may have. */
class TagCount extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-live", "polite")
    const field = document.querySelector<HTMLTextAreaElement>(`#${CSS.escape(this.getAttribute("for") ?? "")}`)
    const count = () => {
      const found = (field?.value ?? "").matchAll(/(?<![\p{L}\p{N}_/&#@])#([\p{L}\p{N}\p{M}_]*[\p{L}\p{M}_][\p{L}\p{N}\p{M}_]*)/gu)
      const tags = new Set([...found].map(([, tag]) => tag!.toLowerCase()))
      const many = tags.size > Number(this.dataset.most)
      this.textContent = many ? (this.dataset.words ?? "").replace("{count}", String(tags.size)) : ""
    }
    field?.addEventListener("input", count)
    count()
  }
}

customElements.define("tag-count", TagCount)
