import { photographs } from "../browser/photographs.mjs"
import { openBrowser } from "../browser/browser.mjs"
import { Hub, PASSWORD } from "../services/hub.mjs"
import { Visitor } from "../services/visitor.mjs"
import { Peer } from "./peer.mjs"
import { authority, proxy } from "./tls.mjs"
const hub = await Hub.prepare({ FEDERATION_ALLOW: "peer.localhost=127.0.0.0/8,praia.localhost=127.0.0.0/8", EXTRA_CA: authority, TRUSTED_PROXIES: "127.0.0.1/32" })
const front = await proxy("praia.localhost", () => hub.port)
await hub.community("Praia", { host: `https://${front.host}` })
for (const n of ["ana", "ben"]) await hub.account(n, { host: "praia.localhost" })
await hub.promote("ana","owner",{host:"praia.localhost"}).catch(console.log)
await hub.command(["account","promote","--tenant","praia.localhost","--username","ana","--operator"]).catch((e)=>console.log(String(e).slice(0,200)))
await hub.run()
const peer = await Peer.start("peer.localhost", ["lena"])
const photos = await photographs(["dunes","coast","forest"].map((name) => ({ name, megapixels: 1 }))).catch(async () => { const {scenes}=await import("../browser/photographs.mjs"); return photographs(Object.keys(scenes).slice(0,3).map((name)=>({name,megapixels:1}))) })
const base = `https://${front.host}`
const ana = await Visitor.signedIn(base, "ana")
const actor = await peer.finds(`@ana@${front.host}`)
peer.has("/files/portrait.jpg", photos[1].buffer)
photos.forEach((p, i) => peer.has(`/files/${i}.jpg`, p.buffer))
for (const i of [0,1,2]) peer.note("lena", String(i), `<p>${["Salt pans at dawn, before anybody else was there. The water was as still as glass.","Fog over the <a href='https://peer.localhost/tags/coast'>#coast</a>","Light in the forest"][i]}</p>`)
await ana.visits(`/search?q=${encodeURIComponent(`@lena@${peer.host}`)}`)
const lena = `/@lena@${peer.host}`
await ana.visits(lena); await new Promise((d) => setTimeout(d, 4000))
await ana.sends(`${lena}/follow`, {}); await new Promise((d) => setTimeout(d, 2500))
await peer.follows("lena", actor); await new Promise((d) => setTimeout(d, 2000))
const mine = await ana.posts([{...photos[2], alt: "Trees"}], { title: "Evening", caption: "Trees", licence: "cc-by-4.0" })
await new Promise((d) => setTimeout(d, 4000))
peer.close(); await ana.sends(`${mine}/edit`, {}).catch(() => {})
const second = await ana.posts([{...photos[0], alt: "Dunes"}], { title: "Night", caption: "Dunes", licence: "cc-by-4.0" })
await new Promise((d) => setTimeout(d, 4000))
const browser = await openBrowser()
const out = process.argv[2]
for (const [w,h] of [[390,844],[1280,900]]) for (const scheme of ["light","dark"]) {
  const ctx = await browser.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, ignoreHTTPSErrors: true })
  const page = await ctx.newPage()
  await page.goto(`${base}/@ana/follow`); await page.screenshot({ path: `${out}/followfrom-${w}-${scheme}.png` })
  await page.goto(`${base}/sign-in`); await page.fill("#login","ana"); await page.fill("#password",PASSWORD); await page.click("form button[type=submit]"); await page.waitForURL((u)=>!u.pathname.startsWith("/sign-in"))
  const shots = { home: "/", search: "/search", searchlost: `/search?q=${encodeURIComponent("@nobody@gone.localhost")}`, people: "/search?q=a", remote: lena, deliveries: `${second}/deliveries`, mine: mine }
  await page.goto(`${base}/`); const html = await page.content()
  const rp = html.match(/href="(\/@lena@[^"]+\/\d+)"/)?.[1]
  if (rp) shots.remotepost = rp
  for (const [name, path] of Object.entries(shots)) { await page.goto(base + path); await page.waitForTimeout(700); await page.screenshot({ path: `${out}/${name}-${w}-${scheme}.png` }) }
  await page.goto(`${base}/operator/servers`); if (page.url().includes("sign-in/again")) { await page.fill("#password",PASSWORD).catch(()=>{}); await page.click("form button[type=submit]").catch(()=>{}); await page.waitForTimeout(800) }
  await page.screenshot({ path: `${out}/servers-${w}-${scheme}.png` })
  await ctx.close()
}
await browser.close(); await hub.stop(); front.close(); process.exit(0)
