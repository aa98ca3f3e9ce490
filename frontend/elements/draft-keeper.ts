import { UnsentWords, type Unsent } from "./unsent-words.ts"

interface Answer {
  version?: string
  sentence?: string
  elsewhere?: string
}

/**
 * Saves its form as one types, and says when. What can't reach the server is tried again, and kept in this browser until
 * it does, also when the page is closed; what another window has saved meanwhile is never written over without asking.
 * Without it the form is saved when it is sent.
 */
export class DraftKeeper extends HTMLElement {
  static readonly #PAUSE = 1200
  static readonly #LONGEST_WAIT = 30_000

  #form!: HTMLFormElement
  #unsent!: UnsentWords
  /** However often it is tried to save it. */
  #typedAt = Date.now()
  /** What was typed here before, while another window has saved something else. */
  #older: Unsent | null = null
  #unsaved = false
  /** Whether what is unsaved is kept in this browser. */
  #kept = false
  #saving: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #wait = 2000
  #halted = false

  connectedCallback() {
    this.#form = this.querySelector("form")!
    this.#unsent = new UnsentWords(this.#form)
    this.addEventListener("input", this.#typed)
    this.addEventListener("change", this.#typed)
    this.addEventListener("submit", this.#submit)
    this.querySelector("[value=mine]")!.addEventListener("click", () => {
      this.#conflict("")
      if (this.#older) this.#unsent.restore(this.#older)
      this.#older = null
      void this.save()
    })
    this.querySelector(".conflict a")!.addEventListener("click", () => {
      this.#unsaved = false
      this.#unsent.forget()
    })
    addEventListener("beforeunload", this.#leaving)
    addEventListener("online", this.#online)
    const time = this.querySelector<HTMLTimeElement>(".saved time")
    if (time) this.#tell(new Date(time.dateTime))
    this.#count()
    // The elements of the form are there by then.
    queueMicrotask(() => this.#recover())
    new MutationObserver(() => this.#count()).observe(this.querySelector(".items")!, { childList: true })
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving)
    removeEventListener("online", this.#online)
  }

  /** Saves what stands in the form now; with an action, that is done as well. Whether it was saved. */
  async save(action = ""): Promise<boolean> {
    while (this.#saving) await this.#saving
    let saved = false
    this.#saving = this.#send(action).then((done) => {
      saved = done
      this.#saving = null
    })
    await this.#saving
    return saved
  }

  async #send(action: string): Promise<boolean> {
    clearTimeout(this.#timer)
    const fields = new FormData(this.#form)
    fields.delete("photos")
    fields.set("action", action)
    this.#unsaved = false
    this.#say(this.#words.saving ?? "")
    const answer = await fetch(this.dataset.to!, { method: "post", body: fields }).catch(() => null)
    const json: Answer = await answer?.json().catch(() => ({})) ?? {}
    if (answer?.ok && json.version) {
      this.#version = json.version
      this.#wait = 2000
      if (this.#unsaved) this.#keep()
      else this.#unsent.forget()
      this.#tell(new Date())
      return true
    }
    this.#unsaved = true
    this.#keep()
    if (answer?.status === 409) {
      if (json.version) this.#version = json.version
      this.#conflict(json.sentence ?? "", json.elsewhere)
    } else if (answer?.status === 422) {
      this.#say(json.sentence ?? "")
    } else {
      // Cut off, or signed out: what was typed stays where it is.
      this.#say(this.#words.offline ?? "")
      this.#timer = setTimeout(() => void this.save(), this.#wait)
      this.#wait = Math.min(this.#wait * 2, DraftKeeper.#LONGEST_WAIT)
    }
    return false
  }

  #typed = (event: Event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") return
    this.#unsaved = true
    this.#typedAt = Date.now()
    this.#count()
    // Whose words stay is asked first.
    this.#kept = false
    if (this.#halted) return
    this.#keep()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), DraftKeeper.#PAUSE)
  }

  #online = () => {
    if (this.#unsaved && !this.#halted) void this.save()
  }

  /** What is sent comes after what is being saved, so that it isn't taken for another window's. */
  #submit = (event: SubmitEvent) => {
    if (event.defaultPrevented) return
    clearTimeout(this.#timer)
    if (this.#saving) {
      event.preventDefault()
      const button = event.submitter
      void this.#saving.then(() => this.#form.requestSubmit(button))
      return
    }
    this.#unsaved = false
    this.#unsent.keep(this.#typedAt, true)
  }

  #leaving = (event: BeforeUnloadEvent) => {
    if (this.#unsaved && !this.#kept) event.preventDefault()
  }

  #keep() {
    this.#kept = this.#unsent.keep(this.#typedAt)
  }

  /** Puts back what was typed here and never reached the server. */
  #recover() {
    const unsent = this.#unsent.read()
    if (!unsent) return
    const version = this.#form.querySelector<HTMLInputElement>("[name=version]")!.value
    if (unsent.version === version) {
      this.#unsent.restore(unsent)
      this.#typedAt = unsent.at
      if (this.#unsaved) this.#say(this.#words.unsent ?? "")
      else this.#unsent.forget()
    } else if (unsent.sent || unsent.at < Number(version) / 1000) {
      this.#unsent.forget()
    } else {
      this.#older = unsent
      this.#conflict(this.#words.older ?? "")
    }
  }

  // What is said

  get #words(): DOMStringMap {
    return this.querySelector<HTMLElement>(".saved")!.dataset
  }

  set #version(version: string) {
    this.#form.querySelector<HTMLInputElement>("[name=version]")!.value = version
  }

  #say(words: string) {
    this.querySelector(".saved")!.textContent = words
  }

  #tell(at: Date) {
    const today = at.toDateString() === new Date().toDateString()
    const style = today ? { timeStyle: "short" as const } : { dateStyle: "medium" as const, timeStyle: "short" as const }
    const language = document.documentElement.lang
    const locale = navigator.languages.find((locale) => locale.split("-")[0] === language) ?? language
    const time = new Intl.DateTimeFormat(locale, style).format(at)
    this.#say((this.#words.saved ?? "").replace("{time}", time))
  }

  #conflict(sentence: string, elsewhere?: string) {
    const box = this.querySelector<HTMLElement>(".conflict")!
    this.#halted = sentence !== ""
    box.hidden = !this.#halted
    box.querySelector("p")!.textContent = sentence
    box.querySelector<HTMLElement>("[value=mine]")!.hidden = elsewhere !== undefined
    box.querySelector("a")!.setAttribute("href", elsewhere ?? "/publish")
    if (sentence) this.#say("")
  }

  /** How many photos have no description. */
  #count() {
    const fields = this.querySelectorAll<HTMLTextAreaElement>(".item .alt-words")
    const bare = [...fields].filter((field) => !field.value.trim()).length
    const sentence = this.querySelector<HTMLTemplateElement>("template.counted")!.content.children[bare - 1]?.textContent
    const place = this.querySelector(".no-alt")!
    if (sentence && place.textContent !== sentence) place.textContent = sentence
  }
}

customElements.define("draft-keeper", DraftKeeper)
