#!/usr/bin/env python3
"""Writes hostile PDF files into a directory: bombs, loops, crowds. Standard library only; run by the tests."""
import os
import sys
import zlib


def build(objects, root=1, extra=b"", cut=None):
    """A file of numbered objects with a table of where they stand."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    at = {}
    for number, body in objects:
        at[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(at) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % at[number] if number in at else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, extra, start)
    return bytes(out[:cut])


def stream(data, filters=b"/FlateDecode", times=1, extra=b""):
    for _ in range(times):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter %s %s >>\nstream\n" % (len(data), filters, extra) + data + b"\nendstream"


def plain(data, extra=b""):
    return b"<< /Length %d %s >>\nstream\n" % (len(data), extra) + data + b"\nendstream"


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
HELLO = b"BT /F 11 Tf 60 700 Td (Woonplaats: Borne) Tj ET\n"


def page(contents, resources=b"/Font << /F 5 0 R >>", more=(), catalogue=b"", annots=b""):
    return build([
        (1, b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> %s >>"
         % (resources, annots)),
        (4, contents), (5, FONT)] + list(more))


def zeros(size):
    """Compressed, made piece by piece."""
    packer, out = zlib.compressobj(9), b""
    for _ in range(size >> 20):
        out += packer.compress(b" " * (1 << 20))
    return out + packer.flush()


def raw(data, extra=b"", filters=b"/FlateDecode"):
    return b"<< /Length %d /Filter %s %s >>\nstream\n" % (len(data), filters, extra) + data + b"\nendstream"


GIGABYTE = zeros(1 << 30)


def laughs():
    """Thirty forms, each of which draws the next one ten times."""
    forms = []
    for level in range(30):
        inner = b"/Resources << /XObject << /X %d 0 R >> >>" % (11 + level)
        data = b"/X Do " * 10 if level < 29 else HELLO
        forms.append((10 + level, plain(data, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + inner)))
    return page(plain(b"/X Do\n" + HELLO), b"/Font << /F 5 0 R >> /XObject << /X 10 0 R >>", forms)


def masks():
    """The same by soft masks of graphics states."""
    forms = []
    for level in range(30):
        inner = b"/Resources << /ExtGState << /G << /SMask << /S /Alpha /G %d 0 R >> >> >> >>" % (11 + level)
        data = b"/G gs " * 10 if level < 29 else HELLO
        forms.append((10 + level, plain(
            data, b"/Type /XObject /Subtype /Form /Group << /S /Transparency >> /BBox [0 0 9 9] " + inner)))
    return page(plain(b"/G gs\n" + HELLO),
                b"/Font << /F 5 0 R >> /ExtGState << /G << /SMask << /S /Alpha /G 10 0 R >> >> >>", forms)


def object_stream_bomb():
    packed = GIGABYTE
    objects = [(4, raw(packed, b"/Type /ObjStm /N 3 /First 20"))]
    out = bytearray(b"%PDF-1.7\n")
    at = len(out)
    out += b"4 0 obj\n" + objects[0][1] + b"\nendobj\n"
    start = len(out)
    rows = b""
    for number, (kind, one, two) in enumerate([(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, at, 0),
                                               (1, start, 0)]):
        rows += bytes([kind]) + one.to_bytes(4, "big") + bytes([two])
    out += b"5 0 obj\n" + plain(rows, b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R") + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def table_bomb():
    out = bytearray(b"%PDF-1.7\n")
    start = len(out)
    out += b"5 0 obj\n" + raw(GIGABYTE, b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R") + b"\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pages(count):
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(count))
    return build([(1, b"<< /Type /Catalog /Pages 2 0 R >>"),
                  (2, b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count), (4, plain(HELLO)), (5, FONT)]
                 + [(10 + i, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                     b"/Resources << /Font << /F 5 0 R >> >> >>") for i in range(count)])


def nest(depth):
    """Page trees in one another, and arrays in one another."""
    nodes = [(10 + i, b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + i)) for i in range(depth)]
    return build([(1, b"<< /Type /Catalog /Pages 10 0 R >>")] + nodes
                 + [(10 + depth, b"<< /Type /Page /MediaBox [0 0 595 842] >>")])


def words(count):
    """Much text on one page, each character a word of its own."""
    return page(stream(b"BT /F 1 Tf 1 0 0 1 5 5 Tm " + b"".join(
        b"1 0 0 1 %d %d Tm (a) Tj " % (i % 590, i // 590 % 840) for i in range(count)) + b"ET"))


def fields(count, loop=False):
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(count))
    objects = []
    for i in range(count):
        parent = b"/Kids [%d 0 R]" % (10 + (i + 1) % count) if loop else b""
        objects.append((10 + i, b"<< /FT /Tx /T (v%d) /V (Borne) /Subtype /Widget /Rect [50 %d 300 %d] %s >>"
                        % (i, i % 800, i % 800 + 12, parent)))
    return page(plain(HELLO), more=objects, catalogue=b"/AcroForm << /Fields [" + kids + b"] >>",
                annots=b"/Annots [" + kids + b"]")


def cmap():
    text = (b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
            + b"100 beginbfrange " + b"<0000> <ffff> <0041>\n" * 20000 + b"endbfrange endcmap end end")
    font = (b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 11 0 R /DescendantFonts "
            b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I) "
            b"/Supplement 0 >> >>] >>")
    return page(plain(HELLO), b"/Font << /F 10 0 R >>", [(10, font), (11, stream(text))])


FILES = {
    # name: (what may become of it, words that must be read all the same)
    "bom_inhoud": lambda: page(raw(GIGABYTE)),
    "bom_dubbel": lambda: page(raw(zlib.compress(GIGABYTE, 9), filters=b"[/FlateDecode /FlateDecode]")),
    "bom_objecten": object_stream_bomb,
    "bom_tabel": table_bomb,
    "bom_bijlage": lambda: page(plain(HELLO), more=[
        (10, b"<< /Names [(a) << /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>] >>"), (11, raw(GIGABYTE))],
        catalogue=b"/Names << /EmbeddedFiles 10 0 R >>"),
    "bom_vormen": laughs,
    "bom_maskers": masks,
    "bom_delen": lambda: build([
        (1, b"<< /Type /Catalog /Pages 2 0 R >>"), (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [" + b"4 0 R " * 190000 + b"] >>"),
        (4, stream(b" " * 100000))]),
    "bom_tekenset": cmap,
    "veel_woorden": lambda: words(400000),
    "veel_tekst": lambda: page(stream(HELLO * 200000)),
    "veel_paginas": lambda: pages(20000),
    "vijfhonderd": lambda: pages(500),
    "veel_velden": lambda: fields(120000),
    "diep": lambda: nest(5000),
    "haken": lambda: page(plain(HELLO), catalogue=b"/X " + b"[" * 200000 + b"]" * 200000),
    "lus_paginas": lambda: build([
        (1, b"<< /Type /Catalog /Pages 2 0 R >>"), (2, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"),
        (3, b"<< /Type /Pages /Kids [2 0 R] /Parent 3 0 R /Count 1 >>")]),
    "lus_tekening": lambda: page(plain(HELLO + b"/X Do"), b"/Font << /F 5 0 R >> /XObject << /X 10 0 R >>", [
        (10, plain(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>"))]),
    "lus_velden": lambda: fields(50, loop=True),
    "lus_namen": lambda: page(plain(HELLO), more=[(10, b"<< /Kids [10 0 R 10 0 R] >>")],
                              catalogue=b"/Names << /EmbeddedFiles 10 0 R >>"),
    "lus_tabel": lambda: page(plain(HELLO)).replace(b"/Root", b"/Prev 0000000009 /Root"),
    "lus_lengte": lambda: page(b"<< /Length 4 0 R >>\nstream\n" + HELLO + b"\nendstream"),
    "afgekapt": lambda: page(plain(HELLO))[:300],
    "rommel": lambda: b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog >> endobj 9 0 obj [ ( <<\n" * 200000,
}

if __name__ == "__main__":
    for name, make in FILES.items():
        with open(os.path.join(sys.argv[1], name + ".pdf"), "wb") as file:
            file.write(make())
