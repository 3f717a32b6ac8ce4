"""A real SMTP server (aiosmtpd) that keeps what it takes: smtp_sink.py FOLDER CERTIFICATE TLS_PORT STARTTLS_PORT

User `jan` with password `wachtwoord`; or any user with a bearer token made for that user (a JSON web token whose `sub`
it is), except `vreemd`. Each message becomes FOLDER/NUMBER.json.
"""
import asyncio, base64, json, pathlib, ssl, sys

from aiosmtpd.smtp import SMTP, AuthResult, MISSING, auth_mechanism

folder, certificate = pathlib.Path(sys.argv[1]), sys.argv[2]
tls_port, starttls_port = int(sys.argv[3]), int(sys.argv[4])


class Handler:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        Handler.count += 1
        letter = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "mail_options": envelope.mail_options,
            "rcpt_options": envelope.rcpt_options,
            "content": envelope.original_content.decode("latin-1"),
            "user": (session.auth_data or b"").decode(),
        }
        path = folder / f"{Handler.count}.json"
        path.with_suffix(".tmp").write_text(json.dumps(letter))
        path.with_suffix(".tmp").rename(path)
        return "250 2.0.0 taken"

    @auth_mechanism("XOAUTH2")
    async def auth_bearer(self, server, args):
        if len(args) > 1:
            text = base64.b64decode(args[1]).decode()
        else:
            text = (await server.challenge_auth("")).decode()
        fields = dict(part.split("=", 1) for part in text.split("\x01") if "=" in part)
        user = fields.get("user", "")
        good = user != "vreemd" and user == owner(fields.get("auth", ""))
        if not good:
            await server.challenge_auth('{"status":"401","schemes":"bearer","scope":"mail"}')
        return AuthResult(success=good, handled=False, auth_data=user.encode())


def owner(bearer):
    try:
        body = bearer.removeprefix("Bearer ").split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"]
    except (IndexError, ValueError, KeyError):
        return None


def authenticate(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"jan", b"wachtwoord")
    return AuthResult(success=good, handled=False, auth_data=data.login)


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    handler = Handler()
    common = dict(authenticator=authenticate, auth_required=True, hostname="localhost")
    loop = asyncio.get_running_loop()
    await loop.create_server(
        lambda: SMTP(handler, auth_require_tls=False, **common), "127.0.0.1", tls_port, ssl=context)
    await loop.create_server(
        lambda: SMTP(handler, tls_context=context, require_starttls=True, **common),
        "127.0.0.1", starttls_port)
    (folder / "ready").touch()
    await asyncio.Event().wait()


asyncio.run(main())
