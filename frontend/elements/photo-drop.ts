import type { DraftKeeper } from "./draft-keeper.ts"

/**
 * Takes photos that are dropped on it or chosen in it, sends each by itself and puts the item that the server answers into the list.
 * Items are moved and removed in place. Without it the form sends the chosen files and comes back with their fields.
 */
class PhotoDrop extends HTMLElement {
  static readonly #AT_ONCE = 2

  #list!: HTMLOListElement
  #input!: HTMLInputElement
  #form!: HTMLFormElement
  #waiting: Upload[] = []
  #running = 0
  /** The button that was pressed while photos were still on their way. */
  #pressed: HTMLElement | null = null

  connectedCallback() {
    this.#list = this.querySelector<HTMLOListElement>(".items")!
    this.#input = this.querySelector<HTMLInputElement>("input[type=file]")!
    this.#form = this.closest("form")!

    this.#input.addEventListener("change", () => {
      this.#take(this.#input.files)
      this.#input.value = ""
    })
    this.#list.addEventListener("click", this.#press)
    this.#form.addEventListener("submit", this.#submit)
    // A file that misses the area by a little must not replace the page.
    addEventListener("dragover", this.#over)
    addEventListener("dragleave", this.#leave)
    addEventListener("drop", this.#drop)
  }

  disconnectedCallback() {
    removeEventListener("dragover", this.#over)
    removeEventListener("dragleave", this.#leave)
    removeEventListener("drop", this.#drop)
  }

  // Taking files

  #over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    this.classList.add("over")
  }

  #leave = (event: DragEvent) => {
    if (!event.relatedTarget) this.classList.remove("over")
  }

  #drop = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    this.classList.remove("over")
    this.#take(event.dataTransfer.files)
  }

  #take(files: FileList | null) {
    for (const file of files ?? []) {
      const upload = this.#place(file)
      if (this.#list.children.length > this.#most) {
        upload.refuse(upload.words.full)
      } else {
        this.#waiting.push(upload)
      }
    }
    this.#next()
    this.#arrange()
  }

  #place(file: File): Upload {
    const row = this.querySelector<HTMLTemplateElement>(":scope > template")!.content.firstElementChild!.cloneNode(true) as HTMLElement
    const upload = new Upload(file, row)
    row.querySelector("[value=retry]")!.addEventListener("click", () => {
      upload.again()
      this.#waiting.push(upload)
      this.#next()
    })
    row.querySelector("[value=dismiss]")!.addEventListener("click", () => {
      upload.stop()
      this.#waiting = this.#waiting.filter((other) => other !== upload)
      row.remove()
      this.#arrange()
      this.#input.focus()
    })
    this.#list.append(row)
    return upload
  }

  #next() {
    while (this.#running < PhotoDrop.#AT_ONCE) {
      const upload = this.#waiting.shift()
      if (!upload) break

      this.#running += 1
      upload.send(this.dataset.to ?? "").then(() => {
        this.#running -= 1
        this.#next()
        this.#arrange()
      })
    }
    if (this.#running === 0 && this.#pressed) {
      const pressed = this.#pressed
      this.#pressed = null
      this.#form.requestSubmit(pressed)
    }
  }

  // The list

  get #most(): number {
    return Number(this.dataset.max)
  }

  /** Numbers the items, rests the arrows at both ends, and closes the area when the post is full. */
  #arrange() {
    const items = [...this.#list.children]
    let place = 0
    items.forEach((item, index) => {
      const number = item.querySelector(".number")
      if (!item.classList.contains("goes")) place += 1
      if (number) number.textContent = String(place)
      item.querySelector<HTMLButtonElement>("[value^=earlier]")?.toggleAttribute("disabled", index === 0)
      item.querySelector<HTMLButtonElement>("[value^=later]")?.toggleAttribute("disabled", index === items.length - 1)
    })
    const full = items.length >= this.#most
    this.#input.disabled = full
    this.querySelector(".drop")!.toggleAttribute("data-full", full)
  }

  #press = (event: MouseEvent) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[name=action]") : null
    const item = button?.closest<HTMLElement>(".item")
    if (!button || !item) return

    const [verb] = button.value.split(":")
    if (verb === "earlier" || verb === "later") {
      event.preventDefault()
      this.#move(item, button, verb)
    } else if (verb === "remove" && this.#keeper) {
      event.preventDefault()
      void this.#remove(item, button, this.#keeper)
    }
  }

  #move(item: HTMLElement, button: HTMLButtonElement, verb: "earlier" | "later") {
    if (verb === "earlier") item.previousElementSibling?.before(item)
    else item.nextElementSibling?.after(item)

    this.#arrange()
    const other = item.querySelector<HTMLButtonElement>(`[value^=${verb === "earlier" ? "later" : "earlier"}]`)
    ;(button.disabled ? other : button)?.focus()
    item.dispatchEvent(new Event("change", { bubbles: true }))
    const place = [...this.#list.children].indexOf(item) + 1
    this.#say((words) => words.moved?.replace("{count}", String(place)))
  }

  /** What saves a draft. A post that is published changes with its form. */
  get #keeper(): DraftKeeper | null {
    return this.closest<DraftKeeper>("draft-keeper")
  }

  async #remove(item: HTMLElement, button: HTMLButtonElement, keeper: DraftKeeper) {
    if (!(await keeper.save(button.value))) return

    const neighbour = item.nextElementSibling ?? item.previousElementSibling
    item.remove()
    this.#arrange()
    // The strip chooses the neighbour first: what is not shown takes no focus.
    await Promise.resolve()
    ;(neighbour?.querySelector<HTMLElement>("[value^=remove]") ?? this.#input).focus()
    this.#say((words) => words.removed)
  }

  #say(pick: (words: DOMStringMap) => string | undefined) {
    const status = this.querySelector<HTMLElement>("[role=status]")!
    status.textContent = pick(status.dataset) ?? ""
  }

  /** Publishing waits for the photos that are still on their way. */
  #submit = (event: SubmitEvent) => {
    if (this.#running === 0) return
    event.preventDefault()
    this.#pressed = event.submitter
  }
}

