// Every sentence that a template asks for exists, takes the argument it is given, and none is left over.
import { readdir, readFile } from "node:fs/promises"

const root = new URL("..", import.meta.url)
const read = (path) => readFile(new URL(path, root), "utf8")
const list = async (folder, ending) =>
  (await readdir(new URL(folder, root), { recursive: true })).filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`)

// Sentences whose ids the server puts together.
const ELSEWHERE = /^(attribution|detail|licence|problem|error|accent|notice|reason|act|subject|role|state|change|device|hashtag-posts)(-|$)|-description$/
const ELSEWHERE_FILES = ["dates.ftl", "problems.ftl"]

const messages = new Map()
for (const file of await list("locales/en", ".ftl")) {
  for (const [, id, text] of (await read(file)).matchAll(/^([a-z][\w-]*) =((?:.*)(?:\n(?:[ }].*)?)*)/gm)) {
    if (messages.has(id)) complain(`${file}: ${id} is there twice`)
    messages.set(id, { file, text, asked: ELSEWHERE.test(id) || ELSEWHERE_FILES.some((name) => file.endsWith(name)) })
  }
}

for (const file of await list("templates", "")) {
  if (!/\.(html|txt)$/.test(file)) continue
  for (const [, verb, id, argument] of (await read(file)).matchAll(/\b(?:page|words|frame)\.(t|with|count)\("([\w-]+)"(?:,\s*"(\w+)")?/g)) {
    const message = messages.get(id)
    if (!message) {
      complain(`${file}: there is no message ${id}`)
      continue
    }
    message.asked = true
    const expected = verb === "count" ? "count" : argument
    const used = [...message.text.matchAll(/\$(\w+)/g)].map(([, name]) => name)
    if (expected && !used.includes(expected)) complain(`${file}: ${id} makes nothing of $${expected}`)
    for (const name of used) if (name !== expected) complain(`${file}: ${id} wants $${name}`)
  }
}

// Those that it names whole.
for (const file of await list("../app/src", ".rs")) {
  for (const [, id] of (await read(file)).matchAll(/"([a-z][\w-]*)"/g)) {
    const message = messages.get(id)
    if (message) message.asked = true
  }
}

for (const [id, { file, asked }] of messages) if (!asked) complain(`${file}: nothing says ${id}`)

function complain(sentence) {
  console.error(sentence)
  process.exitCode = 1
}
