#!/usr/bin/env python3
"""An IMAP server that misbehaves, on loopback, for tests.

usage: hostile_imap.py FOLDER CERTIFICATES
FOLDER gets `ports.json`, and `ready` when it listens, and a log of all bytes that clients sent (`wire.log`) besides one of
their commands per user (`USER.commands`). CERTIFICATES holds localhost.both.pem, elsewhere.example.both.pem and
expired.both.pem.

What it does after the login is in the user's name: `SCENARIO[:ARGUMENT]#UNIQUE`. What it does before is in the
port. Every user has a mailbox of its own with three messages, UIDs 1 to 3.
"""
import base64, json, os, socket, ssl, sys, threading, time

FOLDER, CERTIFICATES = sys.argv[1], sys.argv[2]
LOCK = threading.Lock()
USERS = {}


def message(number):
    return (f"From: balie@voorbeeld.nl\r\nSubject: Melding {number}\r\n\r\n"
            f"Tekst van melding {number}.\r\n").encode()


SPOOF = (b"Subject: misleiding\r\n\r\nA004 OK FETCH completed\r\n)\r\n* BYE\r\n* 9 EXPUNGE\r\n+ go\r\n"
         b"* SEARCH 7 8\r\nX-Spam-Flag: NO\r\n{5}\r\n* 1 FETCH (UID 9 BODY[] {3}\r\nabc)\r\nAFTER-SPOOF\r\n")


class Gone(Exception):
    pass


class User:
    def __init__(self, name):
        self.name = name
        self.scenario, _, self.argument = name.split("#")[0].partition(":")
        self.inbox = {n: message(n) for n in (1, 2, 3)}
        if self.scenario == "spoof":
            self.inbox[2] = SPOOF
        if self.scenario == "quoted":
            self.inbox[2] = b'Een "kort" bericht met \\ erin'
        if self.scenario == "huge":
            self.inbox = {}
        self.folders = {}
        self.deleted = set()
        self.sessions = self.fetches = self.moves = 0
        self.exists = 0


def user(name):
    with LOCK:
        return USERS.setdefault(name, User(name))


