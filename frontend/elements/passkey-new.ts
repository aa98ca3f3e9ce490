import { makePasskey, passkeysWork } from "./passkey.ts"

/** Has the browser make a passkey, and sends its form with it. */
class PasskeyNew extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form")
    if (!form || !passkeysWork()) return
    form.hidden = false
    this.addEventListener("submit", this.#submit)
  }

  #submit = async (event: Event) => {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const place = this.querySelector("[role=alert]")
    if (place) place.textContent = ""
    try {
      const answer = await makePasskey(form.action)
      const field = form.querySelector<HTMLInputElement>("[name=answer]")
      if (!field) return
      field.value = answer
      form.submit()
    } catch {
      if (place) place.textContent = this.dataset.failed ?? ""
    }
  }
}

customElements.define("passkey-new", PasskeyNew)
