// Builds dist/: bundles with names hashed by content, and manifest.json that maps plain names to them.
import { createHash } from "node:crypto"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const root = new URL("..", import.meta.url)
const dist = new URL("dist/", root)
await rm(dist, { recursive: true, force: true })
await mkdir(dist)

const { metafile } = await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints: ["styles/main.css", "styles/zoom.css", "elements/main.ts", "elements/proof-worker.ts", "elements/zoom.ts"],
  outdir: "dist",
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome125", "firefox128", "safari17.5"],
  legalComments: "none",
  metafile: true,
})

const manifest = {}
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  manifest[basename(entryPoint).replace(/\.ts$/, ".js")] = basename(file)
}

// As a favicon the mark stands on tabs of any colour, so it brings its own.
const mark = (await readFile(new URL("icons/mark.svg", root), "utf8"))
  .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
  .replaceAll("currentColor", "#d57a1c")
const hash = createHash("sha256").update(mark).digest("hex").slice(0, 8).toUpperCase()
manifest["mark.svg"] = `mark-${hash}.svg`
await writeFile(new URL(manifest["mark.svg"], dist), mark)

await writeFile(new URL("manifest.json", dist), JSON.stringify(manifest, null, 2) + "\n")
