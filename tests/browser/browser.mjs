import { chromium } from "playwright-core"

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-proxy-server",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** Debian's Chromium, with an empty profile of its own. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.HELIOGRAPH_TEST_CHROMIUM || "/usr/bin/chromium",
    args: quiet,
  })
}
