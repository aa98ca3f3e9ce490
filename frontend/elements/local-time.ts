/** Tells the moment inside in the time of the reader's own clock: as the text, or as the title where the text is an age. */
class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time")
    const moment = new Date(time?.dateTime ?? "")
    if (!time || Number.isNaN(moment.getTime())) return

    // The page's language, as it is written where the reader is.
    const language = document.documentElement.lang
    const locale = navigator.languages.find((locale) => locale.split("-")[0] === language) ?? language
    const words = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(moment)
    if (time.title) time.title = words
    else [time.title, time.textContent] = [time.textContent ?? "", words]
  }
}

customElements.define("local-time", LocalTime)
