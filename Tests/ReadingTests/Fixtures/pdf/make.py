#!/usr/bin/env python3
"""Makes the PDF files beside it. Needs reportlab and pypdf; run by hand, the results are committed.

    python3 -m venv v && v/bin/pip install reportlab pypdf pillow cryptography && v/bin/python make.py
"""
import io
import os

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (ArrayObject, BooleanObject, ByteStringObject, DictionaryObject, FloatObject,
                           NameObject, NumberObject, StreamObject, TextStringObject)
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import (BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate, Spacer,
                                Table, TableStyle)

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = A4

# One signal, invented; the labels are those of config/tabellen/velden.csv.
SIGNAL = [
    ("Naam melder", "Fenna Oosterlaar"),
    ("Organisatie", "Gemeente Hengelo"),
    ("Telefoon", "074-5550142"),
    ("E-mailadres", "f.oosterlaar@hengelo.example"),
    ("Gemeente", "Hengelo"),
    ("Adres", "Zandpad 14"),
    ("Postcode", "7553 GX"),
    ("Woonplaats", "Hengelo"),
    ("Datum waarneming", "06-10-2026"),
    ("Tijd", "14:05"),
    ("Kenteken(s)", "VX-104-B"),
    ("Aantal mogelijke slachtoffers", "4"),
]
STORY = ("Bij een adrescontrole troffen wij vier mannen aan op zolder. Zij hadden geen sleutel van de woning "
         "en zeiden dat hun paspoort bij de baas ligt. De matrassen lagen op de vloer.")


def path(name):
    return os.path.join(HERE, name)


def new(name):
    page = canvas.Canvas(path(name), pagesize=A4, invariant=1)
    page.setTitle("Signaal")
    return page


def acroform():
    """Fields named by the keys of the table, without a shown name; boxes, options and choices."""
    page = new("velden.pdf")
    page.setFont("Helvetica-Bold", 14)
    page.drawString(60, 800, "Formulier signaal mensenhandel")
    page.setFont("Helvetica", 10)
    page.drawString(60, 780, "Bij acuut gevaar: bel 112.")
    keys = ["melder_naam", "melder_organisatie", "melder_telefoon", "melder_email", "gemeente_opgegeven",
            "locatie_straat", "postcode", "woonplaats", "observatie_datum", "observatie_tijd", "kentekens",
            "slachtoffers_aantal"]
    form = page.acroForm
    y = 750
    for key, (label, value) in zip(keys, SIGNAL):
        page.drawString(60, y + 4, label)
        form.textfield(name=key, value=value, x=220, y=y, width=300, height=16, fontSize=10, borderWidth=0)
        y -= 22
    page.drawString(60, y + 4, "Toelichting")
    form.textfield(name="omschrijving", value=STORY, x=220, y=y - 44, width=300, height=60, fontSize=9,
                   fieldFlags="multiline", borderWidth=0)
    y -= 70
    for key, label, checked in [("minderjarigen", "Minderjarigen betrokken", True),
                                ("anoniem", "Anoniem melden", False)]:
        form.checkbox(name=key, tooltip=label, checked=checked, x=60, y=y, size=12)
        page.drawString(80, y + 2, label)
        y -= 20
    page.drawString(60, y + 4, "Vorm van uitbuiting")
    for index, (value, words) in enumerate([("seksuele_uitbuiting", "seksueel"),
                                            ("arbeidsuitbuiting", "arbeid")]):
        form.radio(name="uitbuitingsvorm", value=value, selected=index == 1, x=220 + index * 100, y=y, size=12)
        page.drawString(240 + index * 100, y + 2, words)
    y -= 24
    page.drawString(60, y + 4, "Sector")
    form.choice(name="sector", value="bouw", options=["horeca", "bouw", "logistiek"], x=220, y=y, width=120,
                height=16, fontSize=10, borderWidth=0)
    page.save()


