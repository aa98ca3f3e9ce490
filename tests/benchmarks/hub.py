"""A hub to be measured, and somebody who uses it."""

import http.client, os, re, signal, subprocess, sys, time, urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONNECTIONS, SECONDS, PORT = 32, int(os.environ.get("BENCH_SECONDS", 5)), 8949
PASSWORD = "correct horse battery"
TICKS = os.sysconf("SC_CLK_TCK")


def binary():
    target = os.environ.get("CARGO_TARGET_DIR") or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "heliograph/target"
    found = Path(os.environ.get("HELIOGRAPH_TEST_BINARY") or Path(target) / "release/heliograph")
    if not found.is_file():
        sys.exit(f"{found} is missing: build it with “cargo build --release --workspace --bins”, or name another with HELIOGRAPH_TEST_BINARY.")
    return str(found)


class Hub:
    """A hub in a folder of its own."""

    def __init__(self, folder, database=None, core=None, **settings):
        """On all cores, or on one. Settings are variables without their prefix."""
        self.folder, self.core, self.process = Path(folder), core, None
        ours = {"DATA_DIR": str(folder), "BIND": f"127.0.0.1:{PORT}", "LOG": "warn"} | settings
        if database:
            ours["DATABASE_URL"] = database
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HELIOGRAPH_")}
        self.environment = kept | {f"HELIOGRAPH_{name}": value for name, value in ours.items()}

    def command(self, *arguments):
        done = subprocess.run([binary(), *arguments], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"heliograph {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def start(self, **settings):
        """Starts it, and says how long it took to the first answer."""
        began = time.perf_counter()
        environment = self.environment | {f"HELIOGRAPH_{name}": value for name, value in settings.items()}
        pinned = [] if self.core is None else ["taskset", "-c", str(self.core)]
        self.process = subprocess.Popen([*pinned, binary()], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while True:
            try:
                if ask("/healthz")[0] == 200:
                    return time.perf_counter() - began
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(self.process.stderr.read().decode())
                time.sleep(0.002)

    def stop(self):
        """Ends it, if it runs."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def memory(self):
        """MiB that are its own."""
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text()).group(1)) / 1024

    def busy(self):
        """Seconds of CPU it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def ask(path, cookie=None, fields=None):
    connection = http.client.HTTPConnection("localhost", PORT, timeout=30)
    headers = {"Host": f"localhost:{PORT}"} | ({"Cookie": cookie} if cookie else {})
    body = None
    if fields is not None:
        body = urllib.parse.urlencode(fields)
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{PORT}"}
    connection.request("POST" if fields is not None else "GET", path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers


def sign_in(name="ana"):
    cookies = {}
    _, _, headers = ask("/sign-in")
    for header in headers.get_all("Set-Cookie") or []:
        cookies.update([header.split(";")[0].split("=", 1)])
    sent = "; ".join("=".join(pair) for pair in cookies.items())
    status, page, headers = ask("/sign-in", sent, {"login": name, "password": PASSWORD})
    for header in headers.get_all("Set-Cookie") or []:
        cookies.update([header.split(";")[0].split("=", 1)])
    if status != 303:
        sys.exit(f"{name} can't sign in: {status} {page[:300]}")
    return "; ".join("=".join(pair) for pair in cookies.items())
