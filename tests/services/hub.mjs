import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

const target = process.env.CARGO_TARGET_DIR || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "heliograph/target")
const binary = process.env.HELIOGRAPH_TEST_BINARY || join(target, "release/heliograph")

/** Whoever a test signs in has this password, unless it says otherwise. */
export const PASSWORD = "correct horse battery"

/** A hub for one test: a process on a free port, with a data folder of its own that goes with it. */
export class Hub {
  #settings
  #process = null
  #output = { stdout: "", stderr: "" }

  /** An empty hub, running. `settings` are variables without their prefix, such as `{ WORKERS: 0 }`. */
  static async start(settings = {}) {
    const hub = await Hub.prepare(settings)
    await hub.run()
    return hub
  }

  /** A hub that does not run yet. */
  static async prepare(settings = {}) {
    const hub = new Hub()
    hub.folder = await mkdtemp(join(tmpdir(), "heliograph-"))
    hub.port = await freePort()
    hub.#settings = { DATA_DIR: hub.folder, BIND: `127.0.0.1:${hub.port}`, ...settings }
    return hub
  }

  get origin() {
    return `http://localhost:${this.port}`
  }

  /** Everything the process has logged. */
  get log() {
    return this.#output.stderr
  }

  /** The link that opens the set-up, as the process printed it. */
  get setUpLink() {
    return this.#output.stdout.match(/Set it up here:\s+(\S+)/)?.[1]
  }

  /** Starts the process; it answers when this returns. `settings` are for this time only. */
  async run(settings = {}) {
    this.#process = this.#spawn([], true, settings)
    const ended = once(this.#process, "exit").then(() => {
      throw new Error(`the hub did not start:\n${this.log.split("\n").slice(-10).join("\n")}`)
    })
    // Its greeting ends with an empty line.
    const greeted = new Promise((done) => {
      this.#output.stdout = ""
      this.#process.stdout.on("data", () => /Heliograph is at[^]*\n\n$/.test(this.#output.stdout) && done())
    })
    await Promise.race([greeted, ended])
    ended.catch(() => {})
  }

  get running() {
    return this.#process !== null && this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Ends the process in the given way; the data stay. */
  async end(signal = "SIGTERM") {
    if (!this.running) return
    const ended = once(this.#process, "exit")
    this.#process.kill(signal)
    await ended
  }

  /** Ends the process and removes its data. */
  async stop() {
    await this.end()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Runs a subcommand on the hub's data, and returns what it printed. */
  async command(args, input = "") {
    const child = this.#spawn(args, false)
    let output = ""
    child.stdout.on("data", (text) => (output += text))
    child.stderr.on("data", (text) => (output += text))
    // One that reads nothing may have closed its end.
    child.stdin.on("error", () => {})
    child.stdin.end(input)
    const [code] = await once(child, "close")
    if (code !== 0) throw new Error(`heliograph ${args.join(" ")}: ${output}`)
    return output
  }

  /** What its SQLite database answers, as rows. */
  async sql(text) {
    const database = join(this.folder, "heliograph.db")
    const { stdout } = await promisify(execFile)("sqlite3", ["-json", "-cmd", ".timeout 20000", database, text], { maxBuffer: 500_000_000 })
    return stdout.trim() ? JSON.parse(stdout) : []
  }

  /** A process that only works on the hub's jobs, until `end` is called on it. */
  work(settings = {}) {
    const worker = this.#spawn(["work"], true, settings)
    return {
      end: async () => {
        worker.kill("SIGTERM")
        await once(worker, "exit")
      },
    }
  }

  /** Makes a community, on this hub's own host unless `host` names another. */
  async community(name, { host = `localhost:${this.port}`, summary = "", accent = 75, signUp = "approval", people = [] } = {}) {
    const what = ["--host", host, "--name", name, "--summary", summary, "--accent", String(accent), "--sign-up", signUp]
    await this.command(["tenant", "create", ...what])
    for (const person of people) await this.account(person, { host })
  }

  async account(name, { host = `localhost:${this.port}`, confirmed = true } = {}) {
    const whose = ["--tenant", host, "--username", name, "--email", `${name}@example.org`, "--password-stdin"]
    await this.command(["account", "create", ...whose, ...(confirmed ? ["--confirmed"] : [])], `${PASSWORD}\n`)
  }

  async promote(name, role, { host = `localhost:${this.port}` } = {}) {
    await this.command(["account", "promote", "--tenant", host, "--username", name, "--role", role])
  }

  /** The link beginning with `path` in the mail to `address`: without a mail server, mails become files. */
  async linkInMail(address, path) {
    const folder = join(this.folder, "mail")
    for (let attempt = 0; attempt < 100; attempt += 1) {
      for (const file of await readdir(folder).catch(() => [])) {
        const mail = (await readFile(join(folder, file), "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=")
        const link = mail.match(new RegExp(`http://\\S+${path}[\\w-]*`))
        if (mail.includes(`To: ${address}`) && link) return link[0]
      }
      await new Promise((done) => setTimeout(done, 100))
    }
    throw new Error(`no mail to ${address} has come`)
  }

  #spawn(args, kept = true, settings = {}) {
    const ours = Object.entries({ ...this.#settings, ...settings }).map(([key, value]) => [`HELIOGRAPH_${key}`, String(value)])
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("HELIOGRAPH_"))
    const child = spawn(binary, args, { env: Object.fromEntries([...inherited, ...ours]), cwd: this.folder, stdio: "pipe" })
    child.on("error", (error) => {
      throw new Error(`${binary} can't be run (${error.code}): build it, or name another with HELIOGRAPH_TEST_BINARY`)
    })
    if (kept) {
      for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (text) => (this.#output[stream] += text))
    }
    return child
  }
}

/** Not one of those that the system gives to outgoing connections: by the time the hub takes it, somebody else could have it. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const server = createServer()
    const free = await new Promise((done) => server.once("error", () => done(false)).listen(port, "127.0.0.1", () => done(true)))
    if (!free) continue
    server.close()
    await once(server, "close")
    return port
  }
}
