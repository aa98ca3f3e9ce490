import { after, test } from "node:test"
import assert from "node:assert/strict"
import { readFile, readdir } from "node:fs/promises"
import { join } from "node:path"
import { Hub } from "../services/hub.mjs"
import { Person } from "./person.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana"] })
after(() => hub.stop())

test("somebody signs in by user name, and out again", async (t) => {
  const ana = await Person.at(hub, t)
  await ana.visits("/")
  await ana.follows("Sign in")
  await ana.fills("User name or e-mail address", "ana")
  await ana.fills("Password", "correct horse battery")
  await ana.presses("Sign in")

  await ana.hasArrivedAt("/")
  await ana.page.getByRole("navigation", { name: "Main", exact: true }).getByText("@ana").waitFor()

  await ana.presses("Sign out")
  await ana.page.getByRole("link", { name: "Sign in" }).first().waitFor()
  await ana.visits("/publish")
  await ana.hasArrivedAt("/sign-in")
})

test("somebody who is asked to sign in arrives where they were going", async (t) => {
  const ana = await Person.at(hub, t)
  await ana.visits("/publish")
  await ana.hasArrivedAt("/sign-in")
  await ana.fills("User name or e-mail address", "ANA@example.org")
  await ana.fills("Password", "correct horse battery")
  await ana.presses("Sign in")

  await ana.hasArrivedAt("/publish")
})

test("a wrong password and an unknown name are told in the same words", async (t) => {
  const ana = await Person.at(hub, t)
  for (const name of ["ana", "nobody"]) {
    ana.expects("422 POST /sign-in")
    await ana.signsIn(name, "not the password")
    const { summary } = await ana.problems()
    assert.deepEqual(summary, ["User name or e-mail address: The name or the password is not right. Please try again."])
    assert.equal(await ana.page.getByLabel("User name or e-mail address").inputValue(), name)
    assert.equal(await ana.page.getByLabel("Password").inputValue(), "")
  }
})

test("a new account is used once its address is confirmed", async (t) => {
  await hub.account("tom", { confirmed: false })
  const tom = await Person.at(hub, t)
  tom.expects("422 POST /sign-in")
  await tom.signsIn("tom")
  await tom.reads("Please confirm your e-mail address first")

  await tom.visits(await linkInTheMailTo("tom@example.org"))
  await tom.reads("Confirm tom@example.org and you can sign in.")
  await tom.presses("Confirm the address")
  await tom.reads("Your e-mail address is confirmed. You can sign in now.")
  await tom.signsIn("tom")
  await tom.hasArrivedAt("/")
})

test("a session is worth nothing at another community of the hub", async (t) => {
  await hub.community("Mountain Air", { host: `mountain.localhost:${hub.port}`, people: ["ana"] })
  const ana = await Person.signedIn("ana", hub, t)
  const cookies = await ana.context.cookies()
  await ana.context.addCookies(cookies.map((cookie) => ({ ...cookie, domain: "mountain.localhost" })))

  await ana.visits(`http://mountain.localhost:${hub.port}/publish`)
  await ana.hasArrivedAt("/sign-in")
  assert.match(await ana.page.title(), /Mountain Air/)
})

/** Without a mail server, mails become files. */
async function linkInTheMailTo(address) {
  const folder = join(hub.folder, "mail")
  for (let attempt = 0; attempt < 100; attempt += 1) {
    for (const file of await readdir(folder).catch(() => [])) {
      const mail = (await readFile(join(folder, file), "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=")
      const link = mail.match(/http:\/\/\S+\/confirm\/[\w-]+/)
      if (mail.includes(address) && link) return link[0]
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`no mail to ${address} has come`)
}
