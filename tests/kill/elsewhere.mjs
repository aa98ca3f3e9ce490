// Many servers of the fediverse behind one port. They sign and verify by code of their own, and remember everything that
// was posted to them, each time it was.

import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto"
import { serve } from "../interop/tls.mjs"

const ACTIVITY = "application/activity+json"

export class Elsewhere {
  /** Inbox → id of an activity → the digest of its bytes, each time that it came. */
  inboxes = new Map()
  /** What was wrong with what came. */
  wrongs = []
  #keys = new Map()

  /** As many servers, named h0.peers.localhost and so on. */
  static async start(count) {
    const elsewhere = new Elsewhere()
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    elsewhere.key = privateKey
    elsewhere.pem = publicKey.export({ type: "spki", format: "pem" })
    const front = await serve("*.peers.localhost", (request, response) => {
      elsewhere.#answer(request, response).catch((error) => {
        elsewhere.wrongs.push(String(error))
        response.writeHead(500).end()
      })
    })
    elsewhere.close = front.close
    elsewhere.names = Array.from({ length: count }, (_, at) => `h${at}.peers.localhost`)
    elsewhere.hosts = elsewhere.names.map((name) => front.host.replace("*.peers.localhost", name))
    return elsewhere
  }

  /** Somebody there: their id. */
  person(host, name) {
    return `https://${this.hosts[host % this.hosts.length]}/users/${name}`
  }

  /** What has come to somebody: id → digests. */
  came(person) {
    const inbox = `${person}/inbox`
    if (!this.inboxes.has(inbox)) this.inboxes.set(inbox, new Map())
    return this.inboxes.get(inbox)
  }

  /** Posts an activity, signed anew; the status of the answer. */
  async posts(origin, activity) {
    const body = JSON.stringify(activity)
    const date = new Date().toUTCString()
    const digest = `SHA-256=${sha256(body)}`
    const host = new URL(origin).host
    const text = `(request-target): post /ap/inbox\nhost: ${host}\ndate: ${date}\ndigest: ${digest}`
    const signature = sign("sha256", text, this.key).toString("base64")
    const headers = {
      "content-type": ACTIVITY,
      date,
      digest,
      signature: `keyId="${activity.actor}#main-key",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="${signature}"`,
    }
    const answer = await fetch(`${origin}/ap/inbox`, { method: "POST", headers, body, signal: AbortSignal.timeout(20_000) })
    await answer.arrayBuffer()
    return answer.status
  }

  async #answer(request, response) {
    const id = `https://${request.headers.host}${request.url}`
    if (request.method === "GET") return response.writeHead(200, { "content-type": ACTIVITY }).end(JSON.stringify(this.#actor(id)))
    const parts = []
    for await (const part of request) parts.push(part)
    const body = Buffer.concat(parts)
    const wrong = await this.#wrong(request, body)
    if (wrong) {
      this.wrongs.push(wrong)
      return response.writeHead(401).end(wrong)
    }
    const came = this.came(id.replace(/\/inbox$/, ""))
    const { id: said } = JSON.parse(body)
    came.set(said, [...(came.get(said) ?? []), sha256(body)])
    // It has it now, and whoever sent it does not know that yet.
    await new Promise((done) => setTimeout(done, 20 * Math.random()))
    response.writeHead(202).end()
  }

  #actor(id) {
    const name = id.split("/").at(-1)
    return {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id,
      type: "Person",
      preferredUsername: name,
      name,
      inbox: `${id}/inbox`,
      outbox: `${id}/outbox`,
      followers: `${id}/followers`,
      manuallyApprovesFollowers: false,
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: this.pem },
    }
  }

  /** What is wrong with the signature of a request, if anything. */
  async #wrong(request, body) {
    const part = (name) => request.headers.signature?.match(new RegExp(`${name}="([^"]*)"`))?.[1]
    const covered = part("headers")?.split(" ") ?? []
    for (const needed of ["(request-target)", "host", "date", "digest"]) {
      if (!covered.includes(needed)) return `${needed} is not signed`
    }
    if (request.headers.digest !== `SHA-256=${sha256(body)}`) return "another body was signed"
    if (!JSON.parse(body).actor || !part("keyId").startsWith(JSON.parse(body).actor)) return "another actor has signed"
    const lines = covered.map((name) => `${name}: ${name === "(request-target)" ? `post ${request.url}` : request.headers[name]}`)
    const fits = verify("sha256", lines.join("\n"), await this.#keyOf(part("keyId")), Buffer.from(part("signature"), "base64"))
    return fits ? null : "the signature does not verify"
  }

  /** The key of whoever sends, asked for once; their hub may be away at the moment. */
  async #keyOf(keyId) {
    while (!this.#keys.has(keyId)) {
      const answer = await fetch(keyId.split("#")[0], { headers: { accept: ACTIVITY } }).catch(() => null)
      if (answer?.ok) this.#keys.set(keyId, createPublicKey((await answer.json()).publicKey.publicKeyPem))
      else await new Promise((done) => setTimeout(done, 100))
    }
    return this.#keys.get(keyId)
  }
}

export function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("base64")
}
