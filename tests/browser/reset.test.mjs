import { after, test } from "node:test"
import assert from "node:assert/strict"
import { Hub } from "../services/hub.mjs"
import { isForEverybody } from "./barriers.mjs"
import { Person } from "./person.mjs"

const hub = await Hub.start()
await hub.community("Harbour Lights", { people: ["ana", "tom"] })
after(() => hub.stop())

for (const [name, options] of [["ana", {}], ["tom", { javaScriptEnabled: false }]]) {
  test(`a lost password is replaced by a mailed link${options.javaScriptEnabled === false ? ", also without JavaScript" : ""}`, async (t) => {
    const elsewhere = await Person.signedIn(name, hub, t)
    const person = await Person.at(hub, t, options)
    const looks = async () => options.javaScriptEnabled ?? (await isForEverybody(person))
    await person.visits("/sign-in")
    await person.follows("Forgot your password?")
    await person.hasArrivedAt("/reset")
    await looks()
    await person.fills("User name or e-mail address", `${name}@example.org`)
    await person.presses("Mail me the link")
    await person.reads("Look into your mail")
    await looks()

    const link = await hub.linkInMail(`${name}@example.org`, "/reset/")
    await person.visits(link)
    await person.reads(`It will be the one for @${name}.`)
    await looks()
    person.expects(`422 POST ${new URL(link).pathname}`)
    await person.fills("New password", "short")
    await person.presses("Keep this password")
    assert.equal((await person.problems()).beside.length, 1)
    await looks()
    await person.fills("New password", "eleven purple umbrellas")
    await person.presses("Keep this password")
    await person.hasArrivedAt("/sign-in")

    // The old one counts no more, and whoever was signed in with it isn't.
    person.expects("422 POST /sign-in")
    await person.signsIn(name)
    await person.signsIn(name, "eleven purple umbrellas")
    await person.hasArrivedAt("/")
    await elsewhere.visits("/settings")
    await elsewhere.hasArrivedAt("/sign-in")

    // A link works once.
    person.expects(`410 GET ${new URL(link).pathname}`)
    await person.visits(link)
    await looks()
  })
}

test("whoever asks for somebody unknown reads the same page", async (t) => {
  const stranger = await Person.at(hub, t)
  await stranger.visits("/reset")
  await stranger.fills("User name or e-mail address", "nobody@example.org")
  await stranger.presses("Mail me the link")
  await stranger.reads("If there is an account by that name or address, a link is on its way to it.")
})
