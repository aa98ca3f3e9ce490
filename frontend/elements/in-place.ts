/** Sends the forms inside it without leaving the page, and shows the server's answer in its place. */
class InPlace extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this.#submit)
  }

  #submit = async (event: SubmitEvent) => {
    // A form in an element inside this one is that one's.
    if (!(event.target instanceof HTMLFormElement) || event.target.closest("in-place") !== this) return
    event.preventDefault()
    const form = event.target
    if (form.ariaBusy === "true") return

    form.ariaBusy = "true"
    const fields = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)])
    const body = new URLSearchParams(fields)
    const answer = await fetch(form.action, { method: "post", body, headers: { "X-Fragment": "true" } }).catch(() => null)
    // Whatever else came of it, the form itself shows.
    if (!answer?.ok || answer.redirected) return form.submit()

    this.innerHTML = await answer.text()
    this.querySelector<HTMLElement>("button, a")?.focus()
  }
}

customElements.define("in-place", InPlace)
