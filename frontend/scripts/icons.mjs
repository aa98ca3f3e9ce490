// Copies the icons we use from lucide-static into icons/, in the shape the templates include: run it after adding a name.
import { readFile, writeFile } from "node:fs/promises"

const names = [
  "archive", "archive-restore", "arrow-down", "arrow-up", "badge-check", "ban", "camera", "check", "chevron-left",
  "chevron-right", "circle-alert", "copy", "download", "eye", "eye-off", "fingerprint", "gauge", "globe", "grid-3x3",
  "hard-drive", "hash", "heart", "history", "house", "image-plus", "images", "key-round", "layout-panel-left", "link",
  "list-checks", "lock", "log-out", "mail", "map-pin-house", "message-circle", "monitor-smartphone", "palette",
  "pencil", "pin", "play", "plus", "repeat-2", "reply", "rotate-ccw", "rss", "scroll-text", "search", "server", "settings", "share-2",
  "shield", "square-check", "sun-moon", "ticket", "trash-2", "truck", "user", "user-check", "user-plus", "user-x", "users",
]

for (const name of names) {
  const source = await readFile(new URL(`../node_modules/lucide-static/icons/${name}.svg`, import.meta.url), "utf8")
  const shapes = source.match(/<svg[^>]*>([^]*)<\/svg>/)[1].trim().replace(/\s*\n\s*/g, "")
  const icon = `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>`
  await writeFile(new URL(`../icons/${name}.svg`, import.meta.url), icon)
}

const notice = await readFile(new URL("../node_modules/lucide-static/LICENSE", import.meta.url), "utf8")
await writeFile(
  new URL("../icons/LICENSE-lucide.txt", import.meta.url),
  `All icons in this folder except mark.svg, rights.svg and cc*.svg come from Lucide (https://lucide.dev).\n\n${notice}`,
)
