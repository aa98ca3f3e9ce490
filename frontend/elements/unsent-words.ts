/** A field's name, what it says, and for what is ticked whether it is. */
type Kept = [name: string, value: string, ticked?: boolean]

/** What stood in a form when it was kept here. */
export interface Unsent {
  /** Which version of the draft it was typed into. */
  version: string
  /** When it was typed, in milliseconds, by the clock of this browser. */
  at: number
  /** Whether it was on its way to the server. */
  sent: boolean
  words: Kept[]
}

/** Keeps in this browser what was typed into a draft, until the server has it. */
export class UnsentWords {
  static readonly #DAY = 24 * 60 * 60 * 1000
  static readonly #PREFIX = "draft:"

  #form: HTMLFormElement

  constructor(form: HTMLFormElement) {
    this.#form = form
    this.#forgetOld()
  }

  /** Keeps what was typed last at that time. Whether it could be kept: a browser may refuse, or be full. */
  keep(at: number, sent = false): boolean {
    const words = this.#fields().map((field): Kept => {
      const on = ticked(field)
      return on === undefined ? [field.name, field.value] : [field.name, field.value, on]
    })
    const unsent: Unsent = { version: this.#version, at, sent, words }
    try {
      localStorage.setItem(this.#key, JSON.stringify(unsent))
      return true
    } catch {
      return false
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.#key)
    } catch {
      // Then nothing was kept.
    }
  }

  read(): Unsent | null {
    return read(this.#key)
  }

  /** Puts it back into the form, as if it were typed. */
  restore(unsent: Unsent) {
    for (const [name, value, on] of unsent.words) {
      const field = this.#fields().find((field) => field.name === name && (on === undefined || field.value === value))
      if (!field) continue
      const changed = on === undefined ? field.value !== value : ticked(field) !== on
      if (on === undefined) field.value = value
      else (field as HTMLInputElement).checked = on
      if (changed) field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  get #version(): string {
    return this.#form.querySelector<HTMLInputElement>("[name=version]")!.value
  }

  get #key(): string {
    return UnsentWords.#PREFIX + this.#form.querySelector<HTMLInputElement>("[name=draft]")!.value
  }

  /** Those that people type into or choose with. */
  #fields(): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>("input, textarea, select")].filter(
      (field) => field.name && !["hidden", "file", "submit"].includes(field.type),
    )
  }

  /** Of drafts that came to an end elsewhere nobody tells us. */
  #forgetOld() {
    try {
      for (const key of Object.keys(localStorage)) {
        const unsent = key.startsWith(UnsentWords.#PREFIX) ? read(key) : null
        const longest = unsent?.sent ? UnsentWords.#DAY : 30 * UnsentWords.#DAY
        if (unsent && unsent.at < Date.now() - longest) localStorage.removeItem(key)
      }
    } catch {
      // Nothing is kept where nothing may be read.
    }
  }
}

function ticked(field: Element): boolean | undefined {
  return field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type) ? field.checked : undefined
}

function read(key: string): Unsent | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null")
  } catch {
    return null
  }
}
