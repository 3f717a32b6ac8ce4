#!/usr/bin/env python3
"""Makes a Maildir of realistic, invented signals: mails.py DIRECTORY COUNT [SEED]

40 % plain text, 30 % HTML (a form as a table), 30 % with attachments (a PDF-like, a photo-like, a
document-like one), about 28 kB on average. The same seed gives the same mails.
"""
import os
import random
import sys
from email.message import EmailMessage

PLACES = [
    ("Almelo", "Almelo", "7604"), ("Borne", "Borne", "7621"), ("Denekamp", "Dinkelland", "7591"),
    ("Ootmarsum", "Dinkelland", "7631"), ("Enschede", "Enschede", "7511"), ("Haaksbergen", "Haaksbergen", "7481"),
    ("Nijverdal", "Hellendoorn", "7442"), ("Hengelo", "Hengelo", "7551"), ("Goor", "Hof van Twente", "7471"),
    ("Markelo", "Hof van Twente", "7475"), ("Losser", "Losser", "7581"), ("Oldenzaal", "Oldenzaal", "7571"),
    ("Rijssen", "Rijssen-Holten", "7462"), ("Holten", "Rijssen-Holten", "7451"), ("Tubbergen", "Tubbergen", "7651"),
    ("Vriezenveen", "Twenterand", "7671"), ("Wierden", "Wierden", "7641"), ("Enter", "Wierden", "7468"),
]
STREETS = ["Papegaaienlaan", "Regenboogstraat", "Knikkerweg", "Vliegerplein", "Hinkelpad", "Tolstraat", "Zeepbeldijk"]
NAMES = ["Anna Verzinsel", "Bram Bedacht", "Carla Fictief", "Dirk Denkbeeld", "Esra Nergens", "Femke Zogenaamd"]
FORMS = [("arbeidsuitbuiting", "horeca"), ("arbeidsuitbuiting", "land- en tuinbouw"), ("seksuele uitbuiting", "massagesalon"),
         ("criminele uitbuiting", "hennepteelt"), ("gedwongen dienstverlening", "huishouden")]
SENTENCES = [
    "Tijdens een controle zagen wij zes mensen die niet durfden te praten.",
    "De huur wordt ingehouden op het loon en hun paspoorten liggen bij de baas.",
    "Een busje haalt ze om half vijf 's ochtends op en brengt ze laat terug.",
    "Er staan negen bedden in twee kamers en niemand is ingeschreven.",
    "Mevrouw keek steeds naar de man die bij haar was voordat zij antwoord gaf.",
    "Zij zegt dat zij eerst een schuld van 3000 euro moet afbetalen.",
    "Dreiging of geweld hebben wij niet gezien, iedereen had een eigen sleutel.",
    "De eigenaar wilde het gesprek zelf voeren en vertaalde alles.",
    "Wij hebben gevraagd of er kinderen zijn; die hebben wij niet gezien.",
    "Zij werken zes dagen in de week, twaalf uur per dag, voor 40 euro.",
]


def story(rng, count):
    return "\n\n".join(
        " ".join(rng.choice(SENTENCES) for _ in range(5)) for _ in range(count))


def rows(rng):
    place, municipality, postcode = rng.choice(PLACES)
    form, sector = rng.choice(FORMS)
    letters = "".join(rng.choice("FIOQUY") for _ in range(2))
    return [
        ("Naam melder", rng.choice(NAMES)), ("Functie", "toezichthouder"),
        ("Organisatie", f"gemeente {municipality}"), ("Telefoon", f"06-0000{rng.randrange(10000):04d}"),
        ("Gemeente", municipality), ("Adres", f"{rng.choice(STREETS)} {rng.randrange(1, 200)}"),
        ("Postcode", f"{postcode} {letters}"), ("Woonplaats", place),
        ("Datum waarneming", f"{rng.randrange(1, 28)}-{rng.randrange(1, 11)}-2026"), ("Tijd", f"{rng.randrange(8, 20)}.{rng.randrange(10, 59)} uur"),
        ("Vorm van uitbuiting", form), ("Sector", sector), ("Aantal slachtoffers", str(rng.randrange(1, 12))),
        ("Minderjarig", rng.choice(["nee", "onbekend"])), ("Acuut gevaar", "nee"), ("Terugkoppeling", rng.choice(["ja", "nee"])),
    ]


def as_text(fields, text):
    return "\n".join(f"{label}: {value}" for label, value in fields) + "\n\nToelichting\n" + text + "\n\nMet vriendelijke groet,\n\n" + fields[0][1] + "\n" + fields[2][1] + "\n"


def as_html(fields, text):
    table = "".join(f"<tr><td style='padding:4px;font-family:Calibri'>{a}</td><td style='padding:4px'><b>{b}</b></td></tr>\n" for a, b in fields)
    body = "".join(f"<p class=MsoNormal><span style='font-size:11.0pt;font-family:\"Calibri\",sans-serif'>{p}</span></p>\n" for p in text.split("\n\n"))
    return f"<html><head><style>p.MsoNormal {{margin:0cm}}</style></head><body><table border=1>{table}</table>\n{body}</body></html>"


def message(rng, number):
    fields = rows(rng)
    mail = EmailMessage()
    mail["From"] = f"{fields[0][1]} <melder{number}@gemeente.example>"
    mail["To"] = "signalen@twente.example"
    mail["Subject"] = f"Signaal {fields[7][1]} {number}"
    mail["Date"] = f"{rng.randrange(1, 28):02d} Nov 2026 {rng.randrange(8, 18):02d}:{rng.randrange(60):02d}:00 +0100"
    mail["Message-ID"] = f"<{number}.{rng.randrange(1 << 40):x}@gemeente.example>"
    kind = rng.random()
    if kind < 0.4:
        mail.set_content(as_text(fields, story(rng, rng.randrange(4, 40))), cte="quoted-printable")
    elif kind < 0.7:
        text = story(rng, rng.randrange(4, 30))
        mail.set_content(as_text(fields, text), cte="quoted-printable")
        mail.add_alternative(as_html(fields, text), subtype="html", cte="quoted-printable")
    else:
        mail.set_content(as_text(fields, story(rng, rng.randrange(2, 6))), cte="quoted-printable")
        name, main, sub, magic = rng.choice([
            ("formulier.pdf", "application", "pdf", b"%PDF-1.7\n"), ("foto.jpg", "image", "jpeg", b"\xff\xd8\xff\xe0"),
            ("verslag.docx", "application", "vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04")])
        size = rng.randrange(20_000, 80_000)
        mail.add_attachment(magic + rng.randbytes(size), maintype=main, subtype=sub, filename=name)
    return mail.as_bytes().replace(b"\r\n", b"\n")


def main():
    directory, count = sys.argv[1], int(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 20261124)
    for name in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(directory, name), exist_ok=True)
    total = 0
    for number in range(count):
        data = message(rng, number)
        total += len(data)
        with open(os.path.join(directory, "new", f"{1700000000 + number}.M{number}.bench"), "wb") as file:
            file.write(data)
    print(f"{count} mails, {total / count / 1000:.1f} kB on average")


main()
