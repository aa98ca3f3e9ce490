"""A server of bovine_herd as it comes, where one person lives: `herd.py FOLDER PORT HOST NAME`.

It is behind TLS at HOST. Every line that comes in is JSON and says what its person does by the client's half of ActivityPub;
every line that goes out is what came of it.
"""

import asyncio
import json
import socket
import sys
from pathlib import Path

import aiohttp.connector
from bovine import BovineClient
from bovine.crypto import generate_ed25519_private_key, private_key_to_did_key
from bovine.jsonld import jsonld_cache
from bovine_herd import BovineHerd
from bovine_store import bovine_admin_store
from hypercorn.asyncio import serve
from hypercorn.config import Config
from quart import Quart
from tortoise import Tortoise

folder, port, host, name = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
database = f"sqlite://{folder}/herd.sqlite3"

# RFC 6761, 6.3: no name server is asked for names under localhost.
ask = socket.getaddrinfo
socket.getaddrinfo = lambda name, *rest, **more: ask("127.0.0.1" if name.endswith(".localhost") else name, *rest, **more)
aiohttp.connector.DefaultResolver = aiohttp.ThreadedResolver

# It would fetch these, and no test needs the network.
SECURITY = "https://w3id.org/security"
jsonld_cache.add(f"{SECURITY}/v1", {
    "publicKey": {"@id": f"{SECURITY}#publicKey", "@type": "@id"},
    "publicKeyPem": f"{SECURITY}#publicKeyPem",
    "owner": {"@id": f"{SECURITY}#owner", "@type": "@id"},
})
for other in ["https://www.w3.org/ns/did/v1", f"{SECURITY}/multikey/v1"]:
    jsonld_cache.add(other, {})


async def register():
    """Makes the account, and a key for its person's program."""
    secret = generate_ed25519_private_key()
    async with bovine_admin_store(db_url=database, domain=f"https://{host}") as store:
        await Tortoise.generate_schemas()
        account = await store.register(name)
        await store.add_identity_string_to_actor(account, "program", private_key_to_did_key(secret))
    return secret


async def heard(person):
    """What came to the inbox, newest first, by id."""
    inbox = await person.get(person.information["inbox"])
    page = await person.get(inbox["first"]) if "first" in inbox else inbox
    return page.get("orderedItems", [])


async def do(person, asked):
    match asked:
        case {"who": _}:
            return person.information
        case {"say": activity}:
            answer = await person.send_to_outbox(activity)
            return answer.headers["location"]
        case {"read": uri}:
            return await person.proxy(uri)
        case {"heard": _}:
            return await heard(person)


async def listen(secret):
    async with BovineClient(domain=host, secret=secret) as person:
        print(json.dumps("ready"), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                came = {"done": await do(person, json.loads(line))}
            except Exception as error:
                came = {"failed": repr(error)}
            print(json.dumps(came), flush=True)


async def main():
    secret = await register()
    app = Quart(name, static_folder=str(folder / "files"), static_url_path="/files", root_path=str(folder))
    BovineHerd(app, db_url=database)
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    started, ended = asyncio.Event(), asyncio.Event()
    app.before_serving(lambda: started.set())
    server = asyncio.create_task(serve(app, config, shutdown_trigger=ended.wait))
    await started.wait()
    await listen(secret)
    ended.set()
    await server


asyncio.run(main())