class Session:
    def __init__(self, sock, mode):
        self.sock, self.mode = sock, mode
        self.buffer = b""
        self.user = None
        self.limit = None  # bytes that may still be sent, then the line is cut
        self.chunk = None

    # --- line

    def send(self, data):
        if isinstance(data, str):
            data = data.encode()
        if self.limit is not None and len(data) >= self.limit:
            self.sock.sendall(data[:self.limit])
            raise Gone()
        if self.limit is not None:
            self.limit -= len(data)
        if self.chunk:
            for at in range(0, len(data), self.chunk):
                self.sock.sendall(data[at:at + self.chunk])
        else:
            self.sock.sendall(data)

    def line(self):
        while b"\r\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                raise Gone()
            with LOCK, open(f"{FOLDER}/wire.log", "ab") as log:
                log.write(data)
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        if self.user:
            with LOCK, open(f"{FOLDER}/{self.user.name}.commands", "ab") as log:
                log.write(line.partition(b" ")[2] + b"\n")
        return line.decode("latin-1")

    def encrypt(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if self.mode == "tls11":
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.load_cert_chain(f"{CERTIFICATES}/{certificate}.both.pem")
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # --- before the login

    def run(self):
        if self.mode in ("nostarttls", "starttls", "starttls_no", "starttls_inject", "preauth"):
            return self.plain()
        self.encrypt({"wrongname": "elsewhere.example", "expired": "expired"}.get(self.mode, "localhost"))
        if self.mode == "silent":
            time.sleep(60)
        elif self.mode == "endless":
            while True:
                self.send("* OK nog even\r\n" * 1000)
        elif self.mode == "binary":
            self.send(bytes(range(256)) * 1000)
        elif self.mode == "longline":
            self.send("* OK " + "x" * 2_000_000 + "\r\n")
        elif self.mode == "bye":
            self.send("* BYE onderhoud\r\n")
            return
        elif self.mode == "tlspreauth":
            self.send("* PREAUTH welkom\r\n")
        else:
            self.send("* OK klaar\r\n")
        self.commands()

    def plain(self):
        if self.mode == "preauth":
            self.send("* PREAUTH welkom\r\n")
        else:
            self.send("* OK klaar\r\n")
        while True:
            tag, _, command = self.line().partition(" ")
            word = command.upper()
            if word == "CAPABILITY":
                offer = "" if self.mode == "nostarttls" else " STARTTLS"
                self.send(f"* CAPABILITY IMAP4rev1{offer} AUTH=PLAIN\r\n{tag} OK\r\n")
            elif word == "STARTTLS" and self.mode == "starttls_no":
                self.send(f"{tag} NO nu niet\r\n")
            elif word == "STARTTLS" and self.mode == "starttls_inject":
                self.send(f"{tag} OK begin\r\n* OK ingevoegd\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
            elif word == "STARTTLS":
                self.send(f"{tag} OK begin\r\n")
                self.encrypt("localhost")
                return self.commands()
            else:
                self.send(f"{tag} OK\r\n")

    def login(self, tag, word, rest):
        if word == "AUTHENTICATE":
            mechanism = rest.split(" ")[0].upper()
            self.send("+ \r\n")
            answer = base64.b64decode(self.line())
            if mechanism == "XOAUTH2":
                name = answer.split(b"\x01")[0].removeprefix(b"user=").decode()
            else:
                name = answer.split(b"\0")[1].decode()
        else:
            name = rest.split(" ")[0].strip('"')
        scenario = name.split("#")[0]
        if scenario == "login_no":
            return self.send(f"{tag} NO [AUTHENTICATIONFAILED] onbekend\r\n")
        if scenario == "login_busy":
            return self.send(f"{tag} NO [UNAVAILABLE] later\r\n")
        if scenario == "login_bye":
            self.send("* BYE te druk\r\n")
            raise Gone()
        if scenario == "token_no":
            status = base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"mail"}').decode()
            self.send(f"+ {status}\r\n")
            self.line()
            return self.send(f"{tag} NO [AUTHENTICATIONFAILED] onbekend\r\n")
        self.user = user(name)
        self.user.sessions += 1
        extra = "* OK nog iets\r\n* 5 EXISTS\r\n* CAPAB" if scenario == "swallow" else ""
        self.send(f"{tag} OK binnen\r\n{extra}")
        if extra:
            time.sleep(0.2)
            self.send("ILITY half\r\n")

    # --- after it

    def commands(self):
        while True:
            tag, _, command = self.line().partition(" ")
            word, _, rest = command.partition(" ")
            word = word.upper()
            if word in ("AUTHENTICATE", "LOGIN"):
                self.login(tag, word, rest)
            elif word == "UID":
                word, _, rest = rest.partition(" ")
                self.uid(tag, word.upper(), rest)
            elif word == "LOGOUT":
                if self.scenario == "logout_silent":
                    time.sleep(60)
                self.send(f"* BYE\r\n{tag} OK\r\n")
                return
            else:
                getattr(self, "do_" + word.lower())(tag, rest)

    @property
    def scenario(self):
        return self.user.scenario if self.user else ""

    def ok(self, tag):
        self.send(f"{tag} OK klaar\r\n")

    def do_noop(self, tag, rest):
        self.ok(tag)

    do_id = do_subscribe = do_noop

    def do_capability(self, tag, rest):
        if not self.user:
            mechanisms = "" if self.mode == "loginonly" else " AUTH=PLAIN AUTH=XOAUTH2"
            return self.send(f"* CAPABILITY IMAP4rev1{mechanisms}\r\n{tag} OK\r\n")
        able = {"MOVE", "UIDPLUS", "IDLE"}
        if self.scenario in ("copy", "copy_no", "store_no", "store_cut", "noplus", "noplus_others"):
            able.discard("MOVE")
        if self.scenario in ("noplus", "noplus_others"):
            able.discard("UIDPLUS")
        if self.scenario == "noidle":
            able.discard("IDLE")
        if self.scenario == "huge" and self.user.argument.startswith("set"):
            able.add("ESEARCH")
        self.send(f"* CAPABILITY IMAP4rev1 {' '.join(sorted(able))}\r\n{tag} OK\r\n")

    def do_list(self, tag, rest):
        name = rest.partition(" ")[2]
        if self.scenario == "utf7":
            self.send('* LIST (\\HasNoChildren) "/" {3}\r\nabc\r\n')
        if name.strip('"') in self.user.folders:
            self.send(f'* LIST (\\HasNoChildren) "/" {name}\r\n')
        self.ok(tag)

    def do_create(self, tag, rest):
        if self.scenario == "create_no":
            return self.send(f"{tag} NO [NOPERM] niet hier\r\n")
        self.user.folders[rest.strip('"')] = []
        self.ok(tag)

    def do_select(self, tag, rest):
        u = self.user
        if self.scenario == "select_no":
            return self.send(f"{tag} BAD User is authenticated but not connected.\r\n")
        if self.scenario == "select_bye":
            self.send("* BYE onderhoud\r\n")
            raise Gone()
        if self.scenario == "select_flood":
            while True:
                self.send("* OK nog iets\r\n" * 1000)
        if self.scenario == "select_long":
            self.send("* OK " + "x" * 2_000_000 + "\r\n")
        validity = {"validity_zero": "0", "validity_bad": "99999999999"}.get(self.scenario, "7")
        if self.scenario == "validity_changes" and u.sessions > 1:
            validity = "8"
        self.send(f"* {self.count()} EXISTS\r\n* FLAGS (\\Seen)\r\n")
        if self.scenario != "validity_missing":
            self.send(f"* OK [UIDVALIDITY {validity}] ok\r\n")
        top = max(u.inbox, default=0)
        self.send(f"* OK [UIDNEXT {1 if self.scenario == 'uidnext_low' else top + 1}] ok\r\n")
        self.send(f"{tag} OK [READ-WRITE] klaar {{7}}\r\n")

    def count(self):
        if self.scenario == "huge":
            return int(self.user.argument.split("-")[1])
        return len(self.user.inbox)

    def uid(self, tag, word, rest):
        getattr(self, "uid_" + word.lower())(tag, rest)

    def uid_search(self, tag, rest):
        u = self.user
        if self.scenario == "search_bye":
            self.send("* BYE onderhoud\r\n")
            raise Gone()
        if self.scenario == "search_none":
            return self.ok(tag)
        if self.scenario == "search_bad":
            self.send("* SEARCH -5 0 1 1 2 99999999999999999999 4294967296 abc 3 3\r\n")
            return self.ok(tag)
        if self.scenario == "huge":
            return self.huge(tag, rest)
        if "DELETED" in rest:
            found = sorted(u.deleted | ({9} if self.scenario == "noplus_others" else set()))
        else:
            found = [n for n in sorted(u.inbox) if any(a <= n <= b for a, b in parse(rest.split(" ")[-1], u))]
        self.send("* SEARCH" + "".join(f" {n}" for n in found) + "\r\n")
        self.ok(tag)

    def huge(self, tag, rest):
        """200,000 numbers: `line-EXISTS` in one line, `set-EXISTS` as a set of odd numbers."""
        low, _, high = rest.split(" ")[-1].partition(":")
        high = 400_000 if high == "*" else int(high)
        step = 2 if self.user.argument.startswith("set") else 1
        numbers = range(1, 200_001 if step == 1 else 400_000, step)
        chosen = [n for n in numbers if int(low) <= n <= high]
        if step == 2:
            text = ",".join(map(str, chosen))
            self.send(f'* ESEARCH (TAG "{tag}") UID' + (f" ALL {text}" if text else "") + "\r\n")
        else:
            self.send("* SEARCH" + "".join(f" {n}" for n in chosen) + "\r\n")
        self.ok(tag)

    def uid_fetch(self, tag, rest):
        u = self.user
        wanted = [n for n in sorted(u.inbox) if any(a <= n <= b for a, b in parse(rest.split(" ")[0], u))]
        if "BODY" not in rest:
            for n in wanted:
                size = {"estimate": len(u.inbox[n]) + 2, "told_large": 90_000_000 if n == 2 else len(u.inbox[n])}.get(
                    self.scenario, len(u.inbox[n]))
                self.send(f'* {n} FETCH (UID {n} RFC822.SIZE {size} INTERNALDATE "24-Nov-2026 13:46:00 +0100")\r\n')
            return self.ok(tag)
        u.fetches += 1
        self.before_bodies(tag, wanted)
        if self.scenario == "fetch_no" and 2 in wanted:
            return self.send(f"{tag} NO niet leesbaar\r\n")
        if self.scenario == "fetch_bad_then_ok" and len(wanted) > 1:
            return self.send(f"{tag} BAD Command Error. 10\r\n")
        for n in wanted:
            self.body(n)
        if self.scenario == "fetch_bye_after":
            self.send("* BYE onderhoud\r\n")
            raise Gone()
        if self.scenario == "vanish" and u.fetches == 1:
            u.inbox.pop(2, None)
        self.ok(tag)

    def before_bodies(self, tag, wanted):
        u = self.user
        if self.scenario == "cut" and u.fetches == 1:
            self.limit = int(u.argument)
        if self.scenario == "spoof":
            self.chunk = int(u.argument)
        if self.scenario == "flags_first":
            self.send("* 1 FETCH (FLAGS (\\Seen))\r\n* 4 EXISTS\r\n* 0 RECENT\r\n* 3 FETCH (UID 3 FLAGS ())\r\n"
                      "* VANISHED (EARLIER) 41,43\r\n* 4 EXPUNGE\r\n")
        if self.scenario == "fetch_bye" and u.fetches == 1:
            self.send("* BYE onderhoud\r\n")
            raise Gone()

    def body(self, n):
        """One message's data; message 2 is the one that things happen to."""
        u, bytes_ = self.user, self.user.inbox[n]
        literal = b"{%d}\r\n%s" % (len(bytes_), bytes_)
        head = b'* %d FETCH (UID %d INTERNALDATE "24-Nov-2026 13:46:00 +0100" BODY[] ' % (n, n)
        s = self.scenario if n == 2 else ""
        if s in ("omit", "vanish") or (s == "omit_once" and u.fetches == 1):
            return
        if s == "lit_short":
            literal = b"{20}\r\n" + bytes_[:20]
        if s == "lit_short_raw":
            literal = b"{20}\r\n" + bytes_
        if s == "lit_4g":
            return self.send(head + b"{5000000000}\r\n" + b"x" * 4000)
        if s == "lit_overflow":
            return self.send(head + b"{99999999999999999999}\r\n" + b"x" * 4000)
        if s == "lit_negative":
            return self.send(head + b"{-5}\r\n")
        if s == "other_uid":
            head = head.replace(b"UID 2", b"UID 666")
        if s == "no_uid":
            head = head.replace(b"UID 2 ", b"")
        if s == "two":
            self.send(head.replace(b"UID 2", b"UID 777") + b"{3}\r\nabc)\r\n")
        if s == "double":
            self.send(head + b"{%d}\r\n%s)\r\n" % (len(bytes_), b"x" * len(bytes_)))
        if s == "nil":
            literal = b"NIL"
        if s == "empty":
            literal = b"{0}\r\n"
        if s == "quoted":
            literal = b'"' + bytes_.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
        if self.scenario == "cut_always" and str(n) in u.argument:
            self.send(head + b"{%d}\r\n%s" % (len(bytes_), bytes_[:10]))
            raise Gone()
        if self.scenario == "noise_always" and str(n) in u.argument:
            return self.send(b"* 1 FETCH nonsense\r\n")
        if s == "stall":
            self.send(head + b"{%d}\r\n%s" % (len(bytes_), bytes_[:10]))
            time.sleep(30)
            raise Gone()
        if s == "drip":
            self.send(head + b"{%d}\r\n" % len(bytes_))
            for at in range(len(bytes_)):
                self.send(bytes_[at:at + 1])
                time.sleep(0.1)
            return self.send(b")\r\n")
        if s == "long_item":
            return self.send(head + b"x" * 300_000)
        if s == "early_close":
            return self.send(head.replace(b" BODY[] ", b")\r\n") + b"BODY[] " + literal + b")\r\n")
        if s == "spaces":
            return self.send(head.replace(b"BODY[]", b" BODY[] ") + literal + b"  )\r\n")
        if s == "extra":
            return self.send(head.replace(b"UID 2", b'FLAGS (\\Seen "a" (b (c))) BODY[HEADER.FIELDS (DATE)]<0> {2}\r\nab '
                                          b'X-GM-LABELS (foo {3}\r\nabc) UID 2') + literal + b" MODSEQ (12))\r\n")
        self.send(head + literal + b")\r\n")

    def uid_move(self, tag, rest):
        u = self.user
        u.moves += 1
        if self.scenario == "move_no":
            return self.send(f"{tag} NO [NOPERM] alleen lezen\r\n")
        if self.scenario == "move_cut" and u.moves == 1:
            raise Gone()
        for n in self.chosen(rest):
            u.folders[rest.split(" ", 1)[1].strip('"')].append(u.inbox.pop(n))
            self.send("* 1 EXPUNGE\r\n")
        if self.scenario == "move_done_cut" and u.moves == 1:
            raise Gone()
        self.ok(tag)

    def chosen(self, rest):
        return [n for n in sorted(self.user.inbox) if any(a <= n <= b for a, b in parse(rest.split(" ")[0], self.user))]

    def uid_copy(self, tag, rest):
        if self.scenario == "copy_no":
            return self.send(f"{tag} NO [OVERQUOTA] vol\r\n")
        for n in self.chosen(rest):
            self.user.folders[rest.split(" ", 1)[1].strip('"')].append(self.user.inbox[n])
        self.ok(tag)

    def uid_store(self, tag, rest):
        if self.scenario == "store_no":
            return self.send(f"{tag} NO [NOPERM] alleen lezen\r\n")
        if self.scenario == "store_cut" and self.user.sessions == 1:
            raise Gone()
        self.user.deleted |= set(self.chosen(rest))
        self.ok(tag)

    def uid_expunge(self, tag, rest):
        for n in set(self.chosen(rest)) & self.user.deleted:
            del self.user.inbox[n]
            self.user.deleted.discard(n)
            self.send("* 1 EXPUNGE\r\n")
        self.ok(tag)

    def do_expunge(self, tag, rest):
        self.uid_expunge(tag, "1:*")

    def do_idle(self, tag, rest):
        u = self.user
        self.send("+ wacht\r\n")
        if self.scenario == "idle_bye" and u.sessions == 1:
            self.send("* BYE onderhoud\r\n")
            raise Gone()
        if self.scenario == "idle_flood":
            return self.idle_flood(tag)
        if self.scenario in ("idle_news", "idle_dead") and len(u.folders.get("Verwerkt", [])) == 3:
            u.inbox[4] = message(4)
            if self.scenario == "idle_news":
                self.send(f"* {len(u.inbox)} EXISTS\r\n")
        self.line()
        if self.scenario == "idle_dead" and u.sessions == 1:
            time.sleep(60)
        self.ok(tag)

    def idle_flood(self, tag):
        """Announces one more each millisecond, where nothing is."""
        self.sock.settimeout(0.001)
        u = self.user
        while True:
            u.exists += 1
            self.send(f"* {u.exists} EXISTS\r\n")
            try:
                self.line()
                break
            except TimeoutError:
                continue
        self.sock.settimeout(None)
        self.ok(tag)


def parse(text, u):
    top = max(u.inbox, default=0)
    for part in text.split(","):
        a, _, b = part.partition(":")
        a = top if a == "*" else int(a)
        b = a if not b else top if b == "*" else int(b)
        yield (min(a, b), max(a, b))


def serve(sock, mode):
    session = Session(sock, mode)
    try:
        session.run()
    except (Gone, OSError, ValueError, IndexError):
        pass
    finally:
        try:
            session.sock.close()
        except OSError:
            pass


def listen(listener, mode):
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=serve, args=(sock, mode), daemon=True).start()


ports = {}
for mode in ("tls", "starttls", "nostarttls", "starttls_no", "starttls_inject", "preauth", "tlspreauth", "silent",
             "endless", "binary", "longline", "bye", "tls11", "wrongname", "expired", "loginonly"):
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    ports[mode] = listener.getsockname()[1]
    threading.Thread(target=listen, args=(listener, mode), daemon=True).start()
with open(f"{FOLDER}/ports.json", "w") as file:
    json.dump(ports, file)
open(f"{FOLDER}/ready", "w").close()
threading.Event().wait()
