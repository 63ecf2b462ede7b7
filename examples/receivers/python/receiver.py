"""Receives the webhooks of RecordEngine: genuine ones are kept, each once, byte for byte. See ../README.md."""

import base64, contextlib, hashlib, hmac, os, sqlite3, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["ENDPOINT_SECRET"].removeprefix("whsec_"))
ADDRESS = (os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000")))


def is_genuine(id, timestamp, signatures, body):
    signed = hmac.digest(KEY, f"{id}.{timestamp}.".encode() + body, hashlib.sha256)
    right = b"v1," + base64.b64encode(signed)
    is_recent = timestamp.isdecimal() and abs(time.time() - int(timestamp)) <= 300
    return is_recent and any(hmac.compare_digest(right, each.encode()) for each in signatures.split(" "))


def keep(id, body):
    """False when it came before. On disk when it returns."""
    with contextlib.closing(sqlite3.connect(os.environ.get("INBOX", "inbox.sqlite"))) as database, database:
        database.execute("CREATE TABLE IF NOT EXISTS inbox (id TEXT PRIMARY KEY, body BLOB)")
        return database.execute("INSERT OR IGNORE INTO inbox VALUES (?, ?)", (id, body)).rowcount == 1


class Receiver(BaseHTTPRequestHandler):
    timeout = 30

    def do_POST(self):
        self.send_response(self.receive())
        self.end_headers()

    def receive(self):
        length = int(self.headers["content-length"] or -1)
        if not 0 <= length <= 8_000_000:
            return 413
        body = self.rfile.read(length)
        header = lambda name: self.headers.get(f"webhook-{name}", "")
        id = header("id")
        if not is_genuine(id, header("timestamp"), header("signature"), body):
            return 401
        print("kept" if keep(id, body) else "duplicate", id, flush=True)
        return 204  # at once: another process works through the inbox


server = ThreadingHTTPServer(ADDRESS, Receiver)
print(f"listening on port {server.server_port}", flush=True)
server.serve_forever()
