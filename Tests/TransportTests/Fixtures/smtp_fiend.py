"""An SMTP server that misbehaves: smtp_fiend.py FOLDER CERTIFICATE PORT MODE [TIMES]

Encrypts by STARTTLS, offers AUTH, SIZE and DSN, and then does what MODE says, the first TIMES times (0: always).
Everything that arrives goes into FOLDER/wire as one JSON object a line: connection, encrypted, bytes (latin-1).
Messages that it took for good are numbered files FOLDER/taken-N.
"""
import json, pathlib, socket, ssl, sys, threading, time

folder, certificate, port, mode = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
times = int(sys.argv[5]) if len(sys.argv) > 5 else 0
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate)
lock = threading.Lock()
wire = open(folder / "wire", "a")
counts = {"misdeeds": 0, "taken": 0, "recipients": 0}


class Hangup(Exception):
    pass


def misbehaves(name):
    """True when it is time for this misdeed."""
    if mode != name:
        return False
    with lock:
        if times and counts["misdeeds"] >= times:
            return False
        counts["misdeeds"] += 1
    return True


class Line:
    def __init__(self, number, connection):
        self.number, self.connection, self.encrypted, self.buffer = number, connection, False, b""
        self.seen = 0

    def receive(self):
        data = self.connection.recv(65536)
        with lock:
            wire.write(json.dumps([self.number, self.encrypted, data.decode("latin-1")]) + "\n")
            wire.flush()
        if not data:
            raise Hangup
        self.buffer += data

    def command(self):
        while b"\n" not in self.buffer:
            self.receive()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r").decode("latin-1")

    def message(self):
        while not self.buffer.startswith(b".\r\n") and b"\r\n.\r\n" not in self.buffer[self.seen:]:
            self.seen = max(0, len(self.buffer) - 4)
            if len(self.buffer) > 100_000 and misbehaves("cut_in_data"):
                raise Hangup
            self.receive()
        self.seen = 0
        if self.buffer.startswith(b".\r\n"):
            text, self.buffer = b"", self.buffer[3:]
        else:
            text, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
        return text

    def say(self, *lines):
        if mode == "tarpit":
            time.sleep(0.7)
        code = lines[0][:3]
        texts = [line if index == 0 else code + " " + line for index, line in enumerate(lines)]
        texts = [t if i == len(texts) - 1 else t[:3] + "-" + t[4:] for i, t in enumerate(texts)]
        self.connection.sendall("".join(t + "\r\n" for t in texts).encode("latin-1"))


def greet(line):
    if misbehaves("greet_554"):
        line.say("554 5.7.1 no mail from you")
        raise Hangup
    if misbehaves("greet_421"):
        line.say("421 4.3.2 too busy")
        raise Hangup
    if misbehaves("greet_nonsense"):
        line.say("HTTP/1.0 400 what")
        raise Hangup
    line.say("220 fiend.example ready")


def hello(line):
    offers = ["250 fiend.example", "SIZE" if mode == "cut_in_data" else "SIZE 40000", "DSN", "8BITMIME", "ENHANCEDSTATUSCODES"]
    if not line.encrypted and mode != "nostarttls":
        offers.append("STARTTLS")
    if mode == "early_auth" or (line.encrypted and mode != "noauth"):
        offers.append("AUTH PLAIN LOGIN")
    line.say(*offers)


def encrypt(line):
    if mode == "starttls_454":
        return line.say("454 4.7.0 not now")
    # What is pushed in front of the handshake must not count as said inside it.
    extra = "250 injected\r\n" if mode == "starttls_injection" else ""
    line.connection.sendall(("220 go\r\n" + extra).encode())
    line.connection = context.wrap_socket(line.connection, server_side=True)
    line.encrypted, line.buffer = True, b""


def login(line, words):
    if misbehaves("auth_535"):
        return line.say("535 5.7.8 wrong")
    if misbehaves("auth_454"):
        return line.say("454 4.7.0 cannot check now")
    if len(words) < 3:
        line.say("334 ")
        line.command()
        if words[1].upper() == "LOGIN":
            line.say("334 UGFzc3dvcmQ6")
            line.command()
    line.say("235 2.7.0 welcome")


def sender(line, taken):
    for name, answer in {
        "mail_452": "452 4.3.1 full", "mail_550": "550 5.7.60 not this sender",
        "mail_530": "530 5.7.0 log in first", "mail_552": "552 5.3.4 too big",
    }.items():
        if misbehaves(name):
            return line.say(answer)
    if misbehaves("cut_after_mail"):
        raise Hangup
    if mode == "closing_after_2" and taken == 2:
        line.say("421 4.7.0 enough for one connection")
        raise Hangup
    if misbehaves("two_answers"):
        return line.say("250 2.1.0 yes\r\n250 2.1.5 and the next one too")
    line.say("250 2.1.0 yes")


def recipient(line):
    with lock:
        counts["recipients"] += 1
        number = counts["recipients"]
    for name, answer in {
        "rcpt_450": "450 4.7.1 greylisted", "rcpt_550": "550 5.1.1 no such user",
        "rcpt_421": "421 4.3.2 closing", "rcpt_bare_550": "550 no", "rcpt_251": "251 forwarded",
        "rcpt_odd": "450 5.1.1 odd class", "rcpt_long": "550 " + "x" * 9000,
        "rcpt_many_lines": "\r\n".join(["550-no"] * 500 + ["550 no"]), "rcpt_nonsense": "yes",
    }.items():
        if misbehaves(name):
            return line.say(answer)
    if mode == "rcpt_second_550" and number == 2:
        return line.say("550 5.1.1 no such user")
    line.say("250 2.1.5 yes")


def data(line):
    if misbehaves("data_451"):
        return line.say("451 4.3.0 not now")
    if misbehaves("data_250"):
        return line.say("250 what")
    line.say("354 go on")
    text = line.message()
    for name, answer in {
        "dot_451": "451 4.3.0 later", "dot_552": "552 5.2.2 mailbox full",
        "dot_421": "421 4.3.2 closing", "dot_354": "354 still going on",
    }.items():
        if misbehaves(name):
            return line.say(answer)
    with lock:
        counts["taken"] += 1
        (folder / f"taken-{counts['taken']}").write_bytes(text)
    if misbehaves("cut_after_dot"):
        raise Hangup
    if misbehaves("slow_after_dot"):
        time.sleep(20)
    if misbehaves("nonsense_after_dot"):
        return line.say("\0\0\0\0")
    line.say("250 2.0.0 taken")
    return True


def serve(line):
    greet(line)
    taken = 0
    while True:
        command = line.command()
        words = command.split(" ")
        verb = words[0].upper()
        if verb in ("EHLO", "HELO"):
            hello(line)
        elif verb == "STARTTLS":
            encrypt(line)
        elif verb == "AUTH":
            login(line, words)
        elif verb == "MAIL":
            sender(line, taken)
        elif verb == "RCPT":
            recipient(line)
        elif verb == "DATA":
            taken += 1 if data(line) else 0
        elif verb == "RSET":
            line.say("250 2.0.0 forgotten")
        elif verb == "QUIT":
            line.say("221 2.0.0 bye")
            raise Hangup
        else:
            line.say("500 5.5.2 what?")


def handle(number, connection):
    line = Line(number, connection)
    try:
        serve(line)
    except (Hangup, OSError):
        pass
    finally:
        try:
            line.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        line.connection.close()


listener = socket.create_server(("127.0.0.1", port))
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
(folder / "ready").touch()
for number in range(1, 1_000_000):
    connection, _ = listener.accept()
    threading.Thread(target=handle, args=(number, connection), daemon=True).start()
