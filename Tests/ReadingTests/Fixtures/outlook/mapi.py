"""Properties of messages as Outlook keeps them: in .msg (MS-OXMSG) and in winmail.dat (MS-OXTNEF)."""
import datetime
import struct

from compound import compound

TEXT, ANSI, BINARY, LONG, TIME, OBJECT = 0x1F, 0x1E, 0x102, 3, 0x40, 0x0D


def ticks(text):
    moment = datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)
    return (int(moment.timestamp()) + 11644473600) * 10_000_000


class Message:
    """`page`: every text is kept in this code page instead of in Unicode."""

    def __init__(self, page=None, kind="IPM.Note"):
        self.page, self.properties, self.recipients, self.attachments = page, [], [], []
        self.text(0x1A, kind)
        if page:
            self.number(0x3FFD, page).number(0x3FDE, page)

    def text(self, number, value):
        self.properties.append((number, ANSI if self.page else TEXT, value))
        return self

    def binary(self, number, value):
        self.properties.append((number, BINARY, value))
        return self

    def number(self, number, value):
        self.properties.append((number, LONG, value))
        return self

    def time(self, number, value):
        self.properties.append((number, TIME, ticks(value)))
        return self

    def sender(self, name, smtp=None, exchange=None):
        self.text(0x42, name).text(0x64, "EX" if exchange else "SMTP").text(0x65, exchange or smtp)
        if exchange and smtp:
            self.text(0x5D02, smtp)
        return self

    def recipient(self, name, email, kind=1, exchange=None):
        one = Message.bare(self.page)
        one.text(0x3001, name).text(0x3003, exchange or email).number(0x0C15, kind)
        if exchange:
            one.text(0x39FE, email)
        self.recipients.append(one)
        return self

    def attach(self, name, data, short=None, mime=None, method=1):
        """`data`: bytes, a message, or None for a link."""
        one = Message.bare(self.page)
        one.text(0x3707, name).text(0x3704, short or name[:12]).text(0x3001, name)
        if mime:
            one.text(0x370E, mime)
        one.data = data
        one.number(0x3705, 5 if isinstance(data, Message) else method)
        self.attachments.append(one)
        return self

    @classmethod
    def bare(cls, page):
        one = cls.__new__(cls)
        one.page, one.properties, one.recipients, one.attachments, one.data = page, [], [], [], None
        return one

    def encoded(self, kind, value):
        if kind == TEXT:
            return value.encode("utf-16-le")
        if kind == ANSI:
            return value.encode("cp%d" % self.page)
        return value

    # .msg

    def folder(self, header):
        fixed, found = header, {}
        for number, kind, value in self.properties:
            if kind in (LONG, TIME):
                fixed += struct.pack("<HHIQ", kind, number, 6, value)
            else:
                data = self.encoded(kind, value)
                found["__substg1.0_%04X%04X" % (number, kind)] = data
                fixed += struct.pack("<HHIII", kind, number, 6, len(data) + (2 if kind == TEXT else 1 if kind == ANSI else 0), 0)
        for index, one in enumerate(self.recipients):
            found["__recip_version1.0_#%08X" % index] = one.folder(bytes(8))
        for index, one in enumerate(self.attachments):
            inner = one.folder(bytes(8))
            if isinstance(one.data, Message):
                inner["__substg1.0_3701000D"] = one.data.folder(bytes(24))
            elif one.data is not None:
                inner["__substg1.0_37010102"] = one.data
            found["__attach_version1.0_#%08X" % index] = inner
        found["__properties_version1.0"] = fixed
        return found

    def msg(self):
        root = self.folder(bytes(32))
        root["__nameid_version1.0"] = {"__substg1.0_00020102": b"", "__substg1.0_00030102": b""}
        return compound(root)

    # winmail.dat

    def listed(self, extra=()):
        """A list of properties; `extra` holds objects, already packed."""
        out = struct.pack("<I", len(self.properties) + len(extra))
        for number, kind, value in self.properties:
            out += struct.pack("<HH", kind, number)
            if kind == LONG:
                out += struct.pack("<I", value)
            elif kind == TIME:
                out += struct.pack("<Q", value)
            else:
                data = self.encoded(kind, value) + (b"\0\0" if kind == TEXT else b"\0" if kind == ANSI else b"")
                out += struct.pack("<II", 1, len(data)) + data + bytes(-len(data) % 4)
        for number, data in extra:
            out += struct.pack("<HHII", OBJECT, number, 1, len(data)) + data + bytes(-len(data) % 4)
        return out

    def tnef(self, body=None, legacy=False):
        """`legacy`: only the attributes that Schedule+ and Mail 3 knew."""
        out = struct.pack("<IH", 0x223E9F78, 1)

        def put(level, attribute, data):
            nonlocal out
            out += struct.pack("<BII", level, attribute, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

        put(1, 0x00089006, struct.pack("<I", 0x10000))
        put(1, 0x00069007, struct.pack("<II", self.page or 1252, 0))
        kind = next(value for number, _, value in self.properties if number == 0x1A)
        put(1, 0x00078008, kind.encode() + b"\0")
        if body:
            put(1, 0x0002800C, body.encode("cp%d" % (self.page or 1252)) + b"\0")
        if legacy:
            value = {number: value for number, _, value in self.properties}
            put(1, 0x00018004, value[0x37].encode("cp1252") + b"\0")
            name, address = value[0x42].encode("cp1252") + b"\0", b"SMTP:" + value[0x65].encode() + b"\0"
            put(1, 0x00008000, struct.pack("<HHHH", 4, 16 + len(name) + len(address), len(name), len(address)) + name + address)
            put(1, 0x00038005, struct.pack("<7H", 2026, 10, 6, 21, 40, 12, 2))
        else:
            if self.recipients:
                put(1, 0x00069004, struct.pack("<I", len(self.recipients)) + b"".join(r.listed() for r in self.recipients))
            put(1, 0x00069003, self.listed())
        for one in self.attachments:
            put(2, 0x00069002, bytes(14))
            name = dict((n, v) for n, _, v in one.properties)[0x3704]
            put(2, 0x00018010, name.encode("cp1252") + b"\0")
            extra = []
            if isinstance(one.data, Message):
                extra.append((0x3701, bytes.fromhex("0703020000000000c000000000000046") + one.data.tnef()))
            elif one.data is not None:
                put(2, 0x0006800F, one.data)
            if not legacy:
                put(2, 0x00069005, one.listed(extra))
        return out
