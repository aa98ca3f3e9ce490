/** Puts a button beside the password field inside it that shows what is typed. */
class ShowPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input")!
    const button = this.querySelector("button")!
    button.hidden = false
    button.addEventListener("click", () => {
      const shown = input.type === "password"
      input.type = shown ? "text" : "password"
      button.setAttribute("aria-pressed", String(shown))
      input.focus()
    })
    // A browser keeps no password that is sent as plain text.
    input.form?.addEventListener("submit", () => (input.type = "password"))
  }
}

customElements.define("show-password", ShowPassword)
