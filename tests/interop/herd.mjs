// A server that others have written, as it comes, in Python: it shows its people to nobody who doesn't sign, and asks its own
// person about everybody who wants to follow. Its person's program is driven by lines of JSON.

import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { authority, proxy } from "./tls.mjs"

export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export class Herd {
  #process
  #lines
  #front
  #folder
  #read = new Map()

  static async start(name, person) {
    const herd = new Herd()
    herd.#folder = await mkdtemp(join(tmpdir(), "heliograph-herd-"))
    await mkdir(join(herd.#folder, "files"))
    const port = await freePort()
    herd.#front = await proxy(name, () => port)
    herd.host = herd.#front.host
    // What it remembers of JSON-LD becomes a file where it runs.
    const where = { cwd: herd.#folder, env: { ...process.env, SSL_CERT_FILE: authority } }
    herd.#process = spawn(here(".venv/bin/python"), [here("herd.py"), herd.#folder, port, herd.host, person], where)
    let log = ""
    herd.#process.stderr.on("data", (text) => (log += text))
    herd.#lines = createInterface(herd.#process.stdout)[Symbol.asyncIterator]()
    if ((await herd.#lines.next()).done) {
      herd.#front.close()
      throw new Error(`it did not start:\n${log}`)
    }
    herd.person = await herd.#asks({ who: true })
    return herd
  }

  async #asks(what) {
    this.#process.stdin.write(`${JSON.stringify(what)}\n`)
    const { done, failed } = JSON.parse((await this.#lines.next()).value)
    if (failed) throw new Error(failed)
    return done
  }

  /** A picture's address here. */
  async has(file, bytes) {
    await writeFile(join(this.#folder, "files", file), bytes)
    return `https://${this.host}/files/${file}`
  }

  /** Says an activity of its person; its id. */
  async says(type, object, to, more = {}) {
    const activity = { "@context": "https://www.w3.org/ns/activitystreams", type, actor: this.person.id, object, to, ...more }
    return this.#asks({ say: activity })
  }

  /** What its person finds at an id or a handle, signed by them. */
  async reads(uri) {
    return this.#asks({ read: uri })
  }

  /** The newest activity of a type that has come, or comes within a while, and fits. */
  async hears(type, fits = () => true, patience = 15_000) {
    const until = Date.now() + patience
    for (;;) {
      const ids = await this.#asks({ heard: true })
      for (const id of ids) if (!this.#read.has(id)) this.#read.set(id, await this.reads(id))
      const found = ids.map((id) => this.#read.get(id)).find((activity) => activity.type === type && fits(activity))
      if (found) return found
      if (Date.now() > until) throw new Error(`no ${type} has come, but ${[...this.#read.values()].map(({ type }) => type)}`)
      await new Promise((done) => setTimeout(done, 200))
    }
  }

  async close() {
    this.#process.kill()
    await once(this.#process, "exit")
    this.#front.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address()
  server.close()
  return port
}
