#!/usr/bin/env python3
"""Makes the Outlook samples beside it. Everything in them is invented."""
import pathlib

from mapi import Message
from rtf import document, packed, page_inside, table

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
    one = note("Ondertekend", FORM, kind="IPM.Note.SMIME.MultipartSigned")
    yield "ondertekend.msg", one.attach("smime.p7m", signed.encode(), mime="multipart/signed").msg()
    sealed = note("Versleuteld", "", kind="IPM.Note.SMIME")
    sealed.attach("smime.p7m", bytes.fromhex("3080060a2a864886f70d01070300"), mime="application/octet-stream")
    yield "versleuteld.msg", sealed.msg()
    answer = note("Geaccepteerd: overleg", "", kind="IPM.Schedule.Meeting.Resp.Pos")
    yield "agenda_antwoord.msg", answer.msg()
    yield "onbestelbaar.msg", note("Onbestelbaar: Signaal", "Uw bericht is niet bezorgd.\r\n", kind="REPORT.IPM.Note.NDR").msg()
    long = note("Lang", FORM + ("Nog een regel met tekst. " * 20 + "\r\n") * 8)
    yield "lang.msg", long.attach("foto.jpg", bytes.fromhex("ffd8ff") + bytes(range(256)) * 40).msg()


def rich_texts():
    yield "formulier.rtf", document(
        r"\pard Signaalformulier caf\'e9 {\b De Brug}\par" + "\n" + table(ROWS + [["Bijzonderheden", "regel een\nregel twee"]])
        + r"{\f1\'fe} mensenhandel {\f1\'a8} anders\par")
    yield "proza.rtf", document(
        r"{\header Gemeente Verzonnen, Postbus 1\par}\pard{\pntext\f1\'b7\tab}eerste punt\par "
        r"{\listtext 2.\tab}tweede punt\par Prijs: \u8364\'80 25 \endash  \u-10179?\u-8704? \{haak\}\line volgende regel\par "
        r"{\f2 \'a3ukasz \'af\'f3\'b3\'e6} en {\f3 \'c8\'e2\'e0\'ed}\par zichtbaar{\v  niet zichtbaar}{\deleted  doorgehaald}\par "
        r'{\*\annotation nog nagaan}{\field{\*\fldinst HYPERLINK "https://x.example"}{\fldrslt een koppeling}}\par '
        r"{\pict\pngblip 89504e47}{\*\onbekend weg}{\object{\*\objdata 0102}{\result getoond}}\par "
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv 1}}{\shptxt in een kader\par}}{\shprslt dubbel}}"
        r"\bin5 }}}}} na de bytes\page bladzijde twee\par")
    yield "oud_formulier.rtf", document(
        r"{\field{\*\fldinst FORMCHECKBOX {\*\ffdata{\fftype1\ffres1\ffdefres0}}}{\fldrslt}}arbeidsuitbuiting\par "
        r"{\field{\*\fldinst FORMCHECKBOX {\*\ffdata{\fftype1\ffres25\ffdefres0}}}{\fldrslt}}seksuele uitbuiting\par "
        r"Gemeente: {\field{\*\fldinst FORMDROPDOWN {\*\ffdata{\fftype2\ffres1{\*\ffl Almelo}{\*\ffl Oldenzaal}}}}{\fldrslt}}\par "
        r"Straat: {\field{\*\fldinst FORMTEXT {\*\ffdata{\fftype0{\*\ffdeftext straat}}}}{\fldrslt Kerkstraat 12}}\par "
        r'{\field{\*\fldinst SYMBOL 254 \\f "Wingdings"}{\fldrslt}} minderjarig\par')


def rich_samples():
    yield from rich_texts()
    flat = FORM.replace("\r\n", "  ")
    yield "rtf_tabel.msg", note("Formulier in RTF", flat).binary(
        0x1009, packed(document(r"\pard Signaalformulier\par" + table(ROWS)))).msg()
    yield "html_in_rtf.msg", note("Formulier in HTML in RTF", flat).binary(0x1009, packed(page_inside(PAGE))).msg()
    bare = note("Alleen RTF")
    bare.properties = [p for p in bare.properties if p[0] != 0x1000]
    yield "alleen_rtf.msg", bare.binary(0x1009, packed(document(r"\pard Alleen in RTF: Kerkstraat 12, Oldenzaal\par"))).msg()
    torn = note("Kapotte RTF").binary(0x1009, b"\x10\0\0\0\x10\0\0\0XXXX\0\0\0\0rommel")
    yield "kapotte_rtf.msg", torn.msg()


def mail(text, name, data, kind="application/ms-tnef"):
    """A mail with text and one file, as servers that do not speak Outlook's language pass it on."""
    import base64
    coded = base64.encodebytes(data).decode()
    return ("From: Fenna ter Braak <f.terbraak@oldenzaal.example>\nTo: meldpunt@regio.example\nSubject: Signaal\n"
            "Date: Tue, 6 Oct 2026 23:40:12 +0200\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=grens\n\n"
            "--grens\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + text
            + "\n--grens\nContent-Type: " + kind + "; name=\"" + name + "\"\nContent-Disposition: attachment; filename=\""
            + name + "\"\nContent-Transfer-Encoding: base64\n\n" + coded + "--grens--\n").encode()


def wrapped_samples():
    flat = FORM.replace("\r\n", "  ")
    rich = note("Signaal").binary(0x1009, packed(document(r"\pard Signaalformulier\par" + table(ROWS))))
    rich.properties = [p for p in rich.properties if p[0] != 0x1000]
    rich.attach("signaalformulier oktober 2026.txt", FORM.encode(), short="SIGNAA~1.TXT")
    rich.attach("kenteken.jpg", bytes.fromhex("ffd8ffe000104a46494600"))
    yield "winmail.dat", rich.tnef()
    yield "winmail.eml", mail(flat, "winmail.dat", rich.tnef())
    yield "winmail_leeg.eml", mail("", "winmail.dat", note("Signaal").tnef())
    inside = note("FW: Signaal", "Zie bijlage.\r\n").attach("Signaal Kerkstraat", note("Signaal Kerkstraat"))
    yield "winmail_bericht.dat", inside.tnef()
    yield "winmail_bericht.eml", mail("Zie bijlage.\n", "winmail.dat", inside.tnef())
    old = note("Oud, café", page=1252).attach("LIJST.TXT", "regel één\n".encode())
    yield "winmail_oud.dat", old.tnef(body=FORM + "Café\r\n", legacy=True)
    wrong = bytearray(note("Signaal").tnef())
    wrong[-1] ^= 0x55
    yield "winmail_telfout.dat", bytes(wrong)
    answer = note("Geaccepteerd: overleg", "", kind="IPM.Microsoft Schedule.MtgRespP")
    yield "winmail_agenda.eml", mail("", "winmail.dat", answer.tnef())
    yield "bericht.eml", mail("Ter info.\n", "signaal.msg", note("Signaal Kerkstraat").msg(), "application/octet-stream")


for name, data in [*samples(), *rich_samples(), *wrapped_samples()]:
    (HERE / name).write_bytes(data)