def nameless():
    """Fields as a program names them: only the text beside and above them says what they are."""
    page = new("tekstvakken.pdf")
    page.setFont("Helvetica", 10)
    form = page.acroForm
    y = 780
    for index, (label, value) in enumerate(SIGNAL[:6]):
        page.drawString(60, y + 4, label + ":")
        form.textfield(name="Text%d" % (index + 1), tooltip="", value=value, x=200, y=y, width=300, height=16,
                       fontSize=10, borderWidth=0)
        y -= 24
    for index, (label, value) in enumerate(SIGNAL[6:10]):
        x = 60 + (index % 2) * 240
        page.drawString(x, y, label)
        form.textfield(name="undefined_%d" % (index + 1), value=value, x=x, y=y - 20, width=200, height=16,
                       fontSize=10, borderWidth=0)
        if index % 2:
            y -= 48
    form.checkbox(name="Check Box1", checked=True, x=60, y=y, size=12)
    page.drawString(78, y + 2, "Acuut gevaar")
    form.checkbox(name="Check Box2", checked=False, x=220, y=y, size=12)
    page.drawString(238, y + 2, "Minderjarigen betrokken")
    page.save()


def filled():
    """A blank form with shown names, filled by another program with characters beyond Latin."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    y = 780
    page.setFont("Helvetica", 10)
    for index, (label, value) in enumerate(SIGNAL):
        page.drawString(60, y + 4, label)
        page.acroForm.textfield(name="v%d" % index, tooltip=label, x=220, y=y, width=300, height=16, borderWidth=0)
        y -= 24
    page.acroForm.textfield(name="verhaal", tooltip="Toelichting", x=60, y=y - 100, width=460, height=90,
                            fieldFlags="multiline", borderWidth=0)
    page.save()
    values = {"v%d" % index: value for index, (label, value) in enumerate(SIGNAL)}
    values["v0"] = "Zdzisława Błażej"
    values["v5"] = "Škodastraße 3"
    values["verhaal"] = "Regel één.\rŻadnych dokumentów — “paspoort bij de baas”.\nDerde regel."
    writer = PdfWriter(clone_from=PdfReader(buffer))
    writer.update_page_form_field_values(writer.pages[0], values, auto_regenerate=True)
    for annotation in writer.pages[0]["/Annots"]:
        annotation.get_object().pop("/AP", None)
    writer.write(path("ingevuld_utf16.pdf"))


def differing():
    """The value says one municipality, what is shown says another."""
    acro = PdfWriter(clone_from=PdfReader(path("velden.pdf")))
    for annotation in acro.pages[0]["/Annots"]:
        field = annotation.get_object()
        if field.get("/T") == "gemeente_opgegeven":
            field[NameObject("/V")] = TextStringObject("Almelo")
        if field.get("/T") in ("postcode", "woonplaats", "locatie_straat"):
            field[NameObject("/V")] = TextStringObject("")
            field.pop("/AP", None)
    acro.write(path("waarde_en_weergave.pdf"))


def table():
    """No fields: a table, as a program prints a form. Long labels and long values break over lines."""
    styles = getSampleStyleSheet()
    body = ParagraphStyle("b", parent=styles["BodyText"], fontSize=10, leading=12)
    bold = ParagraphStyle("l", parent=body, fontName="Helvetica-Bold")
    rows = [[Paragraph(label, bold), Paragraph(value, body)] for label, value in SIGNAL]
    rows.append([Paragraph("Wat heeft u gezien of gehoord en wat viel u daarbij op?", bold),
                 Paragraph(STORY, body)])
    rows.append([Paragraph("Soort locatie", bold), Paragraph("woning", body)])
    document = SimpleDocTemplate(path("tabel.pdf"), pagesize=A4, invariant=1, title="Signaal")
    document.build([
        Paragraph("Signaal mensenhandel", styles["Heading1"]),
        Paragraph("Dit formulier is ingevuld door een medewerker van de gemeente.", body), Spacer(1, 12),
        Table(rows, colWidths=[150, 300], style=TableStyle([
            ("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])),
    ])


def above():
    """Labels, small and bold, above their values, two beside one another."""
    page = new("label_boven.pdf")
    y = 790
    for index in range(0, len(SIGNAL), 2):
        for column, (label, value) in enumerate(SIGNAL[index:index + 2]):
            x = 60 + column * 250
            page.setFont("Helvetica-Bold", 8)
            page.drawString(x, y, label)
            page.setFont("Helvetica", 11)
            page.drawString(x, y - 14, value)
        y -= 40
    page.setFont("Helvetica-Bold", 8)
    page.drawString(60, y, "Toelichting")
    page.setFont("Helvetica", 11)
    words = STORY.split()
    line = ""
    y -= 14
    while words:
        while words and page.stringWidth(line + words[0], "Helvetica", 11) < 460:
            line += words.pop(0) + " "
        page.drawString(60, y, line)
        line, y = "", y - 14
    page.save()


def tight():
    """Labels and values by tabs, without room between the lines; two pairs beside one another above."""
    page = new("tabs.pdf")
    page.setFont("Helvetica", 10)
    y = 790
    pairs = [SIGNAL[0:2], SIGNAL[2:4], SIGNAL[4:6], SIGNAL[6:8]]
    for pair in pairs:
        for column, (label, value) in enumerate(pair):
            page.drawString(60 + column * 260, y, label + ":")
            page.drawString(140 + column * 260, y, value)
        y -= 12
    y -= 30
    for label, value in SIGNAL[8:]:
        page.drawString(60, y, label)
        page.drawString(240, y, value)
        y -= 12
    page.drawString(60, y, "Toelichting")
    words = STORY.split()
    while words:
        line = ""
        while words and page.stringWidth(line + words[0], "Helvetica", 10) < 290:
            line += words.pop(0) + " "
        page.drawString(240, y, line)
        y -= 12
    page.save()


def columns():
    """A heading, two columns of running text, and a line below."""
    styles = getSampleStyleSheet()
    body = ParagraphStyle("b", parent=styles["BodyText"], fontSize=10, leading=12, alignment=4)
    left = ("Op dinsdag 6 oktober 2026 kwam een vrouw aan de balie in Hengelo om zich in te schrijven. Zij sprak geen "
            "Nederlands en werd begeleid door een man die voor haar antwoordde. Haar paspoort had hij in zijn jas en "
            "hij gaf het niet uit handen. Toen de medewerker vroeg waar zij woonde, keek zij naar de man. "
            "Zij leek bang en had blauwe plekken op haar arm. ")
    right = ("De man noemde een adres aan het Zandpad 14 te Hengelo. Op dat adres staan al elf personen ingeschreven, "
             "allen uit hetzelfde land en allen in dienst van hetzelfde uitzendbureau. De buurman heeft vorige week "
             "gebeld over busjes die daar om vijf uur in de ochtend mensen ophalen. Het kenteken van een van de "
             "busjes is VX-104-B. De wijkagent is nog niet ingelicht. ")
    document = BaseDocTemplate(path("kolommen.pdf"), pagesize=A4, invariant=1, title="Verslag")
    frames = [Frame(50, 700, 500, 90, id="kop"), Frame(50, 300, 235, 400, id="l"), Frame(310, 300, 235, 400, id="r")]
    document.addPageTemplates(PageTemplate(frames=frames))
    from reportlab.platypus import FrameBreak
    document.build([Paragraph("Verslag van de balie, opgemaakt door Fenna Oosterlaar, Gemeente Hengelo",
                              styles["Heading2"]),
                    FrameBreak(), Paragraph(left, body), Paragraph(left.replace("dinsdag 6", "woensdag 7"), body),
                    FrameBreak(), Paragraph(right, body), Paragraph(right.replace("vorige", "deze"), body)])


def encrypted():
    """With an owner's password a file opens, with a user's password it does not."""
    for name, user in [("eigenaar.pdf", ""), ("wachtwoord.pdf", "geheim")]:
        for algorithm in ["AES-256"]:
            writer = PdfWriter(clone_from=PdfReader(path("tabel.pdf")))
            writer.encrypt(user, "beheer", algorithm=algorithm)
            writer.write(path(name))


def portfolio():
    """A cover page, with a form and a text in it."""
    page = new("map.pdf")
    page.setFont("Helvetica", 11)
    page.drawString(60, 780, "In deze map zit het formulier.")
    page.save()
    writer = PdfWriter(clone_from=PdfReader(path("map.pdf")))
    with open(path("tabs.pdf"), "rb") as form:
        writer.add_attachment("formulier.pdf", form.read())
    writer.add_attachment("notitie.txt", "Let op: de bewoners van nummer 14 zijn vertrokken.\n".encode())
    writer.write(path("map.pdf"))


def scan():
    """A picture of a page, and a file whose second page is one."""
    from PIL import Image, ImageDraw
    picture = Image.new("L", (620, 877), 255)
    ImageDraw.Draw(picture).text((60, 60), "Signaal: vier mannen op zolder", fill=0)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=40)
    from reportlab.lib.utils import ImageReader
    page = new("scan.pdf")
    page.drawImage(ImageReader(buffer), 0, 0, WIDTH, HEIGHT)
    page.save()
    page = new("tekst_en_scan.pdf")
    page.setFont("Helvetica", 11)
    page.drawString(60, 780, "Bijgaand het ingevulde formulier als foto.")
    page.showPage()
    page.drawImage(ImageReader(buffer), 0, 0, WIDTH, HEIGHT)
    page.save()


def remarks():
    """Comments, text typed over a page, and text that a page does not show yet."""
    from pypdf.annotations import FreeText, Highlight, Text
    page = new("opmerkingen.pdf")
    page.setFont("Helvetica", 11)
    page.drawString(60, 780, "Naam melder:")
    page.drawString(60, 750, "Woonplaats:")
    page.save()
    writer = PdfWriter(clone_from=PdfReader(path("opmerkingen.pdf")))
    for text, rect in [("Fenna Oosterlaar", (150, 776, 400, 794)), ("Hengelo", (150, 746, 400, 764))]:
        note = FreeText(text=text, rect=rect, font_size="11pt", border_color=None, background_color=None)
        note.pop("/AP", None)
        writer.add_annotation(0, note)
    writer.add_annotation(0, Text(text="Graag vandaag nog bellen", rect=(500, 780, 520, 800)))
    writer.write(path("opmerkingen.pdf"))


def xfa():
    """A form that only one program shows: the page says so, the form is XML."""
    page = new("xfa.pdf")
    page.setFont("Helvetica", 11)
    page.drawString(60, 780, "Please wait...")
    page.drawString(60, 760, "If this message is not eventually replaced by the proper contents of the document,")
    page.drawString(60, 745, "your PDF viewer may not be able to display this type of document.")
    page.save()
    writer = PdfWriter(clone_from=PdfReader(path("xfa.pdf")))
    template = StreamObject()
    template.set_data(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>')
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({
        NameObject("/Fields"): ArrayObject(), NameObject("/XFA"): writer._add_object(template)})
    writer._root_object[NameObject("/NeedsRendering")] = BooleanObject(True)
    writer.write(path("xfa.pdf"))


def script():
    """A form that runs something when it is opened."""
    writer = PdfWriter(clone_from=PdfReader(path("tabs.pdf")))
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")})
    writer.write(path("script.pdf"))


def blank():
    """A form with nothing filled in."""
    writer = PdfWriter(clone_from=PdfReader(path("ingevuld_utf16.pdf")))
    for annotation in writer.pages[0]["/Annots"]:
        annotation.get_object().pop("/V", None)
    writer.write(path("leeg.pdf"))


if __name__ == "__main__":
    for make in [acroform, nameless, filled, differing, table, above, tight, columns, encrypted, portfolio, scan,
                 remarks, xfa, script, blank]:
        make()
