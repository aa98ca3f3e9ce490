// Landscapes drawn on a canvas, the same ones each time: what people in the tests photograph.
// Runs inside the browser. Lengths are parts of the picture's width (w) and height (h).

function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A picture in the making, and the strokes that all scenes share. */
class Canvas {
  constructor(width, height, seed) {
    this.element = Object.assign(document.createElement("canvas"), { width, height })
    this.g = this.element.getContext("2d", { willReadFrequently: true })
    this.w = width
    this.h = height
    this.random = seeded(seed)
  }

  between(from, to) {
    return from + (to - from) * this.random()
  }

  gradient(stops, from = 0, to = 1) {
    const gradient = this.g.createLinearGradient(0, from * this.h, 0, to * this.h)
    stops.forEach((colour, at) => gradient.addColorStop(at / (stops.length - 1), colour))
    return gradient
  }

  band(from, to, stops) {
    this.g.fillStyle = this.gradient(stops, from, to)
    this.g.fillRect(0, from * this.h, this.w, (to - from) * this.h + 1)
  }

  glow(x, y, radius, colour, strength = 1) {
    const [at, size] = [[x * this.w, y * this.h], radius * this.w]
    const gradient = this.g.createRadialGradient(...at, 0, ...at, size)
    gradient.addColorStop(0, colour)
    gradient.addColorStop(1, `${colour}00`)
    this.g.globalAlpha = strength
    this.g.fillStyle = gradient
    this.g.fillRect(at[0] - size, at[1] - size, 2 * size, 2 * size)
    this.g.globalAlpha = 1
  }

  disc(x, y, radius, fill) {
    this.g.fillStyle = fill
    this.g.beginPath()
    this.g.arc(x * this.w, y * this.h, radius * this.w, 0, 7)
    this.g.fill()
  }

  shape(points, fill) {
    this.g.fillStyle = fill
    this.g.beginPath()
    points.forEach(([x, y]) => this.g.lineTo(x * this.w, y * this.h))
    this.g.fill()
  }

  /** Heights of a skyline from left to right: rough near 1, smooth near 0.4. */
  outline(base, amplitude, roughness, steps = 9) {
    let heights = [this.between(-1, 1), this.between(-1, 1)]
    for (let step = 0, size = 1; step < steps; step += 1, size *= roughness) {
      heights = heights.flatMap((height, at) =>
        at + 1 < heights.length ? [height, (height + heights[at + 1]) / 2 + this.between(-1, 1) * size * 0.7] : [height],
      )
    }
    return heights.map((height) => base - height * amplitude)
  }

  ridge(base, amplitude, roughness, stops, bottom = 1) {
    const heights = this.outline(base, amplitude, roughness)
    const points = heights.map((y, at) => [at / (heights.length - 1), y])
    this.shape([[0, bottom], ...points, [1, bottom]], this.gradient(stops, Math.min(...heights), bottom))
    return heights
  }

  stars(count, until) {
    for (let n = 0; n < count; n += 1) {
      const bright = this.random() ** 4
      this.g.globalAlpha = 0.25 + 0.75 * bright
      this.disc(this.random(), this.random() * until, 0.0006 + 0.0012 * bright, "#fff")
    }
    this.g.globalAlpha = 1
  }

  clouds(y, spread, colour, strength, count = 26) {
    for (let n = 0; n < count; n += 1) {
      const [cx, cy, size] = [this.random(), y + this.between(-spread, spread), this.between(0.05, 0.16)]
      this.g.save()
      this.g.translate(cx * this.w, cy * this.h)
      this.g.scale(1, 0.22)
      this.g.translate(-cx * this.w, -cy * this.h)
      this.glow(cx, cy, size, colour, strength)
      this.g.restore()
    }
  }

