import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { Person } from "./person.mjs"

const hub = await Hub.start()
after(() => hub.stop())

test("an empty hub says that it waits to be set up", async (t) => {
  const somebody = await Person.at(hub, t)
  somebody.expects("503 GET /")

  assert.equal(await somebody.visits("/"), 503)
  await somebody.reads("This hub is waiting to be set up")
})

test("a set-up link that somebody made up opens nothing", async (t) => {
  const somebody = await Person.at(hub, t)
  somebody.expects("410 GET /setup/made-up")

  assert.equal(await somebody.visits("/setup/made-up"), 410)
  await somebody.reads("This link no longer works")
})

test("what is wrong stands beside its field, and what was typed stays", async (t) => {
  const ana = await Person.at(hub, t)
  ana.expects(`422 POST ${new URL(hub.setUpLink).pathname}`)
  await ana.visits(hub.setUpLink)

  await ana.fills("Name of the community", "Harbour Lights")
  await ana.fills("In a sentence", "Photographs from the coast.")
  await ana.page.getByRole("radio", { name: "Teal" }).check()
  await ana.fills("User name", "Ana Maria")
  await ana.fills("E-mail address", "ana")
  await ana.fills("Password", "short")
  await ana.presses("Make the community")

  const { summary, beside } = await ana.problems()
  const labels = ["User name", "E-mail address", "Password"]
  assert.deepEqual(summary, beside.map((sentence, at) => `${labels[at]}: ${sentence}`))
  assert.equal(summary.length, 3)
  assert.match(await ana.page.locator("#name-error").textContent(), /A user name has no spaces/)
  assert.match(await ana.page.locator("#email-error").textContent(), /“ana” is not an e-mail address/)
  assert.match(await ana.page.locator("#password-error").textContent(), /at least 10 characters; this one has 5/)

  assert.equal(await ana.page.getByLabel("Name of the community").inputValue(), "Harbour Lights")
  assert.equal(await ana.page.getByLabel("In a sentence").inputValue(), "Photographs from the coast.")
  assert.equal(await ana.page.getByLabel("User name").inputValue(), "Ana Maria")
  assert.equal(await ana.page.getByRole("radio", { name: "Teal" }).isChecked(), true)
  assert.equal(await ana.page.getByLabel("Password").inputValue(), "", "a password is not sent back")

  // The summary leads to the field.
  await ana.page.locator(".problems a", { hasText: "e-mail" }).click()
  assert.equal(await ana.page.evaluate(() => document.activeElement.id), "email")
})

test("in a minute there is a community, and whoever made it is signed in", async (t) => {
  const ana = await Person.at(hub, t)
  const link = hub.setUpLink
  await ana.visits(link)
  assert.equal(await ana.page.getByLabel("Host name").inputValue(), `localhost:${hub.port}`)

  await ana.fills("Name of the community", "Harbour Lights")
  await ana.page.getByRole("radio", { name: "Teal" }).check()
  await ana.fills("User name", "ana")
  await ana.fills("E-mail address", "ana@example.org")
  await ana.fills("Password", "correct horse battery")
  await ana.presses("Make the community")

  await ana.hasArrivedAt("/")
  await ana.reads("Your community is ready. Publish the first photograph.")
  assert.match(await ana.page.title(), /Harbour Lights/)
  await ana.follows("Publish a photograph")
  await ana.hasArrivedAt("/publish")

  // The link was good for one time.
  ana.expects(`410 GET ${new URL(link).pathname}`)
  assert.equal(await ana.visits(link), 410)
})
