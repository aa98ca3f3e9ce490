/**
 * Lets its field for a day and a time be that of the reader's own clock: what the server gave in UTC is shown as it is
 * there, and the zone is sent along. Without it the time is that of UTC, as the hint says.
 */
class LocalMoment extends HTMLElement {
  #field!: HTMLInputElement
  #zone!: HTMLInputElement

  connectedCallback() {
    this.#field = this.querySelector<HTMLInputElement>("[type=datetime-local]")!
    this.#zone = this.querySelector<HTMLInputElement>("[name=zone]")!
    // Sent with a zone it is local already: the form has come back.
    const moment = new Date(`${this.#field.value}Z`)
    if (!this.#zone.value && !Number.isNaN(moment.getTime())) this.#field.value = typed(moment)

    const name = Intl.DateTimeFormat(undefined, { timeZoneName: "long" }).formatToParts(new Date())
    const zone = name.find((part) => part.type === "timeZoneName")?.value ?? ""
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const hint = this.querySelector<HTMLElement>(".hint")!
    hint.textContent = (hint.dataset.words ?? "").replace("{zone}", `${timeZone} (${zone})`)
    this.#field.min = typed(new Date(Date.now() + 60_000))
    this.#field.addEventListener("input", this.#tell)
    this.#tell()
  }

  /** Summer and winter have zones of their own, so each moment tells its own. */
  #tell = () => {
    const moment = new Date(this.#field.value || Date.now())
    this.#zone.value = Number.isNaN(moment.getTime()) ? "" : String(-moment.getTimezoneOffset())
  }
}

function typed(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

customElements.define("local-moment", LocalMoment)
