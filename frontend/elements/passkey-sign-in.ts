import { passkeysWork, usePasskey } from "./passkey.ts"

/** Sends its form with what a passkey answers. With `autofill`, passkeys are also offered where the name is typed. */
class PasskeySignIn extends HTMLElement {
  #waiting = new AbortController()
  #offered: Promise<void> | null = null

  connectedCallback() {
    const form = this.querySelector("form")
    if (!form || !passkeysWork()) return
    form.hidden = false
    this.addEventListener("submit", this.#submit)
    if (this.hasAttribute("autofill")) this.#offered = this.#offer()
  }

  disconnectedCallback() {
    this.#waiting.abort()
  }

  #submit = async (event: Event) => {
    event.preventDefault()
    this.#waiting.abort()
    this.#waiting = new AbortController()
    this.#say("")
    // The server keeps one challenge for a browser: that of the offer must not come after this one.
    await this.#offered
    try {
      this.#send(await usePasskey("/sign-in/passkey", this.#waiting.signal))
    } catch {
      if (this.isConnected) this.#say(this.dataset.failed ?? "")
    }
  }

  async #offer() {
    const { signal } = this.#waiting
    try {
      if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
      this.#send(await usePasskey("/sign-in/passkey", signal, "conditional"))
    } catch {
      // Nobody chose one: the other ways are still there.
    }
  }

  #send(answer: string) {
    const form = this.querySelector("form")
    const field = form?.querySelector<HTMLInputElement>("[name=answer]")
    if (!form || !field) return
    field.value = answer
    form.submit()
  }

  #say(sentence: string) {
    const place = this.querySelector("[role=alert]")
    if (place) place.textContent = sentence
  }
}

customElements.define("passkey-sign-in", PasskeySignIn)
