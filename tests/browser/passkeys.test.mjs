import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub, PASSWORD } from "../services/hub.mjs"
import { Person } from "./person.mjs"
import { totp } from "./totp.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom", "eva"] })
after(() => hub.stop())

test("somebody adds a passkey and signs in with it without typing a name", async (t) => {
  const ana = await Person.signedIn("ana", hub, t)
  const key = await plugsIn(ana)
  await addsPasskey(ana, "Blue key")
  await ana.reads("Blue key")
  await ana.presses("Sign out")

  await ana.visits("/sign-in?next=/publish")
  await ana.presses("Sign in with a passkey")
  await ana.hasArrivedAt("/publish")

  await ana.visits("/settings/two-factor")
  await ana.reads("last used just now")
  const { credentials } = await key.send("WebAuthn.getCredentials", { authenticatorId: key.id })
  assert.equal(credentials.length, 1)
  assert.ok(credentials[0].isResidentCredential)
  assert.ok(credentials[0].signCount > 1)
})

test("a passkey is offered where the name is typed", async (t) => {
  const ana = await Person.signedIn("ana", hub, t)
  await plugsIn(ana, { autofill: true })
  await addsPasskey(ana, "Phone")
  await ana.presses("Sign out")

  await ana.visits("/sign-in?next=/publish")
  await ana.hasArrivedAt("/publish")
})

test("an answer that was used once is refused", async (t) => {
  const tom = await Person.signedIn("tom", hub, t)
  await plugsIn(tom)
  await addsPasskey(tom, "Phone")
  await tom.presses("Sign out")

  let answer
  tom.page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/sign-in/passkey")) answer = request.postData()
  })
  await tom.visits("/sign-in")
  await tom.presses("Sign in with a passkey")
  await tom.hasArrivedAt("/")
  assert.match(answer, /answer=%7B/)
  await tom.presses("Sign out")

  const replay = await posts(tom, "/sign-in/passkey", answer)
  assert.equal(replay.status(), 422)
  assert.match(await replay.text(), /The passkey was not accepted/)
  // Also after a new question: the old answer is not one to it.
  await tom.context.request.get("/sign-in/passkey")
  assert.equal((await posts(tom, "/sign-in/passkey", answer)).status(), 422)
})

test("a passkey takes the place of the code as the second step, and proves who one is", async (t) => {
  const eva = await Person.signedIn("eva", hub, t)
  await plugsIn(eva)
  await addsPasskey(eva, "Laptop")
  await eva.follows("Set up an app")
  const secret = await eva.page.locator(".secret").textContent()
  await eva.fills("Code from your app", totp(secret))
  await eva.presses("Turn it on")
  await eva.reads("Your recovery codes")
  await eva.follows("I have written them down")
  await eva.presses("Sign out")

  await eva.signsIn("eva")
  await eva.hasArrivedAt("/sign-in/second")
  await eva.presses("Use a passkey")
  await eva.hasArrivedAt("/")
  await eva.visits("/sign-in/again?next=/settings/account/email")
  await eva.presses("Use a passkey")
  await eva.hasArrivedAt("/settings/account/email")

  await eva.visits("/settings/two-factor")
  await eva.presses("Remove Laptop")
  await eva.reads("That passkey no longer signs you in.")
  await eva.presses("Sign out")
  await eva.visits("/sign-in")
  eva.expects("422 POST /sign-in/passkey")
  await eva.presses("Sign in with a passkey")
  await eva.reads("The passkey was not accepted.")
})

test("without JavaScript there is no button for passkeys, and the rest works", async (t) => {
  const ana = await Person.at(hub, t, { javaScriptEnabled: false })
  await ana.visits("/sign-in")
  assert.equal(await ana.page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0)
  await ana.signsIn("ana", PASSWORD)
  await ana.hasArrivedAt("/")
})

/**
 * An authenticator of the browser's own, which says yes to everything: also to what is offered in a field, so that
 * opening the sign-in page is enough. Unless `autofill` is asked for, the browser has no such offers.
 */
async function plugsIn(person, { autofill = false } = {}) {
  if (!autofill) {
    await person.context.addInitScript(() => {
      if (globalThis.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false
    })
  }
  const session = await person.context.newCDPSession(person.page)
  await session.send("WebAuthn.enable", { enableUI: false })
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { id: authenticatorId, send: (method, parameters) => session.send(method, parameters) }
}

async function addsPasskey(person, name) {
  await person.visits("/settings/two-factor")
  await person.fills(/Name of the new passkey/, name)
  await person.presses("Add a passkey")
  await person.reads("Your passkey is ready to sign you in.")
}

function posts(person, path, data) {
  return person.context.request.post(path, {
    data,
    headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: hub.origin },
  })
}
