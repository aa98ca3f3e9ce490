"""What comes from other servers, and what is sent to them, beside what RSA alone would allow.

The hub has one core to itself, and everything else the other. `openssl speed` says, on the hub's core, how many signatures of
2048 bits it verifies and makes in a second. Activities that come were signed beforehand, each with an id, a digest and a
date of its own, by actors that the hub knows; wrk sends them. What is sent goes to 500 servers with an inbox each, over TLS;
they are one process that answers 202 and verifies nothing.
"""

import json, os, re, shutil, sqlite3, subprocess, sys, time
from pathlib import Path

from hub import CONNECTIONS, HERE, PASSWORD, PORT, SECONDS, TICKS, Hub, ask, sign_in

INBOXES = 500
# What is queued before anything is sent.
QUEUED = int(os.environ.get("BENCH_QUEUED", 100_000))
# Signed beforehand for each time that they are sent; there have to be more than the hub takes.
SIGNED = int(os.environ.get("BENCH_SIGNED", 40_000))
HUBS, OTHERS = 0, 1
HOST = f"localhost:{PORT}"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


class Servers:
    """All other servers, in one process."""

    def __init__(self, folder):
        port = folder / "port"
        command = [*pinned(OTHERS), "node", HERE / "servers.mjs", "take", folder, port.read_text() if port.exists() else "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        port.write_text(self.process.stdout.readline().strip())
        self.people = [f"https://h{at}.peers.localhost:{port.read_text()}/users/p{at}" for at in range(INBOXES)]

    def busy(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def pinned(core):
    return ["taskset", "-c", str(core)]


def limits():
    """How many signatures the hub's core verifies and makes in a second."""
    out = subprocess.run([*pinned(HUBS), "openssl", "speed", "-seconds", "2", "rsa2048"], capture_output=True, text=True).stdout
    made, verified = re.search(r"rsa\s+2048 bits\s+\S+\s+\S+\s+([\d.]+)\s+([\d.]+)", out).groups()
    return float(verified), float(made)


def sends(folder, activities, seconds):
    """Has the activities come for so long, as fast as they are taken; how many were a second."""
    file = folder / "requests"
    lines = "\n".join(json.dumps({"@context": "https://www.w3.org/ns/activitystreams"} | activity) for activity in activities)
    subprocess.run(["node", HERE / "servers.mjs", "sign", folder, HOST, file], input=lines, text=True, check=True)
    command = [*pinned(OTHERS), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", HERE / "requests.lua", f"http://127.0.0.1:{PORT}", "--", file]
    return lambda: re.search(r"RESULT (.*)", subprocess.run(command, capture_output=True, text=True).stdout).group(1)


def mixed(servers, people, posts, turn):
    """Of each ten: four likes, four comments, two follows."""
    likes = ((person, post) for post in posts for person in servers.people)
    for at in range(SIGNED):
        person = servers.people[at % INBOXES]
        own = f"{person}/{turn}/{at}"
        if at % 10 < 4:
            person, post = next(likes, (person, posts[0]))
            yield {"id": f"{person}/{turn}/{at}", "type": "Like", "actor": person, "object": post}
        elif at % 10 < 8:
            note = {"id": own, "type": "Note", "attributedTo": person, "inReplyTo": posts[at % len(posts)], "content": "<p>Salt and light.</p>",
                    "published": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "to": [PUBLIC], "cc": [people[0]], "tag": [], "attachment": []}
            yield {"id": f"{own}/create", "type": "Create", "actor": person, "to": note["to"], "cc": note["cc"], "object": note}
        else:
            yield {"id": own, "type": "Follow", "actor": person, "object": people[1 + at % (len(people) - 1)]}


def count(hub, sql):
    with sqlite3.connect(f"file:{hub.folder}/heliograph.db?mode=ro", uri=True, timeout=20) as db:
        return db.execute(sql).fetchone()[0]


UNDONE = "SELECT count(*) FROM jobs WHERE name = 'inbox.process' AND state IN ('waiting', 'held', 'running')"
UNSENT = "SELECT count(*) FROM deliveries WHERE state = 'waiting'"


def prepare(folder, hub, servers):
    """Some people, and 500 on other servers who follow Ana."""
    hub.command("demo", "--people", "20", "--posts", "60", "--pictures", "6", "--size", "320", "--password", PASSWORD)
    hub.start()
    try:
        ana = account(hub, count(hub, "SELECT account_id FROM users WHERE role = 'owner'"))
        follows = [{"id": f"{person}/follows", "type": "Follow", "actor": person, "object": ana} for person in servers.people]
        # Each once: what comes again is known.
        sends(folder, follows, 8)()
        while count(hub, UNDONE) or count(hub, UNSENT):
            time.sleep(0.2)
        followers = count(hub, "SELECT count(*) FROM follows WHERE uri IS NOT NULL")
        if followers != INBOXES:
            sys.exit(f"{followers} of {INBOXES} follow")
    finally:
        hub.stop()
    (folder / "filled").touch()


def account(hub, id):
    return f"http://{HOST}/ap/accounts/{id}"


def incoming(folder, hub, servers, verified):
    with sqlite3.connect(f"file:{hub.folder}/heliograph.db?mode=ro", uri=True) as db:
        people = [account(hub, id) for (id,) in db.execute("SELECT id FROM accounts WHERE tenant_id IS NOT NULL ORDER BY id")]
        posts = [f"http://{HOST}/ap/posts/{id}" for (id,) in db.execute("SELECT id FROM posts WHERE tenant_id IS NOT NULL AND parent_id IS NULL AND visibility = 'public'")]
    send = sends(folder, mixed(servers, people, posts, time.time_ns()), SECONDS)
    # Nobody works on what comes: only what an answer takes is measured.
    hub.start(WORKERS="0")
    before, busy = count(hub, "SELECT count(*) FROM received_activities"), hub.busy()
    requests, took, half, most, errors = (float(part) for part in send().split())
    used, taken = hub.busy() - busy, count(hub, "SELECT count(*) FROM received_activities") - before
    hub.stop()
    if errors or requests > SIGNED:
        sys.exit(f"{errors:.0f} of {requests:.0f} failed; BENCH_SIGNED is {SIGNED}")
    row("taken: verified, stored", taken / took, used / taken * 1e6, verified, half / 1000, most / 1000)

    hub.start()
    began, busy, left = time.perf_counter(), hub.busy(), count(hub, UNDONE)
    while time.perf_counter() - began < 2 * SECONDS and count(hub, UNDONE):
        time.sleep(0.1)
    done, used, took = left - count(hub, UNDONE), hub.busy() - busy, time.perf_counter() - began
    row("done: likes, comments, follows", done / took, used / done * 1e6, verified)
    # What is left of it would be sent with what is measured next.
    while count(hub, UNDONE) or count(hub, UNSENT):
        time.sleep(0.5)
    hub.stop()


def outgoing(hub, servers, made):
    hub.start(WORKERS="0")
    # A comment of each, in turn: nobody says so much at once.
    with sqlite3.connect(f"file:{hub.folder}/heliograph.db?mode=ro", uri=True) as db:
        names = [name for (name,) in db.execute("SELECT name FROM accounts WHERE tenant_id IS NOT NULL AND state = 'living' ORDER BY id")]
    people = [sign_in(name) for name in names]
    page = count(hub, "SELECT '/@' || a.name || '/' || p.id FROM posts p JOIN accounts a ON a.id = p.account_id JOIN users u ON u.account_id = a.id WHERE u.role = 'owner' AND parent_id IS NULL LIMIT 1")
    for word in range(QUEUED // INBOXES):
        status, answer, _ = ask(f"{page}/comments", people[word % len(people)], {"comment": f"Word {word} of many, as people say them below a photograph."})
        if status != 303:
            sys.exit(f"a comment was answered {status}: {answer[:300]}")
    hub.stop()

    hub.start(WORKERS="0")
    time.sleep(2)
    queued, idle = count(hub, UNSENT), hub.memory()
    hub.stop()
    hub.start()
    most, began = 0, time.perf_counter()
    # The first ones shake hands with everybody.
    time.sleep(2)
    first, busy, theirs, since = count(hub, UNSENT), hub.busy(), servers.busy(), time.perf_counter()
    while time.perf_counter() - since < 4 * SECONDS and count(hub, UNSENT) > INBOXES:
        most = max(most, hub.memory())
        time.sleep(0.25)
    sent, took = first - count(hub, UNSENT), time.perf_counter() - since
    used, theirs = hub.busy() - busy, servers.busy() - theirs
    row(f"sent to {INBOXES} inboxes", sent / took, used / sent * 1e6, made)
    print(f"  (other servers used {theirs / took * 100:.0f} % of their core, {theirs / sent * 1e6:.0f} us each; the hub {used / took * 100:.0f} % of its)")
    while count(hub, UNSENT):
        most = max(most, hub.memory())
        time.sleep(0.5)
    rest = time.perf_counter() - began
    print(f"\n{queued} deliveries queued: {idle:.0f} MiB idle, {most:.0f} MiB at most while they were sent, which took {rest:.0f} s; {hub.memory():.0f} MiB after", flush=True)
    hub.stop()


def row(name, speed, cost, limit, *times):
    shown = "".join(f" {time:>8.2f}" for time in times) or " " * 18
    print(f"{name:<32} {speed:>8.0f} {cost:>8.0f}{shown} {speed / limit:>8.1%}", flush=True)


def run(folder):
    folder.mkdir(parents=True, exist_ok=True)
    servers = Servers(folder)
    names = ",".join(f"h{at}.peers.localhost=127.0.0.0/8" for at in range(INBOXES))
    hub = Hub(folder / "hub", core=HUBS, FEDERATION_ALLOW=names, EXTRA_CA=str(folder / "ca.pem"))
    try:
        if not (folder / "filled").exists():
            shutil.rmtree(folder / "hub", ignore_errors=True)
            prepare(folder, hub, servers)
        verified, made = limits()
        print(f"\nother servers, SQLite, the hub on one core, which verifies {verified:.0f} and makes {made:.0f} signatures a second (RSA-2048)")
        print(f"{'':<32} {'a second':>8} {'cpu us':>8} {'p50 ms':>8} {'p99 ms':>8} {'of limit':>8}", flush=True)
        incoming(folder, hub, servers, verified)
        outgoing(hub, servers, made)
    finally:
        hub.stop()
        servers.process.terminate()
