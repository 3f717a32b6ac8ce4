"""Rich Text documents as Word and Outlook write them, and Outlook's packing of them (MS-OXRTFCP)."""
import struct
import zlib

START = (b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
         b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
         b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
FONTS = (r"{\fonttbl{\f0\fswiss\fcharset0 Calibri;}{\f1\fnil\fcharset2 Wingdings;}"
         r"{\f2\fswiss\fcharset238 Arial CE;}{\f3\fswiss\fcharset204 Arial Cyr;}}")


def packed(data):
    """LZFu: each group of eight pieces after a byte that says which are names of places."""
    window = bytearray(START + bytes(4096 - len(START)))
    write, at, out, pieces, flags = len(START), 0, bytearray(), bytearray(), 0
    count = 0

    def flush():
        nonlocal pieces, flags, count
        out.append(flags)
        out.extend(pieces)
        pieces, flags, count = bytearray(), 0, 0

    def put(byte):
        nonlocal write
        window[write] = byte
        write = (write + 1) % 4096

    while at < len(data):
        best, place = 0, 0
        for length in range(min(17, len(data) - at), 2, -1):
            found = bytes(window).find(data[at:at + length])
            if found >= 0 and not (found <= write < found + length) and found != write:
                best, place = length, found
                break
        if best:
            flags |= 1 << count
            pieces += struct.pack(">H", place << 4 | (best - 2))
            for byte in data[at:at + best]:
                put(byte)
            at += best
        else:
            pieces.append(data[at])
            put(data[at])
            at += 1
        count += 1
        if count == 8:
            flush()
    flags |= 1 << count
    pieces += struct.pack(">H", write << 4)
    flush()
    crc = zlib.crc32(bytes(out), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(out) + 12, len(data), b"LZFu", crc) + bytes(out)


def escaped(text):
    return "".join(
        "\\" + c if c in "\\{}" else c if ord(c) < 128 else "\\u%d?" % (ord(c) - (65536 if ord(c) > 32767 else 0))
        for c in text)


def table(rows):
    lines = ""
    for row in rows:
        lines += r"\trowd\cellx3000\cellx9000" + "\n"
        for cell in row:
            lines += r"\pard\intbl " + escaped(cell).replace("\n", r"\par ") + r"\cell" + "\n"
        lines += r"\row" + "\n"
    return lines + r"\pard "


def document(body, page=1252):
    return ("{" + r"\rtf1\ansi\ansicpg%d\deff0" % page + FONTS + r"{\colortbl;\red255\green0\blue0;}"
            r"{\stylesheet{\s0 Standaard;}}{\info{\author Iemand}{\title Niet lezen}}"
            r"{\*\generator Zelf gemaakt;}" + "\n" + body + "}").encode("ascii")


def page_inside(html):
    """A page packed in Rich Text, as Outlook does (MS-OXRTFEX): markup in htmltag, text outside."""
    import re
    out = r"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0" + FONTS + "\n"
    for piece in re.split(r"(<[^>]*>)", html):
        if piece.startswith("<"):
            out += r"{\*\htmltag64 " + escaped(piece) + "}"
            if piece in ("</p>", "<br>", "</tr>"):
                out += r"\htmlrtf \par \htmlrtf0 "
        else:
            out += escaped(piece)
    return (out + "}").encode("ascii")
