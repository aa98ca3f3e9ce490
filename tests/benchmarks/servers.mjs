// Other servers for the benchmark of deliveries.
//
//   node servers.mjs take FOLDER               answers behind TLS for every name below peers.localhost: actors, and inboxes that take all
//   node servers.mjs sign FOLDER HOST TO       signs activities, one a line on standard input, as requests to HOST; writes them to TO
//
// All actors have one key, which lies in FOLDER with the certificates.

import { execFileSync } from "node:child_process"
import { createHash, generateKeyPairSync, createPublicKey, sign } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import https from "node:https"
import { join } from "node:path"
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads"

const [what, folder, ...others] = isMainThread ? process.argv.slice(2) : workerData.args
const at = (name) => join(folder, name)

function key() {
  if (!existsSync(at("actors.key"))) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    writeFileSync(at("actors.key"), privateKey.export({ type: "pkcs8", format: "pem" }))
  }
  return readFileSync(at("actors.key"), "utf8")
}

function certificates() {
  if (existsSync(at("server.pem"))) return
  const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" })
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Benchmark", "-keyout", "ca.key", "-out", "ca.pem",
    "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=peers.localhost", "-keyout", "server.key", "-out", "server.csr")
  writeFileSync(at("server.ext"), "subjectAltName=DNS:*.peers.localhost\nextendedKeyUsage=serverAuth\n")
  openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-out", "server.pem", "-extfile", "server.ext")
}

function take() {
  certificates()
  const pem = createPublicKey(key()).export({ type: "spki", format: "pem" })
  const actor = (id) => ({
    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
    id, type: "Person", preferredUsername: id.split("/").at(-1), inbox: `${id}/inbox`, outbox: `${id}/outbox`, followers: `${id}/followers`,
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: pem },
  })
  const options = { key: readFileSync(at("server.key")), cert: readFileSync(at("server.pem")), keepAlive: true }
  const server = https.createServer(options, (request, response) => {
    if (request.method === "GET") {
      const id = `https://${request.headers.host}${request.url}`
      response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(actor(id)))
    } else {
      request.resume()
      request.on("end", () => response.writeHead(202, { "content-length": 0 }).end())
    }
  })
  server.keepAliveTimeout = 600_000
  server.listen(Number(others[0]) || 0, "127.0.0.1", () => console.log(server.address().port))
}

function requests(lines, host) {
  const pem = key()
  return lines.map((body) => {
    const date = new Date().toUTCString()
    const digest = `SHA-256=${createHash("sha256").update(body).digest("base64")}`
    const text = `(request-target): post /ap/inbox\nhost: ${host}\ndate: ${date}\ndigest: ${digest}`
    const signature = sign("sha256", text, pem).toString("base64")
    const { actor } = JSON.parse(body)
    return [
      "POST /ap/inbox HTTP/1.1", `Host: ${host}`, `Date: ${date}`, `Digest: ${digest}`, "Content-Type: application/activity+json",
      `Signature: keyId="${actor}#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="${signature}"`,
      `Content-Length: ${Buffer.byteLength(body)}`, "", body,
    ].join("\r\n")
  })
}

/** In two threads. Each request is written with its length before it. */
async function signAll() {
  const [host, to] = others
  const lines = readFileSync(0, "utf8").trim().split("\n")
  const half = Math.ceil(lines.length / 2)
  const parts = await Promise.all([lines.slice(0, half), lines.slice(half)].map((some) => new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { args: process.argv.slice(2), some } })
    worker.on("message", done).on("error", fail)
  })))
  writeFileSync(to, parts.flat().map((request) => `${Buffer.byteLength(request)}\n${request}`).join(""))
}

if (!isMainThread) parentPort.postMessage(requests(workerData.some, others[0]))
else if (what === "take") take()
else await signAll()
