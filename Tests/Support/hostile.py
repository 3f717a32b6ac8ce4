#!/usr/bin/env python3
"""Writes hostile messages and files into a directory, and `table.tsv` with what each must come to.

Standard library only; the same bytes each time. Columns of the table: file, kinds (MI-.. messages, FA-.. forms and
attachments), door, outcome, reason, words that the record must have, words that it must not have; words are
separated by `|`, and an outcome of `*` is any.
"""
import base64
import io
import os
import random
import sys
import zipfile
import zlib

FORM = ("Gemeente: Borne\nAdres: Tinnen Egelweg 4\nPostcode: 7622 AB\nPlaats: Borne\n"
        "Toelichting: achter de zwaluwschuur slapen zes mannen op matrassen\n")
HEAD = "From: Noor Balie <noor@borne.example>\nTo: signalen@twente.example\nSubject: melding zwaluw\nMIME-Version: 1.0\n"
KEPT = "zwaluwschuur"
ROWS = []


def case(name, kinds, data, outcome="signal", reason="", words=KEPT, without="", door="mail"):
    if isinstance(data, str):
        data = data.encode()
    ROWS.append((name, kinds, door, outcome, reason, words, without))
    with open(os.path.join(sys.argv[1], name), "wb") as file:
        file.write(data)


def text(body=FORM, head=HEAD, more=""):
    return head + more + "\n" + body


def parts(*bodies, kind="mixed", end=True, boundary="b"):
    """A multipart message; each body with its own header."""
    out = HEAD + f"Content-Type: multipart/{kind}; boundary={boundary}\n\n"
    for body in bodies:
        out += f"--{boundary}\n{body}\n"
    return out + (f"--{boundary}--\n" if end else "")


def attached(name, data, kind="application/octet-stream", body=FORM):
    """A message with one file beside its text."""
    packed = base64.encodebytes(data if isinstance(data, bytes) else data.encode()).decode()
    return parts("\n" + body, f"Content-Type: {kind}; name=\"{name}\"\nContent-Disposition: attachment\n"
                 f"Content-Transfer-Encoding: base64\n\n{packed}")


def nested(depth, core=FORM):
    levels = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(depth))
    return HEAD + levels + "Content-Type: text/plain\n\n" + core


def archive(*entries, level=9):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as box:
        for name, data in entries:
            box.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENTITIES = ("<!DOCTYPE a [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">"
            "<!ENTITY f SYSTEM \"file:///etc/passwd\"><!ENTITY u SYSTEM \"http://127.0.0.1:9/x\">]>")


