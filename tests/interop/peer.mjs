// A small server of the fediverse, written with an implementation that has nothing of ours: it verifies, reads and signs
// by code of its own.

import { Temporal } from "@js-temporal/polyfill"
import { MemoryKvStore, createFederation, generateCryptoKeyPair } from "@fedify/fedify"
import {
  Accept, Activity, Create, Delete, Document, Endpoints, Follow, Image, Like, Announce, Note, PUBLIC_COLLECTION, Person, Tombstone, Undo, Update,
} from "@fedify/vocab"
import { serve } from "./tls.mjs"

export class Peer {
  /** Every activity that it took, signature verified, as JSON. */
  received = []
  #notes = new Map()
  #files = new Map()
  #followers = []

  static async start(name, people) {
    const peer = new Peer()
    peer.people = people
    peer.keys = new Map()
    for (const person of people) peer.keys.set(person, [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5")])
    const { server, host, close } = await serve(name, (request, response) => peer.#answer(request, response))
    Object.assign(peer, { server, host, close, origin: `https://${host}` })
    peer.#federate()
    return peer
  }

  get context() {
    return this.federation.createContext(new URL(this.origin), this)
  }

  #federate() {
    const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true })
    const known = (name) => this.people.includes(name)
    federation
      .setActorDispatcher("/users/{identifier}", async (context, name) => {
        if (!known(name)) return null
        const keys = await context.getActorKeyPairs(name)
        return new Person({
          id: context.getActorUri(name),
          preferredUsername: name,
          name: `${name} of elsewhere`,
          summary: "<p>Salt &amp; light</p>",
          url: new URL(`/@${name}`, this.origin),
          inbox: context.getInboxUri(name),
          outbox: context.getOutboxUri(name),
          followers: context.getFollowersUri(name),
          endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
          icon: new Image({ url: new URL("/files/portrait.jpg", this.origin), mediaType: "image/jpeg" }),
          publicKey: keys[0].cryptographicKey,
          assertionMethods: keys.map((key) => key.multikey),
        })
      })
      .setKeyPairsDispatcher((_, name) => (known(name) ? this.keys.get(name) : []))
    federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: this.#followers }))
    federation.setOutboxDispatcher("/users/{identifier}/outbox", (_, name) => ({ items: this.#outbox(name) })).setCounter((_, name) => this.#outbox(name).length)
    federation.setObjectDispatcher(Note, "/notes/{id}", (_, { id }) => this.#notes.get(id) ?? null)

    const note = async (activity) => this.received.push(await activity.toJsonLd({ format: "compact" }))
    federation
      .setInboxListeners("/users/{identifier}/inbox", "/inbox")
      .setSharedKeyDispatcher(() => ({ identifier: this.people[0] }))
      .on(Follow, async (context, follow) => {
        await note(follow)
        const follower = await follow.getActor(context)
        this.#followers.push({ id: follower.id, inboxId: follower.inboxId, endpoints: follower.endpoints })
        const { identifier } = context.parseUri(follow.objectId)
        await context.sendActivity({ identifier }, follower, new Accept({
          id: new URL(`/accepts/${crypto.randomUUID()}`, this.origin), actor: follow.objectId, object: follow,
        }))
      })
      .on(Activity, (_, activity) => note(activity))
    this.federation = federation
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.origin)
    const file = this.#files.get(url.pathname)
    if (file) return response.writeHead(200, { "content-type": "image/jpeg" }).end(file)
    const body = await new Promise((done) => {
      const parts = []
      request.on("data", (part) => parts.push(part)).on("end", () => done(Buffer.concat(parts)))
    })
    const headers = new Headers(Object.entries(request.headers).filter(([name]) => !name.startsWith(":")))
    const bare = ["GET", "HEAD"].includes(request.method)
    const answer = await this.federation.fetch(new Request(url, { method: request.method, headers, body: bare ? undefined : body }), { contextData: this })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  }

  #outbox(name) {
    const own = [...this.#notes.values()].filter((note) => note.attributionId?.href === this.actor(name).href)
    return own.map((note) => this.#create(name, note))
  }

  actor(name) {
    return this.context.getActorUri(name)
  }

  /** Somebody elsewhere, found by their handle. */
  async finds(handle) {
    const found = await this.context.lookupObject(handle)
    if (!found) throw new Error(`${handle} is not found`)
    return found
  }

  async sends(name, to, activity) {
    await this.context.sendActivity({ identifier: name }, to, activity)
  }

  async follows(name, who) {
    const follow = new Follow({ id: new URL(`/follows/${crypto.randomUUID()}`, this.origin), actor: this.actor(name), object: who.id })
    await this.sends(name, who, follow)
    return follow
  }

  has(path, bytes) {
    this.#files.set(path, bytes)
  }

  /** A photo that somebody here publishes for everybody; `change` are other properties of the note. */
  note(name, id, words, change = {}) {
    const note = new Note({
      id: new URL(`/notes/${id}`, this.origin),
      attribution: this.actor(name),
      url: new URL(`/@${name}/${id}`, this.origin),
      content: words,
      published: Temporal.Now.instant(),
      to: PUBLIC_COLLECTION,
      cc: this.context.getFollowersUri(name),
      attachments: [new Document({ mediaType: "image/jpeg", url: new URL(`/files/${id}.jpg`, this.origin), name: "Pans of salt", width: 640, height: 480 })],
      ...change,
    })
    this.#notes.set(id, note)
    return note
  }

  #create(name, note) {
    return new Create({ id: new URL(`${note.id.pathname}/create`, this.origin), actor: this.actor(name), object: note, to: PUBLIC_COLLECTION, cc: this.context.getFollowersUri(name) })
  }

  async publishes(name, to, note) {
    await this.sends(name, to, this.#create(name, note))
  }

  async changes(name, to, id, change) {
    const note = this.#notes.get(id).clone({ updated: Temporal.Now.instant(), ...change })
    this.#notes.set(id, note)
    await this.sends(name, to, new Update({ id: new URL(`/notes/${id}#update-${crypto.randomUUID()}`, this.origin), actor: this.actor(name), object: note, to: PUBLIC_COLLECTION }))
  }

  async deletes(name, to, id) {
    this.#notes.delete(id)
    const stone = new Tombstone({ id: new URL(`/notes/${id}`, this.origin) })
    await this.sends(name, to, new Delete({ id: new URL(`/notes/${id}#delete`, this.origin), actor: this.actor(name), object: stone, to: PUBLIC_COLLECTION }))
  }

  /** The first activity of a type that has come, or comes within a while, and fits. */
  async hears(type, fits = () => true, patience = 20_000) {
    const until = Date.now() + patience
    for (;;) {
      const heard = this.received.find((activity) => activity.type === type && fits(activity))
      if (heard) return heard
      if (Date.now() > until) throw new Error(`no ${type} has come, but ${JSON.stringify(this.received.map((one) => one.type))}`)
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}

export { Announce, Like, Undo }
