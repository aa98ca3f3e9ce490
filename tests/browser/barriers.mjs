import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core")), "utf8")

/** What axe finds on the page that `person` looks at: rule, what it is about, and where. */
export async function barriers(person) {
  // Runs beside the page's own scripts, whose policy stays in force.
  await person.page.evaluate(axe)
  const { violations } = await person.page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }))
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary.replaceAll(/\s+/g, " ")}`),
  )
}

/** Nobody is kept out of the page, neither in light colours nor in dark ones. */
export async function isForEverybody(person) {
  for (const colorScheme of ["light", "dark"]) {
    await person.page.emulateMedia({ colorScheme })
    assert.deepEqual(await barriers(person), [], `in ${colorScheme} colours at ${person.path}`)
  }
}
