#!/usr/bin/python3
"""Writes hostile pictures into a directory: hostile.py DIRECTORY. No other module than Python's own."""
import os
import struct
import sys
import zlib

out = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))


def save(name, data):
    with open(os.path.join(out, name), "wb") as file:
        file.write(data)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, data, bits=1, kind=0):
    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(width, height, strip, compression=1, loop=False):
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, compression), (262, 3, 1, 0),
        (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, len(strip)),
    ]
    directory = struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        directory += struct.pack("<HHII", tag, kind, count, value)
    directory += struct.pack("<I", 8 if loop else 0)
    head = b"II*\0" + struct.pack("<I", 8) + directory
    return head.ljust(200, b"\0") + strip


def pages(count):
    """So many small pages, one after the other."""
    data = b"II*\0" + struct.pack("<I", 8)
    for number in range(count):
        start = 8 + number * 700
        page = tiff(64, 64, b"\xaa" * 512)[8:]
        page = page.replace(struct.pack("<HHII", 273, 4, 1, 200), struct.pack("<HHII", 273, 4, 1, start + 180))
        end = 2 + 12 * 9
        following = start + 700 if number + 1 < count else 0
        page = page[:end] + struct.pack("<I", following) + page[end + 4:]
        data += page[:126].ljust(180, b"\0") + b"\xaa" * 512 + b"\0" * 8
    return data


form = open(os.path.join(here, "formulier.png"), "rb").read()
photo = open(os.path.join(here, "formulier.jpg"), "rb").read()
scan = open(os.path.join(here, "formulier.tif"), "rb").read()
document = open(os.path.join(here, "formulier.pdf"), "rb").read()

# Ten thousand million pixels, declared and never sent, or packed into a few kB.
save("declared.png", png(100_000, 100_000, zlib.compress(b"\0" * 1000)))
save("declared.tif", tiff(100_000, 100_000, b"\0" * 1000))
save("declared.jpg", photo.replace(photo[photo.index(b"\xff\xc0") + 5:][:4], b"\xff\xff\xff\xff", 1))
save("packed.png", png(30_000, 30_000, zlib.compress(b"\0" * 3751 * 30_000, 9)))
save("negative.tif", tiff(0xFFFFFFFF, 0xFFFFFFFF, b"\0" * 10))
save("empty.tif", tiff(0, 0, b""))
save("loop.tif", tiff(64, 64, b"\xaa" * 512, loop=True))
save("pages.tif", pages(14))
save("forever.tif", pages(3000))
for name, data in (("png", form), ("jpg", photo), ("tif", scan), ("pdf", document)):
    save(f"cut.{name}", data[: len(data) // 2])
    save(f"head.{name}", data[:12])
    middle = bytearray(data)
    for at in range(len(data) // 3, len(data) // 3 + 200):
        middle[at] ^= 0x5A
    save(f"changed.{name}", bytes(middle))
save("nothing.png", b"")
save("letter.png", b"Dit is geen plaatje.")


def pdf(box, content, image=b""):
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + box + b"]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content), image or b"null",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + table + (
        b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data))


packed = zlib.compress(b"\0" * (50_000 * 50_000 // 8), 9)
packed = zlib.compress(packed, 9)
save("huge-page.pdf", pdf(b"1000000 1000000", b"q 100 0 0 100 0 0 cm /I Do Q"))
save("thin-page.pdf", pdf(b"14400 0.5", b""))
save("bomb.pdf", pdf(b"595 842", b"q 595 0 0 842 0 0 cm /I Do Q",
    b"<</Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 1/ColorSpace/DeviceGray"
    b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(packed), packed)))
