/**
 * Does the work that its form is asked for, from the moment somebody begins to fill the form in: without it the form is
 * taken too, only not as often. Sending waits for the answer, but not for ever.
 */
class ProofOfWork extends HTMLElement {
  static #PATIENCE = 20_000

  #form: HTMLFormElement | null = null
  #worker: Worker | null = null
  #waiting: { submitter: HTMLElement | null } | null = null

  connectedCallback() {
    this.#form = this.closest("form")
    this.#form?.addEventListener("focusin", this.#begin)
    this.#form?.addEventListener("submit", this.#submit)
  }

  disconnectedCallback() {
    this.#form?.removeEventListener("focusin", this.#begin)
    this.#form?.removeEventListener("submit", this.#submit)
    this.#worker?.terminate()
  }

  #begin = () => {
    if (this.#worker) return

    this.#worker = new Worker(this.dataset.worker!, { type: "module" })
    this.#worker.addEventListener("message", ({ data }: MessageEvent<string>) => this.#finish(data))
    this.#worker.addEventListener("error", () => this.#finish(""))
    this.#worker.postMessage({ challenge: this.#field("challenge").value, bits: Number(this.dataset.bits) })
  }

  #submit = (event: SubmitEvent) => {
    if (this.#field("answer").value || this.#done) return
    event.preventDefault()
    if (this.#waiting) return

    this.#waiting = { submitter: event.submitter }
    this.querySelector("[role=status]")!.textContent = this.dataset.words ?? ""
    this.#form!.ariaBusy = "true"
    this.#begin()
    setTimeout(() => this.#finish(""), ProofOfWork.#PATIENCE)
  }

  #done = false

  #finish(answer: string) {
    if (this.#done) return
    this.#done = true
    this.#worker?.terminate()
    this.#field("answer").value = answer
    this.querySelector("[role=status]")!.textContent = ""
    if (this.#form) this.#form.ariaBusy = null
    if (this.#waiting) this.#form?.requestSubmit(this.#waiting.submitter)
  }

  #field(name: string): HTMLInputElement {
    return this.querySelector<HTMLInputElement>(`[name=${name}]`)!
  }
}

customElements.define("proof-of-work", ProofOfWork)
