#!/usr/bin/env python3
"""An OAuth2 token service over HTTPS on loopback, for tests.

usage: token_server.py FOLDER CERTIFICATES KEY
FOLDER gets `port`, and `ready` when it listens, and one line per request in `CLIENT.requests` (the form, decoded, as JSON).
What it does is in the client_id: `SCENARIO#USER`; access tokens are JSON web tokens (HS256 with KEY) for USER.
"""
import base64, hashlib, hmac, http.server, json, os, ssl, sys, threading, time, urllib.parse

FOLDER, CERTIFICATES, KEY = sys.argv[1], sys.argv[2], sys.argv[3].encode()
LOCK = threading.Lock()
REFRESH = {}  # client -> the refresh token that is good now, once rotated
COUNT = {}


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(user, count):
    now = int(time.time())
    head = encoded(b'{"alg":"HS256","typ":"JWT"}') + b"." + encoded(
        json.dumps({"sub": user, "iat": now - 60, "exp": now + 3600, "jti": str(count)}).encode())
    return (head + b"." + encoded(hmac.new(KEY, head, hashlib.sha256).digest())).decode()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(
            self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True))
        client = form.get("client_id", "")
        with LOCK:
            with open(f"{FOLDER}/{client}.requests", "a") as log:
                log.write(json.dumps(form) + "\n")
            COUNT[client] = count = COUNT.get(client, 0) + 1
        scenario, _, user = client.partition("#")
        getattr(self, scenario)(form, client, user, count)

    def answer(self, status, body, kind="application/json"):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def plain(self, form, client, user, count):
        self.answer(200, {"token_type": "Bearer", "expires_in": 3600, "access_token": token(user, count)})

    def text(self, form, client, user, count):
        self.answer(200, {"expires_in": "3600", "x": [{"y": None}], "access_token": token(user, count)})

    def short(self, form, client, user, count):
        self.answer(200, {"expires_in": 0, "access_token": token(user, count)})

    def rotate(self, form, client, user, count):
        """Only the newest refresh token is good: one that was used is gone."""
        good = REFRESH.get(client, "eerste")
        if form.get("refresh_token") != good and form.get("refresh_token") != "nieuwe toestemming":
            return self.answer(400, {"error": "invalid_grant", "error_description": "geheime uitleg"})
        REFRESH[client] = f"volgende-{count}"
        self.answer(200, {"expires_in": 0, "access_token": token(user, count), "refresh_token": REFRESH[client],
                          "refresh_token_expires_in": 86400 * 10})

    def grant(self, form, client, user, count):
        self.answer(400, {"error": "invalid_grant", "error_description": "geheime uitleg"})

    def client(self, form, client, user, count):
        self.answer(401, {"error": "invalid_client"})

    def scope(self, form, client, user, count):
        self.answer(400, {"error": "invalid_scope"})

    def busy(self, form, client, user, count):
        self.answer(503, {"error": "temporarily_unavailable"})

    def page(self, form, client, user, count):
        self.answer(502, b"<html>storing</html>", "text/html")

    def garbage(self, form, client, user, count):
        self.answer(200, b'{"access_token": "x')

    def none(self, form, client, user, count):
        self.answer(200, {"expires_in": 3600})

    def large(self, form, client, user, count):
        self.answer(200, b'{"access_token": "' + b"x" * 1_000_000 + b'"}')

    def elsewhere(self, form, client, user, count):
        self.send_response(302)
        self.send_header("Location", "https://localhost:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def unknown(self, form, client, user, count):
        self.answer(418, {"error": "geheim\r\nwoord"})


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{CERTIFICATES}/localhost.both.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(f"{FOLDER}/port", "w") as file:
    file.write(str(server.server_address[1]))
open(f"{FOLDER}/ready", "w").close()
server.serve_forever()