  /** What lies above `line`, mirrored in rippling water below it. */
  mirror(line, tint, strength) {
    const [top, rows] = [line * this.h, this.h - line * this.h]
    const step = Math.max(1, Math.round(this.h / 400))
    const above = this.g.getImageData(0, 0, this.w, Math.ceil(top))
    const copy = Object.assign(document.createElement("canvas"), { width: this.w, height: above.height })
    copy.getContext("2d").putImageData(above, 0, 0)
    for (let y = 0; y < rows; y += step) {
      const from = Math.max(0, top - 1 - y * (top / Math.max(rows, top)))
      const sway = (Math.sin(y * y * 0.00009 + y * 0.21) + Math.sin(y * 0.047)) * 0.0025 * this.w * (0.2 + y / rows)
      this.g.drawImage(copy, 0, from, this.w, step, sway, top + y, this.w, step)
    }
    this.g.globalAlpha = strength
    this.band(line, 1, [tint, tint])
    this.g.globalAlpha = 1
  }

  fir(x, foot, height, fill) {
    const half = height * 0.2 * (this.h / this.w)
    for (let tier = 0; tier < 9; tier += 1) {
      const [top, width] = [foot - height * (1 - tier / 10), half * (0.18 + tier / 10)]
      const droop = top + height * 0.17
      this.shape([[x, top], [x + width * this.between(0.8, 1.2), droop], [x - width * this.between(0.8, 1.2), droop]], fill)
    }
  }

  /** The last touch of a camera: darker corners and grain. */
  develop(grain = 9) {
    const { g, w, h } = this
    const vignette = g.createRadialGradient(w / 2, h / 2, Math.min(w, h) * 0.45, w / 2, h / 2, Math.hypot(w, h) * 0.56)
    vignette.addColorStop(0, "transparent")
    vignette.addColorStop(1, "#0007")
    g.fillStyle = vignette
    g.fillRect(0, 0, w, h)
    const image = g.getImageData(0, 0, w, h)
    const noise = Float32Array.from({ length: 65_537 }, () => (this.random() + this.random() - 1) * grain)
    for (let at = 0, n = 0; at < image.data.length; at += 4, n = (n + 1) % noise.length) {
      image.data[at] += noise[n]
      image.data[at + 1] += noise[n]
      image.data[at + 2] += noise[n]
    }
    g.putImageData(image, 0, 0)
  }
}

