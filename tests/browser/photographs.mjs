import { readFile } from "node:fs/promises"
import { openBrowser } from "./browser.mjs"

/** What there is to photograph, and what each shows. */
export const scenes = {
  "lake-at-dawn": "A still lake before sunrise, with firs on the near shore and pink mountains behind.",
  "lighthouse": "A white lighthouse with red bands on a grassy headland, its lamp lit.",
  "dunes": "Sand dunes in low light, one behind the other, under a pale sun.",
  "forest-in-fog": "A fir forest that fades into fog, row after row.",
  "city-at-night": "A city's lit windows after sunset, mirrored in a river.",
  "sailing-boat": "A small boat under white sails on a blue bay.",
  "northern-lights": "Green curtains of northern lights over a dark lake.",
  "lemons": "Three lemons on a wooden table.",
  "valley-panorama": "A green valley with scattered firs below snowy mountains.",
  "birches-in-snow": "Five birches in fresh snow, the sun low behind them.",
}

/**
 * Draws photographs in a browser: `[{ name, width or megapixels, type }]`, 1600 pixels wide and as JPEG unless they say
 * otherwise. Each is what a person would choose in a file dialogue.
 */
export async function photographs(wanted) {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: await readFile(new URL("scenes.js", import.meta.url), "utf8") })
    const photos = []
    for (const { name, width = 1600, megapixels, type = "image/jpeg" } of wanted) {
      const drawn = await page.evaluate((wanted) => photograph(wanted), { name, width, megapixels, type })
      const ending = type === "image/png" ? "png" : "jpg"
      photos.push({ name: `${name}.${ending}`, mimeType: type, buffer: Buffer.from(drawn, "base64"), alt: scenes[name] })
    }
    return photos
  } finally {
    await browser.close()
  }
}
