/** Says beside the field it is `for` when all captions of the form have more different hashtags than a post may have. */
class TagCount extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-live", "polite")
    const field = document.querySelector<HTMLTextAreaElement>(`#${CSS.escape(this.getAttribute("for") ?? "")}`)
    const count = () => {
      const captions = field?.form?.querySelectorAll<HTMLTextAreaElement>("textarea[name^=caption]") ?? []
      const text = [...captions].map((caption) => caption.value).join(" ")
      const found = text.matchAll(/(?<![\p{L}\p{N}_/&#@])#([\p{L}\p{N}\p{M}_]*[\p{L}\p{M}_][\p{L}\p{N}\p{M}_]*)/gu)
      const tags = new Set([...found].map(([, tag]) => tag!.toLowerCase()))
      const many = tags.size > Number(this.dataset.most)
      this.textContent = many ? (this.dataset.words ?? "").replace("{count}", String(tags.size)) : ""
    }
    field?.form?.addEventListener("input", count)
    count()
  }
}

customElements.define("tag-count", TagCount)
