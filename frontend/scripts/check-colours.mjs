// Holds every text and control against its surface (WCAG 2.2 AA), in both themes and for accents all around the wheel.
import { readFile } from "node:fs/promises"

const TEXT = 4.5
const CONTROL = 3
const pairs = [
  ...["paper", "raised", "sunken"].flatMap((surface) => [
    ["ink", surface, TEXT], ["ink-soft", surface, TEXT], ["accent", surface, TEXT], ["danger", surface, TEXT],
  ]),
  ["ink", "wash", TEXT], ["ink-soft", "wash", TEXT], ["accent", "wash", TEXT],
  ["ink", "beam", TEXT], ["ink-soft", "beam", TEXT], ["accent", "beam", CONTROL],
  ["on-accent", "accent", TEXT], ["on-danger", "danger", TEXT],
  ["ink", "danger-wash", TEXT], ["danger", "danger-wash", TEXT],
  ["success", "raised", CONTROL], ["edge", "raised", CONTROL], ["edge", "paper", CONTROL], ["edge", "sunken", CONTROL],
  ["on-stage", "stage", TEXT],
]

// oklch(L% C H), where L may be calc(base% + lift% * var(--lift)) and H may be var(--hue).
const COLOUR = /oklch\((?:([\d.]+)%|calc\(([\d.]+)% \+ ([\d.]+)% \* var\(--lift\)\)) ([\d.]+) (var\(--hue\)|[\d.]+)/g

const css = await readFile(new URL("../styles/tokens.css", import.meta.url), "utf8")
const tokens = new Map()
for (const [, name, value] of css.matchAll(/--([\w-]+):\s*([^;]*oklch[^;]*);/g)) {
  tokens.set(name, [...value.matchAll(COLOUR)].map(([, plain, base, lift, c, h]) => [(plain ?? base) / 100, (lift ?? 0) / 100, +c, h]))
}

/** sRGB as a browser shows it: what lies outside the gamut is clipped. */
function linear([base, lift, c, h], hue) {
  const l = base + lift * Math.cos(((hue - 25) * Math.PI) / 180)
  const angle = ((h.startsWith("var") ? hue : +h) * Math.PI) / 180
  const [a, b] = [c * Math.cos(angle), c * Math.sin(angle)]
  const [x, y, z] = [l + 0.3963377774 * a + 0.2158037573 * b, l - 0.1055613458 * a - 0.0638541728 * b, l - 0.0894841775 * a - 1.291485548 * b].map((v) => v ** 3)
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((v) => Math.min(1, Math.max(0, v)))
}
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b

function contrast(one, other, theme, hue) {
  const [light, dark] = [one, other]
    .map((name) => tokens.get(name).at(theme) ?? tokens.get(name)[0])
    .map((colour) => luminance(linear(colour, hue)))
    .sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

let failed = false
for (const [one, other, least] of pairs) {
  for (const theme of [0, 1]) {
    let worst = [Infinity, 0]
    for (let hue = 0; hue < 360; hue++) {
      const ratio = contrast(one, other, theme, hue)
      if (ratio < worst[0]) worst = [ratio, hue]
    }
    const short = worst[0] < least
    failed ||= short
    if (short || process.argv.includes("--all")) {
      console.log(`${short ? "too little" : "ok"}: ${one} on ${other}, ${["light", "dark"][theme]}, hue ${worst[1]}: ${worst[0].toFixed(2)} of ${least}`)
    }
  }
}
process.exit(failed ? 1 : 0)
