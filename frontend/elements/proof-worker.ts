import { solve } from "./sha256.ts"

/** Answers a challenge beside the page, so that the page goes on meanwhile. */
addEventListener("message", ({ data }: MessageEvent<{ challenge: string; bits: number }>) => {
  postMessage(solve(data.challenge, data.bits))
})
