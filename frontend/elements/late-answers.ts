/** Milliseconds between one look and the next. After the last one there is the link. */
const PAUSES = [1500, 2000, 3000, 5000, 8000, 13000, 20000]

/**
 * Looks again while other servers are asked for what they say, and shows it where the answers stand (`data-list`). What
 * somebody types meanwhile stays as it is. Without it a link loads the page again.
 */
class LateAnswers extends HTMLElement {
  #looks = 0
  #timer = 0

  connectedCallback() {
    this.#wait()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  #wait() {
    const pause = PAUSES[this.#looks++]
    if (pause) this.#timer = setTimeout(this.#look, pause)
  }

  #look = async () => {
    const answer = await fetch(location.pathname + location.search).catch(() => null)
    if (!answer?.ok || answer.redirected) return this.#wait()

    // In a document a style would be refused, as its nonce is another page's. What is said needs none.
    const html = (await answer.text()).replace(/<style[^>]*>[^]*?<\/style>/g, "")
    const page = new DOMParser().parseFromString(html, "text/html")
    const list = document.getElementById(this.dataset.list ?? "")
    const fresh = list && page.getElementById(list.id)
    // Whoever is in the middle of it is not thrown out: it is looked at once more later, and then the link stays.
    if (!list || !fresh || list.contains(document.activeElement)) return this.#wait()
    list.replaceWith(document.adoptNode(fresh))
    if (page.querySelector("late-answers")) this.#wait()
    else this.remove()
  }
}

customElements.define("late-answers", LateAnswers)
