#!/usr/bin/env python3
"""Makes the Outlook samples beside it. Everything in them is invented."""
import pathlib

from mapi import Message

HERE = pathlib.Path(__file__).parent
FORM = """Signaalformulier mensenhandel\r
\r
Naam melder: Fenna ter Braak\r
Telefoon: 0541 912 345\r
Locatie: Kerkstraat 12\r
Postcode: 7571 AB\r
Woonplaats: Oldenzaal\r
Datum: 6 oktober 2026\r
Tijd: 23:15\r
Vorm van uitbuiting: arbeidsuitbuiting\r
Sector: horeca\r
Kenteken: 1-AEO-23\r
Omschrijving: Drie mannen slapen boven de keuken. De eigenaar heeft hun paspoorten.\r
"""
ROWS = [line.split(": ", 1) for line in FORM.split("\r\n") if ": " in line]
PAGE = ("<html><head><meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\"></head><body>"
        "<p>Signaalformulier mensenhandel, café De Brug</p><table>"
        + "".join("<tr><td>%s</td><td>%s</td></tr>" % tuple(row) for row in ROWS) + "</table></body></html>")
HEADER = """Received: from mail.oldenzaal.example (192.0.2.7) by mx.example; Tue, 6 Oct 2026 23:41:00 +0200\r
From: "Braak, Fenna ter" <f.terbraak@oldenzaal.example>\r
To: Meldpunt <meldpunt@regio.example>\r
Reply-To: balie@oldenzaal.example\r
Subject: Signaal Kerkstraat\r
Date: Tue, 6 Oct 2026 23:40:12 +0200\r
Message-ID: <een@oldenzaal.example>\r
X-Mailer: Microsoft Outlook 16.0\r
"""
EXCHANGE = "/O=GEMEENTE/OU=EXCHANGE (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN=BRAAK"


def note(subject, body=FORM, **options):
    one = Message(**options)
    one.text(0x37, subject).text(0x1000, body).time(0x39, "2026-10-06T21:40:12").number(0x3FF1, 0x413)
    one.sender("Fenna ter Braak", "f.terbraak@oldenzaal.example")
    one.recipient("Meldpunt", "meldpunt@regio.example")
    one.recipient("Coördinator", "coordinator@oldenzaal.example", kind=2)
    one.recipient("Stil", "stil@oldenzaal.example", kind=3)
    return one


def samples():
    plain = note("Signaal Kerkstraat").text(0x7D, HEADER)
    yield "gewoon.msg", plain.msg()
    flat = FORM.replace("\r\n", "  ")
    page = note("Signaal in een tabel", flat).binary(0x1013, PAGE.encode("cp1252")).number(0x3FDE, 1252)
    yield "tabel.msg", page.msg()
    yield "acht_bits.msg", note("Café De Brug, één signaal", FORM + "Café, naïef, €\r\n", page=1252).msg()
    polish = note("Zgłoszenie", "Imię: Łukasz Żółć\r\nMiejscowość: Enschede\r\n", page=1250)
    polish.recipients.clear()
    yield "pools.msg", polish.recipient("Meldpunt", "meldpunt@regio.example").msg()
    inside = note("Van de balie", "Zie bijlage.\r\n")
    inside.sender("Fenna ter Braak", "f.terbraak@oldenzaal.example", exchange=EXCHANGE)
    inside.properties = [p for p in inside.properties if p[0] != 0x65 or p[2] == EXCHANGE]
    inside.recipients.clear()
    inside.recipient("Meldpunt", "meldpunt@regio.example", exchange=EXCHANGE)
    inside.attach("signaalformulier oktober 2026.txt", FORM.encode(), short="SIGNAA~1.TXT", mime="text/plain")
    inside.attach("kenteken.jpg", bytes.fromhex("ffd8ffe000104a46494600"), mime="image/jpeg")
    inside.attach("verslag.docx", None, method=7)
    yield "bijlagen.msg", inside.msg()
    outer = note("FW: Signaal Kerkstraat", "Ter info, groet Bas.\r\n")
    middle = note("FW: Signaal Kerkstraat", "Zie onder.\r\n")
    middle.attach("Signaal Kerkstraat", note("Signaal Kerkstraat"))
    outer.attach("FW: Signaal Kerkstraat", middle)
    yield "bericht_in_bericht.msg", outer.msg()
    internal = note("Intern signaal")
    internal.properties = [p for p in internal.properties if p[0] not in (0x42, 0x64, 0x65)]
    internal.recipients.clear()
    internal.text(0x0C1A, "Fenna ter Braak").text(0x0C1F, EXCHANGE).text(0x0E04, "Meldpunt; balie@regio.example")
    yield "alleen_exchange.msg", internal.msg()
    draft = Message().text(0x3D, "FW: ").text(0x0E1D, "nooit verstuurd").text(0x1000, FORM)
    yield "concept.msg", draft.msg()
    signed = ("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha256;\r\n"
              "\tboundary=\"grens\"\r\n\r\n--grens\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + FORM
              + "\r\n--grens\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\nMIIB\r\n--grens--\r\n")
    one = note("Ondertekend", "", kind="IPM.Note.SMIME.MultipartSigned")
    yield "ondertekend.msg", one.attach("smime.p7m", signed.encode(), mime="multipart/signed").msg()
    sealed = note("Versleuteld", "", kind="IPM.Note.SMIME")
    sealed.attach("smime.p7m", bytes.fromhex("3080060a2a864886f70d01070300"), mime="application/octet-stream")
    yield "versleuteld.msg", sealed.msg()
    answer = note("Geaccepteerd: overleg", "", kind="IPM.Schedule.Meeting.Resp.Pos")
    yield "agenda_antwoord.msg", answer.msg()
    yield "onbestelbaar.msg", note("Onbestelbaar: Signaal", "Uw bericht is niet bezorgd.\r\n", kind="REPORT.IPM.Note.NDR").msg()
    long = note("Lang", FORM + ("Nog een regel met tekst. " * 20 + "\r\n") * 8)
    yield "lang.msg", long.attach("foto.jpg", bytes.fromhex("ffd8ff") + bytes(range(256)) * 40).msg()


for name, data in samples():
    (HERE / name).write_bytes(data)