/** One file on its way, and the row that tells how far it has come. */
class Upload {
  readonly words: { failed: string; full: string }
  #request: XMLHttpRequest | null = null
  #picture: string

  constructor(
    readonly file: File,
    readonly row: HTMLElement,
  ) {
    this.#picture = URL.createObjectURL(file)
    const picture = new Image()
    picture.alt = ""
    picture.src = this.#picture
    row.querySelector(".preview")!.append(picture)
    row.querySelector(".file")!.textContent = file.name
    const error = row.querySelector<HTMLElement>(".error")!
    this.words = { failed: error.dataset.fallback ?? "", full: error.dataset.full ?? "" }
  }

  /** Sends the file; settles when the server has answered or the way is cut. */
  send(to: string): Promise<void> {
    const body = new FormData()
    body.append("photo", this.file)
    const request = (this.#request = new XMLHttpRequest())

    return new Promise((settle) => {
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) this.row.querySelector("progress")!.value = event.loaded / event.total
      }
      request.onload = () => {
        if (request.status === 201) this.#arrive(request.responseText)
        else if (request.status === 422) this.refuse(request.responseText)
        else this.#fail()
      }
      request.onerror = request.ontimeout = () => this.#fail()
      request.onloadend = () => settle()
      request.open("POST", to)
      request.send(body)
    })
  }

  again() {
    this.row.classList.remove("failed")
    this.row.querySelector(".error")!.textContent = ""
    this.row.querySelector<HTMLElement>("[value=retry]")!.hidden = true
    this.row.querySelector("progress")!.value = 0
  }

  stop() {
    this.#request?.abort()
    URL.revokeObjectURL(this.#picture)
  }

  /** The server, or the limit, says no: trying again would not help. */
  refuse(sentence: string) {
    this.row.classList.add("failed")
    this.row.querySelector(".error")!.textContent = sentence || this.words.failed
  }

  #fail() {
    this.refuse(this.words.failed)
    this.row.querySelector<HTMLElement>("[value=retry]")!.hidden = false
  }

  #arrive(fragment: string) {
    const template = document.createElement("template")
    template.innerHTML = fragment
    const item = template.content.firstElementChild
    if (!item) return this.#fail()

    const focused = this.row.contains(document.activeElement)
    this.row.replaceWith(item)
    URL.revokeObjectURL(this.#picture)
    if (focused) item.querySelector<HTMLElement>("textarea")?.focus()
  }
}

customElements.define("photo-drop", PhotoDrop)
