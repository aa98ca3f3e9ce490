// TLS with a certificate authority of the tests' own, before whatever speaks plain HTTP. Names under localhost lead here.

import { execFileSync } from "node:child_process"
import dns from "node:dns"
import { once } from "node:events"
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import http from "node:http"
import https from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import tls from "node:tls"

/** RFC 6761, 6.3: no name server is asked for names under localhost. */
const lookup = dns.lookup
dns.lookup = (name, options, done) => {
  const [wish, answer] = typeof options === "function" ? [{}, options] : [options, done]
  if (!name.endsWith(".localhost")) return lookup(name, wish, answer)
  if (typeof wish === "object" && wish.all) return answer(null, [{ address: "127.0.0.1", family: 4 }])
  return answer(null, "127.0.0.1", 4)
}

const folder = mkdtempSync(join(tmpdir(), "heliograph-tls-"))
const at = (name) => join(folder, name)
const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" })

openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Tests", "-keyout", "ca.key", "-out", "ca.pem",
  "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")

/** The file of the authority's certificate. */
export const authority = at("ca.pem")
tls.setDefaultCACertificates([...tls.getCACertificates("default"), readFileSync(authority, "utf8")])

function certificate(name) {
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`)
  writeFileSync(at(`${name}.ext`), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`)
  openssl("x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-out", `${name}.pem`, "-extfile", `${name}.ext`)
  return { key: readFileSync(at(`${name}.key`)), cert: readFileSync(at(`${name}.pem`)) }
}

/** An https server for `name` on a free port. */
export async function serve(name, answer) {
  const server = https.createServer(certificate(name), answer).listen(0, "127.0.0.1")
  await once(server, "listening")
  return { server, host: `${name}:${server.address().port}`, close: () => server.closeAllConnections() || server.close() }
}

/** TLS before the plain server on `port`, as a proxy has it. */
export async function proxy(name, port) {
  return serve(name, (request, response) => {
    const headers = { ...request.headers, "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" }
    const onward = http.request({ host: "127.0.0.1", port: port(), method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    onward.on("error", () => response.writeHead(502).end())
    request.pipe(onward)
  })
}
