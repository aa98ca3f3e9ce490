// Lighthouse's four figures for home, a profile and a post of a demonstration: the median of three visits each.
//
//   npm run lighthouse                 on a hub of its own
//   npm run lighthouse -- ORIGIN       on one that runs: http://localhost:8080

import { spawn } from "node:child_process"
import { Hub, PASSWORD } from "../services/hub.mjs"
import lighthouse from "lighthouse"

const LEAST = 95
const VISITS = 3
const KINDS = ["performance", "accessibility", "best-practices", "seo"]

const given = process.argv[2]
const hub = given ? null : await Hub.prepare()
if (hub) {
  await hub.command(["demo", "--people", "30", "--posts", "300", "--pictures", "20", "--password", PASSWORD])
  await hub.run()
}
const origin = given ?? hub.origin
const port = 9333
const browser = spawn(
  process.env.HELIOGRAPH_TEST_CHROMIUM || "/usr/bin/chromium",
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-proxy-server", "--disable-background-networking", `--remote-debugging-port=${port}`, "about:blank"],
  { stdio: "ignore" },
)
let low = false
try {
  await answers(`http://127.0.0.1:${port}/json/version`)
  const local = await (await fetch(origin)).text()
  const post = local.match(/href="(\/@\w+\/\d+)"/)[1]
  const pages = { home: "/", profile: post.replace(/\/\d+$/, ""), post }

  console.log(`${"".padEnd(9)}${KINDS.map((kind) => kind.padStart(16)).join("")}`)
  for (const [name, path] of Object.entries(pages)) {
    const visits = []
    for (let visit = 0; visit < VISITS; visit += 1) {
      const { lhr } = await lighthouse(`${origin}${path}`, { port, onlyCategories: KINDS, logLevel: "error" })
      visits.push(lhr)
    }
    const figures = KINDS.map((kind) => median(visits.map((visit) => Math.round(visit.categories[kind].score * 100))))
    console.log(`${name.padEnd(9)}${figures.map((figure) => String(figure).padStart(16)).join("")}`)
    for (const [at, kind] of KINDS.entries()) {
      if (figures[at] >= LEAST) continue
      low = true
      console.log(`  ${kind}: ${missing(visits.at(-1), kind).join("; ")}`)
    }
  }
} finally {
  browser.kill()
  await hub?.stop()
}
process.exit(low ? 1 : 0)

function median(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]
}

/** What has cost a page its points. */
function missing(visit, kind) {
  const audits = visit.categories[kind].auditRefs.filter((audit) => audit.weight > 0).map((audit) => visit.audits[audit.id])
  return audits.filter((audit) => audit.score !== null && audit.score < 0.9).map((audit) => `${audit.title} ${audit.displayValue ?? ""}`.trim())
}

async function answers(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await fetch(url).then((answer) => answer.ok, () => false)) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error("Chromium does not answer")
}
