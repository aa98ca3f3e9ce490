import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { isForEverybody } from "./barriers.mjs"
import { Person } from "./person.mjs"
import { totp } from "./totp.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom"] })
after(() => hub.stop())

test("somebody sets up an authenticator app, signs in with its codes, and once without it", async (t) => {
  const ana = await Person.signedIn("ana", hub, t)
  await ana.visits("/settings/two-factor")
  await isForEverybody(ana)
  const { secret, codes } = await setsUpAnApp(ana, { looking: true })
  assert.equal(codes.length, 10)
  await ana.reads("10 recovery codes are left.")
  await isForEverybody(ana)
  await ana.presses("Sign out")

  await ana.signsIn("ana")
  await ana.hasArrivedAt("/sign-in/second")
  await isForEverybody(ana)
  // Half way is not in.
  await ana.visits("/settings")
  await ana.hasArrivedAt("/sign-in")
  await ana.signsIn("ana")
  ana.expects("422 POST /sign-in/second")
  await ana.fills("Code from your app", "000000")
  await ana.presses("Sign in")
  assert.deepEqual((await ana.problems()).beside.length, 1)
  await isForEverybody(ana)
  await ana.fills("Code from your app", totp(secret, 1))
  await ana.presses("Sign in")
  await ana.hasArrivedAt("/")
  await ana.presses("Sign out")

  await ana.signsIn("ana")
  await ana.page.getByText("Use a recovery code instead").click()
  await isForEverybody(ana)
  await ana.fills("Recovery code", codes[0])
  await ana.presses("Sign in with the recovery code")
  await ana.hasArrivedAt("/")
  await ana.visits("/settings/two-factor")
  await ana.reads("9 recovery codes are left.")
  await ana.presses("Sign out")

  // Each works once.
  await ana.signsIn("ana")
  await ana.page.getByText("Use a recovery code instead").click()
  ana.expects("422 POST /sign-in/second")
  await ana.fills("Recovery code", codes[0])
  await ana.presses("Sign in with the recovery code")
  assert.deepEqual((await ana.problems()).beside.length, 1)
})

test("without JavaScript all of it works as well", async (t) => {
  const tom = await Person.signedIn("tom", hub, t, { javaScriptEnabled: false })
  await tom.visits("/settings/two-factor")
  const { codes } = await setsUpAnApp(tom)
  await tom.presses("Sign out")
  await tom.signsIn("tom")
  await tom.page.getByText("Use a recovery code instead").click()
  await tom.fills("Recovery code", codes[3])
  await tom.presses("Sign in with the recovery code")
  await tom.hasArrivedAt("/")
  await tom.visits("/settings/two-factor")
  await tom.presses("Turn it off")
  await tom.presses("Sign out")
  await tom.signsIn("tom")
  await tom.hasArrivedAt("/")
})

/** From the page about the second step and back to it: what the app was given, and the recovery codes. */
async function setsUpAnApp(person, { looking = false } = {}) {
  await person.follows("Set up an app")
  if (looking) await isForEverybody(person)
  const secret = await person.page.locator(".secret").textContent()
  await person.fills("Code from your app", totp(secret))
  await person.presses("Turn it on")
  await person.reads("Your recovery codes")
  if (looking) await isForEverybody(person)
  const codes = await person.page.locator(".recovery-codes .secret").allTextContents()
  await person.follows("I have written them down")
  return { secret, codes }
}