def docx(body, prolog="", more=()):
    document = f"{prolog}<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>"
    return archive(("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), *more)


def line(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def lines(words):
    return "".join(line(row) for row in words.splitlines())


def messages():
    """MI-01 to MI-14."""
    case("diep-12", "MI-01", nested(12))
    case("diep-500", "MI-01", nested(500), "quarantine", "limit:depth", words="")
    case("diep-5000", "MI-01", nested(5000), "quarantine", "limit:parts|limit:depth", words="")
    case("berichten-500", "MI-01", HEAD + "Content-Type: message/rfc822\n\nSubject: m\n" * 500 + "\n" + FORM,
         "quarantine", "limit:depth", words="")

    case("grens-zonder-einde", "MI-02", parts("\n" + FORM, end=False))
    case("grens-nooit", "MI-02", HEAD + "Content-Type: multipart/mixed; boundary=weg\n\n" + FORM)
    case("grens-niet-genoemd", "MI-02", HEAD + "Content-Type: multipart/mixed\n\n--b\n\n" + FORM + "--b--\n")
    case("grens-leeg", "MI-02", HEAD + "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\n" + FORM + "----\n")
    case("grens-met-wit", "MI-02", HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b \t\n\n" + FORM + "--b-- \n")
    case("grens-begin-van-andere", "MI-02", HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
         "Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\n" + FORM + "--bb--\n--b--\n")
    case("grens-dubbel", "MI-02", parts("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + FORM + "--b--"))
    case("grens-lang", "MI-02", parts("\n" + FORM, boundary="g" * 5000))
    case("grens-zonder-lege-regel", "MI-02", parts("Content-Type: text/plain\n" + FORM), words="Borne")

    case("delen-10000", "MI-03", parts("\n" + FORM, *["Content-Type: application/octet-stream\n\n\1\2"] * 10_000),
         "quarantine", "limit:parts")

    case("leeg", "MI-04", "", "quarantine", "empty", words="")
    case("alleen-wit", "MI-04", " \r\n\r\n \t\r\n", "quarantine", "empty", words="")
    case("alleen-kop", "MI-04", HEAD, "*", words="")
    case("alleen-tekst", "MI-04", FORM)
    case("rommel", "MI-04", random.Random(1).randbytes(5000), "*", words="")
    case("utf16", "MI-04", text().encode("utf-16"), "*", words="")
    case("afgekapt", "MI-04", attached("a.txt", FORM)[:-60])

    for order, (one, other) in enumerate([("Borne", "Almelo"), ("Almelo", "Borne")]):
        case(f"dubbel-{order}", "MI-05", f"From: a@borne.example\nFrom: b@almelo.example\nSubject: {one}\nSubject: {other}\n"
             "Content-Type: text/plain\nContent-Type: text/html\n\n" + FORM)

    case("nul", "MI-06", text("een\0twee\0\n" + FORM))
    case("cr", "MI-06", text().replace("\n", "\r"))
    case("lf-cr", "MI-06", text().replace("\n", "\n\r"), "*", words="")
    case("gemengd", "MI-06", HEAD + "\r\n" + FORM.replace("\n", "\r", 1).replace("\n", "\r\n", 1))
    case("nul-in-kop", "MI-06", "Sub\0ject: x\n" + text())

    broken = base64.b64encode(FORM.encode()).decode()
    encoded = "Content-Transfer-Encoding: base64\n"
    case("base64-vuil", "MI-07", text("!" + broken[:40] + "\n$%\n" + broken[40:], more=encoded))
    case("base64-oneven", "MI-07", text(broken.rstrip("=")[:-1], more=encoded), words="Borne")
    case("base64-is-tekst", "MI-07", text(more=encoded))
    case("qp-kapot", "MI-07", text("=\n=ZZ=4\n" + FORM + "=", more="Content-Transfer-Encoding: quoted-printable\n"))
    case("codering-onbekend", "MI-07", text(more="Content-Transfer-Encoding: x-rot13\n"))

    for label in ["x-bestaat-niet", "utf-8", "us-ascii", "utf-16", "", "\"", "a" * 3000]:
        case(f"tekenset-{label[:9].strip(chr(34)) or 'geen'}-{len(label)}", "MI-08",
             (HEAD + f"Content-Type: text/plain; charset={label}\n\n").encode()
             + (FORM + "café geëist\n").encode("cp1252"),
             *(["*"] if label == "utf-16" else []), words="" if label == "utf-16" else KEPT + "|café geëist")
    case("kop-acht-bits", "MI-08", b"Subject: caf\xe9\n" + text().encode())
    case("ongeldig-utf8", "MI-08", text().encode() + b"\xc3\x28 \xf8\x88 \xed\xa0\x80 einde-hier\n", words=KEPT + "|einde-hier")

    case("utf7", "MI-09", text("+ADw-script+AD4-alert(1)+ADw-/script+AD4-\n" + FORM,
                               more="Content-Type: text/html; charset=utf-7\n"), without="<script")

    case("woorden-10000", "MI-10", text(more="X-A: y\n").replace(
        "Subject: melding zwaluw", "Subject: " + "=?utf-8?q?a=0D=0ABcc:?= " * 10_000))
    case("woord-met-regeleinde", "MI-10", text().replace("Noor Balie", "=?utf-8?b?YQ0KQmNjOiBiQGMuZXhhbXBsZQ==?="))
    case("woord-kapot", "MI-10", text().replace("melding", "=?utf-8?q?a =?x?z?a?= =?utf-8?b?%%%?= =?" + "?" * 5000))

    case("kop-2000", "MI-11", "X-A: b\n" * 2000 + text(), "quarantine", "limit:headers")
    case("kop-300kB", "MI-11", "X-A: " + "a" * 300_000 + "\n" + text(), "quarantine", "limit:headers")
    case("ontvangers-20000", "MI-11", text(more="Cc: " + "a@b.example, " * 19_000 + "c@d.example\n"), "*")
    case("kop-haken", "MI-11", text(more="Cc: " + "(" * 100_000 + "\n"))
    case("groepen", "MI-11", text(more="Cc: " + "a:" * 60_000 + "\n"), "quarantine", "limit:headers")
    case("vouwen", "MI-11", text(more="X-A:" + "\n a" * 50_000 + "\n"), "*")

    file = "Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\n"
    case("honderd-namen", "MI-12", parts("\n" + FORM, *[file + str(i) for i in range(100)]))
    case("naam-in-stukken", "MI-12", parts("\n" + FORM, "Content-Type: application/pdf" + "".join(
        f"; name*{i}*=utf-8''%e2%82" for i in range(2000)) + "\n\n%PDF-1.4"))
    case("naam-tegenstrijdig", "MI-12", parts("\n" + FORM, "Content-Type: application/pdf; name=a.pdf; name*=utf-8''b.pdf;"
         " name*1=c; name*99999999999999999999=d; name*-1=e; name*=kapot\n\n%PDF-1.4"))

    outside = "access-type=URL; URL=\"http://127.0.0.1:9/x\""
    case("elders", "MI-13", parts("\n" + FORM, f"Content-Type: message/external-body; {outside}\n\nContent-Type: text/plain\n"),
         words=KEPT + "|niet opgehaald")
    case("gesplitst", "MI-13", parts("\n" + FORM, "Content-Type: message/partial; id=x; number=1; total=2\n\ndeel"),
         words=KEPT + "|gesplitst")

    runs = ["a", "1", "@", ".", "-", "(", "[", " ", "\t", ":", ">", "=", "&", "<", "\n", "\u00e9", "\u0301", "\ufffd",
            "06 ", "a@", "1-", "[ ]", "Van:\n", "> > ", "7511 ", "straat "]
    for number, run in enumerate(runs):
        case(f"herhaald-{number}", "MI-14", text(FORM + run * (60_000 // len(run))), "*", words=KEPT)


def forms():
    """FA-01 to FA-20, as far as files can be made without a program."""
    other = FORM.replace("Borne", "Almelo").replace("7622 AB", "7607 AB")
    case("twee-gemeenten-bijlage", "FA-01", attached("formulier.txt", other, "text/plain"), words="0141|0147|\"queue\":\"regio\"")
    case("twee-gemeenten-versies", "FA-01", parts("Content-Type: text/plain\n\n" + FORM,
         "Content-Type: text/html\n\n<pre>" + other + "</pre>", kind="alternative"), words="0141|0147|\"queue\":\"regio\"")
    case("verborgen-gemeente", "FA-01", HEAD + "Content-Type: text/html\n\n<pre>" + FORM
         + "</pre><p style=\"display:none\">Gemeente: Almelo</p>", words=KEPT + "|verborgen|0147")
    case("dubbele-sleutel", "FA-01", "{\"gemeente\": \"Borne\", \"gemeente\": \"Almelo\", \"toelichting\": \"zwaluwschuur\"}",
         words=KEPT, without="\"queue\":\"0141\"|\"queue\":\"0147\"", door="folder")

    names = ["../../etc/passwd", "/etc/passwd", "C:\\\\windows\\\\a.exe", "CON", ".bashrc", "a\u202efdp.exe", "x" * 4000 + ".txt",
             "=?utf-8?q?a=00b.txt?=", "$(id).txt", "-rf", "a;b|c.txt"]
    for number, name in enumerate(names):
        case(f"naam-{number}", "FA-02", attached(name, "inhoud", "text/plain"), without="../../etc|\u202e")
    case("namen-in-archief", "FA-02 FA-08", archive(("../../../tmp/a.txt", FORM), ("/etc/b.txt", "b"), ("C:\\c.txt", "c"),
         ("d/", "")), without="../..", door="folder")

    case("soort-liegt", "FA-03", attached("foto.png", FORM, "image/png", body="zie bijlage"))
    case("twee-soorten", "FA-03", b"%PDF-1.4\n" + archive(("a.txt", FORM)), "*", words="", door="folder")
    case("plaatje-en-tekst", "FA-03", b"GIF89a" + b"\0" * 20 + FORM.encode(), "*", words="", door="folder")

    big = b" " * (128 << 20)
    case("bom-word", "FA-04", attached("a.docx", archive(("[Content_Types].xml", "<Types/>"), ("word/document.xml", big))),
         "quarantine", "limit:inflated")
    case("bom-in-archief", "FA-04", archive(("b.zip", archive(("a.txt", big)))), "quarantine", "limit:inflated", words="",
         door="folder")
    packed = zlib.compress(big, 9)
    case("bom-pdf", "FA-04", b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids "
         b"[3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n"
         b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed
         + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n", "quarantine", "limit:inflated", words="", door="folder")

    case("xxe-word", "FA-05", attached("a.docx", docx(line("&f;&u;"), ENTITIES)), words=KEPT + "|beschadigd", without="root:")
    case("xxe-xml", "FA-05", f"<?xml version=\"1.0\"?>{ENTITIES}<a><b>&f;&u;</b></a>", words="beschadigd", without="root:",
         door="folder")
    case("xxe-html", "FA-05", HEAD + f"Content-Type: text/html\n\n{ENTITIES}<pre>&f;&u;{FORM}</pre>", without="root:")
    case("xxe-svg", "FA-05", attached("a.svg", f"<?xml version=\"1.0\"?>{ENTITIES}<svg>&f;</svg>", "image/svg+xml"),
         without="root:")

    case("lachen-xml", "FA-06", f"<?xml version=\"1.0\"?>{ENTITIES}<a>&c;&c;</a>", words="beschadigd", door="folder")
    case("lachen-word", "FA-06", attached("a.docx", docx(line("&c;"), ENTITIES)), words=KEPT + "|beschadigd")

    case("scheef-word", "FA-07", attached("a.docx", docx("<w:p><w:r><w:t>BSN 111222333</w:p></w:t></w:r>")),
         words=KEPT + "|beschadigd", without="111222333")

    relation = ("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
                "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" "
                "Target=\"http://127.0.0.1:9/x.dotm\" TargetMode=\"External\"/></Relationships>")
    case("sjabloon-elders", "FA-08", docx(lines(FORM), more=[("word/_rels/settings.xml.rels", relation)]), door="folder")
    o = "urn:oasis:names:tc:opendocument:xmlns:"
    cell = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>a</text:p></table:table-cell>"
    case("herhaalde-cellen", "FA-08", archive(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), (
        "content.xml", f"<office:document-content xmlns:office=\"{o}office:1.0\" xmlns:table=\"{o}table:1.0\" "
        f"xmlns:text=\"{o}text:1.0\"><office:body><office:spreadsheet><table:table><table:table-row "
        f"table:number-rows-repeated=\"1048576\">{cell}</table:table-row>" + f"<table:table-row>{cell}</table:table-row>" * 2000
        + "</table:table></office:spreadsheet></office:body></office:document-content>")), "quarantine", "limit:entries",
         words="", door="folder")

    locked = bytearray(archive(("formulier.txt", "geheim"), level=0))
    locked[6] |= 1
    locked[locked.index(b"PK\1\2") + 8] |= 1
    case("archief-wachtwoord", "FA-09", attached("a.zip", bytes(locked)), words=KEPT + "|wachtwoord")
    office = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024) + "EncryptedPackage".encode("utf-16-le")
    case("office-wachtwoord", "FA-09", attached("a.docx", office), words=KEPT + "|wachtwoord")

    tnef = bytes.fromhex("789f3e22 0100")
    case("tnef-te-lang", "FA-12", attached("winmail.dat", tnef + b"\x02\x0f\x80\x06\0\xff\xff\xff\xff" + b"x" * 50,
                                           "application/ms-tnef"))
    case("tnef-rommel", "FA-12", attached("winmail.dat", tnef + random.Random(2).randbytes(20_000), "application/ms-tnef"))
    case("msg-rommel", "FA-12", attached("a.msg", bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(3).randbytes(9000)
                                         + "__substg1.0".encode("utf-16-le"), "application/vnd.ms-outlook"))

    case("diep-json", "FA-13", "[" * 100_000 + "\"" + KEPT + "\"", "quarantine", "limit:depth", words="", door="folder")
    case("diep-json-object", "FA-13", "{\"a\":" * 5000 + "1" + "}" * 5000, "quarantine", "limit:depth", words="", door="folder")
    case("diep-xml", "FA-13", "<?xml version=\"1.0\"?>" + "<a>" * 10_000 + "</a>" * 10_000, "quarantine", "limit:depth",
         words="", door="folder")
    case("diep-rtf", "FA-13", "{\\rtf1 " + "{" * 10_000 + "x" + "}" * 10_001, "quarantine", "limit:depth", words="",
         door="folder")
    case("diep-html", "FA-13", HEAD + "Content-Type: text/html\n\n<pre>" + FORM + "</pre>" + "<div>" * 100_000, "quarantine",
         "limit:text")

    case("json-getallen", "FA-14", "{\"aantal\": 1e999, \"leeftijd\": -0.00000000000000000001, \"toelichting\": \"zwaluwschuur\"}",
         door="folder")
    case("json-utf16", "FA-14", "{\"toelichting\": \"zwaluwschuur\", \"plaats\": \"Borne\"}".encode("utf-16"), door="folder")
    case("csv-kolommen", "FA-14", ("kolom" + ";a" * 30_000 + "\n") + (KEPT + ";b" * 30_000 + "\n"), "*", words="", door="folder")
    case("csv-aanhaling", "FA-14", "plaats;toelichting\nBorne;\"zwaluwschuur\n" + "x;y\n" * 5000, door="folder")
    case("csv-1252", "FA-14", "plaats;toelichting\nBorne;zwaluwschuur café\n".encode("cp1252"), words="café", door="folder")
    case("csv-formules", "FA-14", "plaats;toelichting\nBorne;\"=HYPERLINK(\"\"http://127.0.0.1:9\"\") zwaluwschuur\"\n",
         door="folder")

    case("veld-ontbreekt", "FA-15", text("Gemeente: Borne\nToelichting: zwaluwschuur\n"))
    case("veld-vreemd", "FA-15", text(FORM + "Lievelingskleur: paars\n"), words=KEPT + "|Lievelingskleur")
    case("andere-taal", "FA-15", text("Gemeinde: Borne\nPostleitzahl: 7622 AB\nBeschreibung: in der zwaluwschuur schlafen M\u00e4nner\n"),
         words=KEPT)

    case("bsn-geldig", "FA-16", text(FORM + "BSN: 123456782\n"), without="123456782")
    case("bsn-punten", "FA-16", text(FORM + "BSN: 1234.56.782\n"), without="1234.56.782|123456782")
    case("bsn-ongeldig", "FA-16", text(FORM + "Kenmerk: 123456789\n"), words=KEPT + "|123456789")
    case("bsn-in-naam", "FA-16", attached("123456782.txt", "x", "text/plain"), "*", words=KEPT)

    case("datum-volgorde", "FA-17", text(FORM + "Datum: 02/03\n"), words=KEPT + "|2026-03-02")
    for number, date in enumerate(["31-11-2026", "30-02-2026", "24:00", "2026-13-45", "29-2-2027", "99-99-9999"]):
        case(f"datum-{number}", "FA-17", text(FORM + f"Datum: {date}\n"), words=KEPT + "|" + date)

    inner = archive(("formulier.txt", FORM))
    case("archief-in-archief", "FA-19", archive(("b.zip", inner)), door="folder")
    case("archief-vier-diep", "FA-19", archive(("d.zip", archive(("c.zip", archive(("b.zip", inner)))))), "quarantine",
         "limit:depth", words="", door="folder")
    letter = text()
    for _ in range(3):
        letter = HEAD + "Content-Type: message/rfc822\n\n" + letter
    case("mail-in-mail", "FA-19", letter)

    sealed = base64.encodebytes(bytes.fromhex("308006092a864886f70d010703a0800000") + bytes(50)).decode()
    case("smime", "FA-20", HEAD + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
         "Content-Transfer-Encoding: base64\n\n" + sealed, "*", words="vraag de melder")
    case("pgp", "FA-20", text("-----BEGIN PGP MESSAGE-----\n\nabcd\n-----END PGP MESSAGE-----\n"), "*", words="vraag de melder")
    case("pagina-elders", "FA-20", text("Dit is een automatisch bericht. Lees het op https://app.zivver.com/inbox/abc\n"), "*",
         words="Zivver|niet geopend")


messages()
forms()
with open(os.path.join(sys.argv[1], "table.tsv"), "w", encoding="utf-8") as table:
    for row in ROWS:
        table.write("\t".join(row) + "\n")