const scenes = {
  "lake-at-dawn": {
    shape: [3, 2],
    draw(c) {
      c.band(0, 0.56, ["#243b66", "#6d7fae", "#e0a5a0", "#ffd9a8"])
      c.glow(0.68, 0.5, 0.5, "#ffe3b0", 0.9)
      c.clouds(0.2, 0.12, "#ffd9d0", 0.3)
      c.ridge(0.4, 0.1, 0.55, ["#7d86ad", "#d9a9a4"], 0.56)
      c.ridge(0.47, 0.07, 0.56, ["#4f5d86", "#8f7f95"], 0.56)
      c.ridge(0.53, 0.03, 0.62, ["#26344f", "#2b3347"], 0.56)
      c.mirror(0.56, "#1d2c4b", 0.28)
      c.shape([[0, 1], [0, 0.86], [0.16, 0.9], [0.3, 0.96], [0.36, 1]], "#141821")
      for (let n = 0; n < 7; n += 1) c.fir(0.01 + n * 0.035, 0.93 + n * 0.006, c.between(0.16, 0.34), "#10151d")
    },
  },
  "lighthouse": {
    shape: [2, 3],
    draw(c) {
      c.band(0, 0.72, ["#0f2f55", "#2f6a94", "#a8c6cf", "#f5dcb8"])
      c.clouds(0.3, 0.2, "#ffffff", 0.35, 34)
      c.band(0.7, 1, ["#8fb3b6", "#2d6676", "#123a4a"])
      for (let n = 0; n < 260; n += 1) {
        const y = c.between(0.705, 1)
        c.g.globalAlpha = 0.16
        c.shape([[c.random(), y], [c.random() * 0.1 + c.random(), y + 0.001], [c.random(), y + 0.002]], n % 3 ? "#fff" : "#0b2c3a")
      }
      c.g.globalAlpha = 1
      c.ridge(0.74, 0.04, 0.6, ["#4a4038", "#211c1a"], 0.9)
      c.shape([[0, 0.86], [0.3, 0.76], [0.55, 0.74], [0.83, 0.77], [1, 0.83], [1, 1], [0, 1]], c.gradient(["#5a6b42", "#27331f"], 0.74, 1))
      const tower = c.g.createLinearGradient(0.44 * c.w, 0, 0.6 * c.w, 0)
      ;["#c9c4bb", "#fffaf0", "#e9e1d2", "#8d8579"].forEach((colour, at) => tower.addColorStop(at / 3, colour))
      c.shape([[0.455, 0.76], [0.475, 0.3], [0.57, 0.3], [0.59, 0.76]], tower)
      for (const y of [0.36, 0.5, 0.64]) {
        const grow = (y - 0.3) * 0.043
        c.shape([[0.475 - grow, y], [0.57 + grow, y], [0.573 + grow, y + 0.06], [0.472 - grow, y + 0.06]], "#a53329")
      }
      c.shape([[0.455, 0.305], [0.59, 0.305], [0.585, 0.29], [0.46, 0.29]], "#2c2a2b")
      c.shape([[0.485, 0.29], [0.56, 0.29], [0.56, 0.245], [0.485, 0.245]], "#f7d88a")
      c.shape([[0.475, 0.246], [0.57, 0.246], [0.5225, 0.205]], "#7d211b")
      c.glow(0.522, 0.268, 0.36, "#ffe9a8", 0.75)
    },
  },
  "dunes": {
    shape: [3, 2],
    draw(c) {
      c.band(0, 0.5, ["#3a5f9c", "#9bb6cf", "#f4d7ae"])
      c.disc(0.24, 0.3, 0.028, "#fff6dd")
      c.glow(0.24, 0.3, 0.34, "#fff0c6", 0.8)
      const dune = (crest, light, shade) => {
        const heights = c.outline(crest, 0.085, 0.42, 7)
        const points = heights.map((y, at) => [at / (heights.length - 1), y])
        c.shape([[0, 1], ...points, [1, 1]], c.gradient(light, crest - 0.1, 1))
        const edge = points.map(([x, y]) => [x, y]).reverse()
        c.shape([...points, ...edge.map(([x, y]) => [x + 0.06, y + 0.05 + 0.16 * Math.abs(Math.sin(x * 5 + crest * 9))])], shade)
      }
      dune(0.48, ["#e8b67c", "#c98b55"], "#a9683fb0")
      dune(0.6, ["#e2a765", "#b97643"], "#8d4f2dc0")
      dune(0.78, ["#d6924f", "#8f5128"], "#6f3a1fc8")
      for (let n = 0; n < 90; n += 1) {
        const y = c.between(0.84, 1)
        c.g.globalAlpha = 0.08
        c.shape([[c.random(), y], [c.random(), y + 0.004], [c.random(), y + 0.006]], n % 2 ? "#3d1d0c" : "#ffd9a0")
      }
      c.g.globalAlpha = 1
    },
  },
  "forest-in-fog": {
    shape: [4, 5],
    draw(c) {
      c.band(0, 1, ["#d7dfdc", "#c3cfcb", "#9db0a8", "#5d7467"])
      c.glow(0.62, 0.2, 0.6, "#fff8e2", 0.9)
      const layers = [["#b4c3bd", 0.5, 22], ["#93a89f", 0.62, 18], ["#6c867a", 0.75, 14], ["#3f5a4d", 0.9, 10], ["#1d3129", 1.06, 7]]
      for (const [colour, foot, count] of layers) {
        for (let n = 0; n < count; n += 1) {
          c.fir((n + c.between(0.1, 0.9)) / count, foot + c.between(-0.02, 0.03), c.between(0.2, 0.34) * (0.6 + foot * 0.7), colour)
        }
        c.band(foot - 0.1, Math.min(1, foot + 0.1), ["#dfe6e300", `${colour}cc`])
        c.clouds(foot - 0.03, 0.05, "#eef2ef", 0.3, 14)
      }
    },
  },
  "city-at-night": {
    shape: [16, 9],
    draw(c) {
      c.band(0, 0.68, ["#0a0d22", "#1d2350", "#54396f", "#c46a5e"])
      c.stars(120, 0.35)
      const skyline = (foot, least, most, wide, colour, windows) => {
        for (let x = -0.02; x < 1; x += wide * c.between(0.8, 1.1)) {
          const [width, top] = [wide * c.between(0.6, 1), foot - c.between(least, most)]
          c.shape([[x, foot], [x, top], [x + width, top], [x + width, foot]], colour)
          for (let fx = x + 0.004; windows && fx < x + width - 0.004; fx += 0.0075) {
            for (let fy = top + 0.012; fy < foot - 0.01; fy += 0.019) {
              if (c.random() > 0.36) continue
              c.g.fillStyle = ["#ffd27a", "#ffe7b5", "#f7a65a", "#a9d6ff"][Math.floor(c.random() * 4)]
              c.g.fillRect(fx * c.w, fy * c.h, 0.0038 * c.w, 0.009 * c.h)
            }
          }
        }
      }
      skyline(0.68, 0.08, 0.3, 0.05, "#3d2c55", false)
      skyline(0.68, 0.1, 0.42, 0.065, "#171a33", true)
      skyline(0.68, 0.05, 0.2, 0.08, "#0c0e1e", true)
      c.mirror(0.68, "#0b0e22", 0.4)
      for (let n = 0; n < 30; n += 1) c.glow(c.random(), 0.68, 0.03, "#ffb45e", 0.5)
    },
  },
  "sailing-boat": {
    shape: [1, 1],
    draw(c) {
      c.band(0, 0.6, ["#4f9fd0", "#a9d5e6", "#f2efe0"])
      c.clouds(0.4, 0.1, "#ffffff", 0.6)
      c.ridge(0.6, 0.02, 0.5, ["#7c99a6", "#8fa9b3"], 0.61)
      c.band(0.6, 1, ["#7fc0c8", "#2a8097", "#0d4c68"])
      for (let n = 0; n < 900; n += 1) {
        const [x, y] = [c.random(), 0.605 + 0.395 * c.random() ** 1.4]
        const size = (y - 0.58) * 0.09
        c.g.globalAlpha = c.between(0.08, 0.3)
        c.shape([[x - size, y], [x, y - size * 0.1], [x + size, y], [x, y + size * 0.08]], n % 3 ? "#e9fbff" : "#073a52")
      }
      c.g.globalAlpha = 1
      c.shape([[0.52, 0.2], [0.52, 0.66], [0.72, 0.64]], "#fffdf6")
      c.shape([[0.505, 0.24], [0.505, 0.66], [0.37, 0.65]], "#f1e6d2")
      c.shape([[0.52, 0.44], [0.52, 0.5], [0.63, 0.49], [0.612, 0.435]], "#d8573c")
      c.g.fillStyle = "#3b2a20"
      c.g.fillRect(0.508 * c.w, 0.17 * c.h, 0.008 * c.w, 0.53 * c.h)
      c.shape([[0.34, 0.69], [0.74, 0.67], [0.69, 0.745], [0.4, 0.75]], c.gradient(["#8c3b2a", "#4b1d16"], 0.67, 0.75))
      c.g.globalAlpha = 0.3
      c.shape([[0.4, 0.75], [0.69, 0.745], [0.6, 0.95], [0.47, 0.96]], "#f7efe0")
      c.g.globalAlpha = 1
    },
  },
  "northern-lights": {
    shape: [3, 2],
    draw(c) {
      c.band(0, 0.8, ["#04091a", "#0a1c33", "#12384a"])
      c.stars(500, 0.75)
      c.g.globalCompositeOperation = "screen"
      for (let curtain = 0; curtain < 3; curtain += 1) {
        const [start, wave] = [c.between(0.3, 0.5), c.between(2, 5)]
        for (let x = 0; x < 1; x += 0.004) {
          const foot = start + 0.12 * Math.sin(x * wave + curtain * 2) + 0.02 * Math.sin(x * 37)
          const height = 0.24 + 0.14 * Math.sin(x * 11 + curtain)
          c.g.globalAlpha = 0.1 + 0.1 * Math.abs(Math.sin(x * 61 + curtain * 3))
          c.g.fillStyle = c.gradient(["#00000000", "#5b3fa6", "#2fd48a", "#7dffb2", "#00000000"], foot - height, foot + 0.03)
          c.g.fillRect(x * c.w, (foot - height) * c.h, 0.012 * c.w, (height + 0.03) * c.h)
        }
      }
      c.g.globalAlpha = 1
      c.g.globalCompositeOperation = "source-over"
      c.ridge(0.74, 0.06, 0.55, ["#0b1824", "#060d15"], 0.8)
      c.mirror(0.8, "#06121d", 0.35)
      for (let n = 0; n < 16; n += 1) c.fir(c.random(), 0.815, c.between(0.05, 0.12), "#03070c")
    },
  },
  "lemons": {
    shape: [4, 5],
    draw(c) {
      c.band(0, 0.64, ["#21323a", "#3d5a60", "#57757a"])
      c.glow(0.2, 0.1, 0.8, "#a8c6c2", 0.5)
      c.band(0.62, 1, ["#8a5f3f", "#5e3d27", "#38231a"])
      for (let n = 0; n < 160; n += 1) {
        const y = c.between(0.63, 1)
        c.g.globalAlpha = 0.1
        c.shape([[0, y], [1, y + c.between(-0.01, 0.01)], [1, y + 0.004], [0, y + 0.003]], n % 2 ? "#2a170d" : "#c99565")
      }
      c.g.globalAlpha = 1
      const lemon = (x, y, size, turn) => {
        c.g.save()
        c.g.translate(x * c.w, y * c.h)
        c.g.globalAlpha = 0.45
        c.g.fillStyle = "#1b0f08"
        c.g.beginPath()
        c.g.ellipse(size * c.w * 0.25, size * c.w * 0.75, size * c.w * 1.15, size * c.w * 0.26, 0, 0, 7)
        c.g.fill()
        c.g.globalAlpha = 1
        c.g.rotate(turn)
        const r = size * c.w
        const skin = c.g.createRadialGradient(-r * 0.35, -r * 0.4, r * 0.05, 0, 0, r * 1.25)
        ;["#fffbd0", "#ffe45c", "#f2bd1d", "#a8720c"].forEach((colour, at) => skin.addColorStop(at / 3, colour))
        c.g.fillStyle = skin
        c.g.beginPath()
        c.g.moveTo(-r * 1.22, 0)
        c.g.bezierCurveTo(-r * 0.95, -r * 0.25, -r * 0.8, -r * 0.82, 0, -r * 0.8)
        c.g.bezierCurveTo(r * 0.8, -r * 0.82, r * 0.95, -r * 0.25, r * 1.25, 0)
        c.g.bezierCurveTo(r * 0.95, r * 0.25, r * 0.8, r * 0.82, 0, r * 0.8)
        c.g.bezierCurveTo(-r * 0.8, r * 0.82, -r * 0.95, r * 0.25, -r * 1.22, 0)
        c.g.fill()
        c.g.restore()
      }
      lemon(0.36, 0.6, 0.17, -0.3)
      lemon(0.68, 0.63, 0.15, 0.5)
      lemon(0.5, 0.76, 0.18, 0.1)
    },
  },
  "valley-panorama": {
    shape: [3, 1],
    draw(c) {
      c.band(0, 1, ["#5d8fc4", "#b9d3e2", "#f3ead2"])
      c.clouds(0.25, 0.15, "#ffffff", 0.6, 40)
      const heights = c.ridge(0.46, 0.2, 0.52, ["#7b88a3", "#b9c3cc"])
      heights.forEach((y, at) => {
        if (y > 0.4) return
        c.shape([[(at - 1) / 512, y + 0.1], [at / 512, y], [(at + 1) / 512, y + 0.07]], "#f6f8fb")
      })
      c.ridge(0.64, 0.1, 0.5, ["#6f8f78", "#a9b98c"])
      c.ridge(0.78, 0.08, 0.46, ["#5f8a4c", "#86a45c"])
      c.ridge(0.92, 0.05, 0.45, ["#47703a", "#2f4d28"])
      for (let n = 0; n < 70; n += 1) c.fir(c.random(), c.between(0.84, 1), c.between(0.08, 0.16), "#24401f")
    },
  },
  "birches-in-snow": {
    shape: [3, 4],
    draw(c) {
      c.band(0, 1, ["#b9c7da", "#d9dfe9", "#f3e6dd", "#eef2f7"])
      c.glow(0.7, 0.34, 0.5, "#ffe2c2", 0.9)
      c.ridge(0.6, 0.02, 0.6, ["#9aa8bd", "#c5cfdd"])
      c.ridge(0.72, 0.03, 0.42, ["#f7f9fc", "#dde6f1"])
      const birch = (x, width, foot) => {
        const bark = c.g.createLinearGradient((x - width) * c.w, 0, (x + width) * c.w, 0)
        ;["#b9b3ad", "#fbf8f3", "#e8e2da", "#8b857f"].forEach((colour, at) => bark.addColorStop(at / 3, colour))
        const lean = c.between(-0.04, 0.04)
        c.shape([[x - width, foot], [x + lean - width * 0.7, 0], [x + lean + width * 0.7, 0], [x + width, foot]], bark)
        for (let n = 0; n < 26; n += 1) {
          const [y, side] = [c.random() * foot, c.random() > 0.5 ? 1 : -1]
          const middle = x + lean * (1 - y / foot)
          const [far, near] = [middle + side * width * 0.75, middle + side * width * c.between(-0.3, 0.4)]
          c.shape([[far, y], [near, y + 0.003], [far, y + c.between(0.006, 0.012)]], "#2d2a2b")
        }
        c.g.globalAlpha = 0.25
        c.shape([[x - width, foot], [x + width, foot], [x - 0.3, 1], [x - 0.36, 1]], "#7488a8")
        c.g.globalAlpha = 1
      }
      for (const [x, width, foot] of [[0.9, 0.009, 0.7], [0.52, 0.011, 0.72], [0.12, 0.016, 0.76], [0.72, 0.022, 0.84], [0.32, 0.032, 0.92]]) {
        birch(x, width, foot)
      }
      for (let n = 0; n < 240; n += 1) {
        c.g.globalAlpha = c.between(0.3, 0.9)
        c.disc(c.random(), c.random(), c.between(0.001, 0.004), "#fff")
      }
      c.g.globalAlpha = 1
    },
  },
}

/** The scene as a file of that type, of so many pixels across or millions in all: Base64. */
async function photograph({ name, width, megapixels, type }) {
  const { shape, draw } = scenes[name]
  if (megapixels) width = Math.round(Math.sqrt((megapixels * 1_000_000 * shape[0]) / shape[1]))
  const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) | 0
  const canvas = new Canvas(width, Math.round((width * shape[1]) / shape[0]), seed)
  draw(canvas)
  canvas.develop()
  const blob = await new Promise((done) => canvas.element.toBlob(done, type, 0.9))
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ""
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}
