/**
 * Shows the chosen picture, or the original at `data-original`, and lets people drag and zoom the part of it that will be
 * shown: with the pointer, two fingers, the wheel, the arrow keys, plus and minus. The part is what its three sliders say:
 * `size`, the share of the largest part that fits, and `x` and `y`, where it lies in the room that is left.
 */
class CropPicture extends HTMLElement {
  static readonly #STEP = 0.04

  #stage = document.createElement("div")
  #picture = new Image()
  #chosen = ""
  #pointers = new Map<number, { x: number; y: number }>()

  connectedCallback() {
    this.#stage.className = "stage-of-crop"
    this.#stage.tabIndex = 0
    this.#stage.role = "group"
    this.#stage.ariaLabel = this.dataset.label ?? ""
    this.#picture.alt = ""
    this.#picture.draggable = false
    this.#picture.addEventListener("load", this.#ready)
    this.#picture.addEventListener("error", this.#unreadable)
    this.#stage.append(this.#picture)

    this.querySelector("fieldset")!.hidden = true
    this.addEventListener("input", this.#input)
    this.#stage.addEventListener("pointerdown", this.#press)
    this.#stage.addEventListener("pointermove", this.#drag)
    this.#stage.addEventListener("pointerup", this.#release)
    this.#stage.addEventListener("pointercancel", this.#release)
    this.#stage.addEventListener("wheel", this.#wheel, { passive: false })
    this.#stage.addEventListener("keydown", this.#key)
    addEventListener("resize", this.#draw)
    if (this.dataset.original) this.#picture.src = this.dataset.original
  }

  disconnectedCallback() {
    removeEventListener("resize", this.#draw)
    URL.revokeObjectURL(this.#chosen)
  }

  // The part

  #slider(name: string): HTMLInputElement {
    return this.querySelector<HTMLInputElement>(`[name=${name}]`)!
  }

  #get(name: "x" | "y" | "size"): number {
    return Number(this.#slider(name).value)
  }

  #set(name: "x" | "y" | "size", value: number) {
    const slider = this.#slider(name)
    slider.value = String(Math.min(1, Math.max(Number(slider.min), value)))
  }

  /** The part's width and height, and the picture's, in units of the picture's pixels. */
  get #measures() {
    const { naturalWidth: across, naturalHeight: down } = this.#picture
    const shape = this.#stage.clientWidth / this.#stage.clientHeight
    const width = Math.min(across, down * shape) * this.#get("size")
    return { across, down, width, height: width / shape }
  }

  #draw = () => {
    if (!this.#stage.isConnected || !this.#picture.naturalWidth) return
    const { across, down, width, height } = this.#measures
    const scale = this.#stage.clientWidth / width
    Object.assign(this.#picture.style, {
      inlineSize: `${across * scale}px`,
      blockSize: `${down * scale}px`,
      translate: `${-this.#get("x") * (across - width) * scale}px ${-this.#get("y") * (down - height) * scale}px`,
    })
  }

  /** Moves the part by pixels of the screen. */
  #move(right: number, down: number) {
    const { across, down: high, width, height } = this.#measures
    const scale = this.#stage.clientWidth / width
    if (across > width) this.#set("x", this.#get("x") + right / scale / (across - width))
    if (high > height) this.#set("y", this.#get("y") + down / scale / (high - height))
    this.#draw()
  }

  /** Shows more (above 1) or less of the picture, around the middle of what is shown. */
  #zoom(by: number) {
    const before = this.#measures
    const middle = (name: "x" | "y", whole: number, part: number) => this.#get(name) * (whole - part) + part / 2
    const x = middle("x", before.across, before.width)
    const y = middle("y", before.down, before.height)
    this.#set("size", this.#get("size") * by)
    const after = this.#measures
    if (after.across > after.width) this.#set("x", (x - after.width / 2) / (after.across - after.width))
    if (after.down > after.height) this.#set("y", (y - after.height / 2) / (after.down - after.height))
    this.#draw()
  }

  // The picture

  #input = (event: Event) => {
    const input = event.target as HTMLInputElement
    if (input.type !== "file") return this.#draw()

    URL.revokeObjectURL(this.#chosen)
    this.#chosen = input.files?.[0] ? URL.createObjectURL(input.files[0]) : ""
    this.#set("x", 0.5)
    this.#set("y", 0.5)
    this.#set("size", 1)
    this.#picture.src = this.#chosen || (this.dataset.original ?? "")
  }

  #ready = () => {
    this.querySelector(".shown")?.replaceWith(this.#stage)
    this.querySelector("fieldset")!.hidden = false
    this.#draw()
  }

  /** The server says what is wrong with it. */
  #unreadable = () => {
    this.querySelector("fieldset")!.hidden = true
  }

  // Hands

  #press = (event: PointerEvent) => {
    this.#stage.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }

  #drag = (event: PointerEvent) => {
    const before = this.#pointers.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const apart = (point: { x: number; y: number }) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
      this.#zoom(apart(before) / apart(now))
    } else {
      this.#move(before.x - now.x, before.y - now.y)
    }
    this.#pointers.set(event.pointerId, now)
  }

  #release = (event: PointerEvent) => {
    this.#pointers.delete(event.pointerId)
  }

  /** Only where somebody is at work: a page that is scrolled past should not zoom. */
  #wheel = (event: WheelEvent) => {
    if (document.activeElement !== this.#stage) return
    event.preventDefault()
    this.#zoom(Math.exp(Math.sign(event.deltaY) * 0.06))
  }

  #key = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const step = CropPicture.#STEP * this.#stage.clientWidth
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.#move(-step, 0),
      ArrowRight: () => this.#move(step, 0),
      ArrowUp: () => this.#move(0, -step),
      ArrowDown: () => this.#move(0, step),
      "+": () => this.#zoom(0.9),
      "=": () => this.#zoom(0.9),
      "-": () => this.#zoom(1 / 0.9),
    }
    const act = moves[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
}

customElements.define("crop-picture", CropPicture)
