#!/usr/bin/env python3
"""Makes the blank signal form in four shapes: plain text, DOCX, ODT and fillable PDF.

usage: make.py [TABLES [DIRECTORY]]      by default ../tabellen and here

Questions, their order and their kind come from formulier.csv beside this file, labels and values from velden.csv of
the tables; every line that is not a question stands in vaste_regels.csv too, so that it is not read as an answer. The PDF is exported by LibreOffice (PDF/UA: tagged), which must be on the path; pikepdf gives its fields
the names that a screen reader says. The results are shipped: whoever changes a label or a question runs `make forms`
again.
"""
import csv, os, pathlib, subprocess, sys, tempfile, zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = pathlib.Path(__file__).resolve().parent
TABLES = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "tabellen"
TARGET = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
TITLE = "Signaalformulier mensenhandel"
BOX = ["Bel bij gevaar meteen 112.", "Geen spoed, wel politie: 0900-8844.",
       "Wacht niet op antwoord op dit formulier."]
HELP = ["Vul in wat u weet, zonder BSN. Twijfelt u? Meld toch."]
NAME = "signaalformulier"
MOMENT = (2026, 1, 1, 0, 0, 0)  # of every entry, so that the same questions give the same bytes


class Question:
    def __init__(self, row, fields):
        field = fields[row["veld"]]
        self.heading, self.key, self.kind, self.help = row["kop"], row["veld"], row["soort"], row["uitleg"]
        self.label = row["vraag"] or field["label"]
        allowed = field["waarden_validatie"].replace(";", "|").split("|")
        if self.kind == "janee":
            self.options, self.kind = ["ja", "nee"], "keuze"
        elif field["type"].startswith("ja/nee"):
            self.options = ["ja", "nee", "onbekend"]
        else:
            self.options = [a.strip().replace("_", " ").replace("(", " (") for a in allowed]
        if self.kind in ("regel", "blok"):
            self.options = []

    @property
    def is_long(self):
        return self.kind == "blok"


def questions():
    with open(TABLES / "velden.csv", encoding="utf-8-sig", newline="") as file:
        fields = {row["veld"]: row for row in csv.DictReader(file)}
    with open(HERE / "formulier.csv", encoding="utf-8", newline="") as file:
        return [Question(row, fields) for row in csv.DictReader(file)]


def sections(questions):
    found = {}
    for question in questions:
        found.setdefault(question.heading, []).append(question)
    return found.items()


def archive(path, entries, stored=()):
    with zipfile.ZipFile(path, "w") as file:
        for name, text in entries:
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, text)


# Plain text: answers come behind the colon, boxes get an x.

def text(questions):
    lines = [TITLE.upper(), "", *BOX, "", *HELP, "Zet een x tussen de haken van wat past.", ""]
    for heading, group in sections(questions):
        lines += ["", heading.upper(), ""]
        for question in group:
            boxes = "".join(f" [ ] {option}" for option in question.options)
            lines.append(f"{question.label}:{boxes}")
            if question.is_long:
                lines += ["", ""]
    return "\r\n".join(lines) + "\r\n"


# DOCX: a heading and a table for each section, answers in content controls (ECMA-376 part 1, 17.5.2).

def paragraph(content, style=None):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{content}</w:p>"


def run(words, style=None):
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


class Docx:
    def __init__(self):
        self.count = 0

    def control(self, question, content, kind, alias=None):
        self.count += 1
        return (f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(alias or question.label)}/>'
                f'<w:tag w:val={quoteattr(question.key)}/><w:id w:val="{self.count}"/>{kind}</w:sdtPr>'
                f"<w:sdtContent>{content}</w:sdtContent></w:sdt>")

    def answer(self, question):
        if not question.options:
            kind = '<w:showingPlcHdr/><w:text w:multiLine="1"/>'
            return paragraph(self.control(question, run("Klik en typ", "PlaceholderText"), kind))
        box = ('<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
               '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>')
        return "".join(
            paragraph(self.control(question, run("☐"), box, f"{question.label}: {option}") + run(f" {option}"))
            for option in question.options)

    def row(self, question):
        label = paragraph(run(question.label), "Vraag")
        if question.help:
            label += paragraph(run(question.help), "Uitleg")
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
            for width, content in ((3200, label), (6400, self.answer(question))))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def table(self, heading, group):
        sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="767676"/>'
                        for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        rows = "".join(self.row(question) for question in group)
        return (paragraph(run(heading), "Heading1")
                + f'<w:tbl><w:tblPr><w:tblW w:w="9600" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
                f'<w:tblCaption w:val={quoteattr(heading)}/></w:tblPr>'
                f'<w:tblGrid><w:gridCol w:w="3200"/><w:gridCol w:w="6400"/></w:tblGrid>{rows}</w:tbl>')

    def body(self, questions):
        content = paragraph(run(TITLE), "Title") + "".join(paragraph(run(line), "Kader") for line in BOX)
        content += "".join(paragraph(run(line)) for line in HELP)
        content += "".join(self.table(heading, group) for heading, group in sections(questions))
        return content + paragraph("") + (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
            'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>')

    STYLES = """<w:styles xmlns:w="{w}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"
 w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:keepNext/><w:spacing
 w:before="240" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Vraag"><w:name w:val="Vraag"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Uitleg"><w:name w:val="Uitleg"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Kader"><w:name w:val="Kader"/><w:pPr><w:pBdr>{sides}</w:pBdr><w:spacing
 w:before="120" w:after="120"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/><w:rPr><w:color
 w:val="595959"/></w:rPr></w:style></w:styles>"""

    def entries(self, questions):
        w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006"
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        sides = "".join(f'<w:{side} w:val="single" w:sz="18" w:space="6" w:color="B00020"/>'
                        for side in ("top", "left", "bottom", "right"))
        return [(name, head + body) for name, body in (
            ("[Content_Types].xml",
             f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
             'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
             f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
             f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/><Override PartName='
             '"/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'),
            ("_rels/.rels",
             f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
             f'Target="word/document.xml"/><Relationship Id="r2" Type="{package}/relationships/metadata/'
             'core-properties" Target="docProps/core.xml"/></Relationships>'),
            ("word/_rels/document.xml.rels",
             f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/styles" '
             'Target="styles.xml"/></Relationships>'),
            ("word/document.xml",
             f'<w:document xmlns:w="{w}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
             f"<w:body>{self.body(questions)}</w:body></w:document>"),
            ("word/styles.xml", self.STYLES.format(w=w, sides=sides)),
            ("docProps/core.xml",
             f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
             'xmlns:dc="http://purl.org/dc/elements/1.1/">'
             f"<dc:title>{TITLE}</dc:title><dc:language>nl-NL</dc:language></cp:coreProperties>"))]


# ODT: the same table with room to type; and with form controls, as the source of the PDF.

class Odt:
    def __init__(self, controls):
        self.controls = [] if controls else None

    def control(self, question, kind, attributes="", option=None):
        """A form control of its own, by which the PDF gets a field."""
        number = len(self.controls)
        name = f"{question.key}.{option.replace(' ', '_')}" if option else question.key
        words = f"{question.label}: {option}" if option else question.label
        self.controls.append(
            f'<form:{kind} form:name={quoteattr(name)} form:title={quoteattr(words)} xml:id="c{number}" '
            f'form:id="c{number}" {attributes}><form:properties/></form:{kind}>')
        height = 6 if question.key == "omschrijving" else 2.4 if question.is_long else 0.6
        width = 0.45 if option else 9.2
        return (f'<draw:control text:anchor-type="as-char" draw:z-index="{number}" draw:style-name="control" '
                f'svg:width="{width}cm" svg:height="{0.45 if option else height}cm" draw:control="c{number}"/>')

    def answer(self, question):
        if question.options:
            lines = [(self.control(question, "checkbox", 'form:current-state="unchecked"', option)
                      if self.controls is not None else "☐") + f" {escape(option)}" for option in question.options]
        elif self.controls is None:
            lines = [""] * (4 if question.is_long else 1)
        else:
            lines = [self.control(question, "textarea" if question.is_long else "text")]
        return "".join(f'<text:p text:style-name="antwoord">{line}</text:p>' for line in lines)

    def table(self, heading, group):
        rows = ""
        for question in group:
            label = f'<text:p text:style-name="vraag">{escape(question.label)}</text:p>'
            if question.help:
                label += f'<text:p text:style-name="uitleg">{escape(question.help)}</text:p>'
            rows += "<table:table-row>" + "".join(
                f'<table:table-cell table:style-name="cel" office:value-type="string">{content}</table:table-cell>'
                for content in (label, self.answer(question))) + "</table:table-row>"
        return (f'<text:h text:style-name="kop" text:outline-level="1">{escape(heading)}</text:h>'
                f'<table:table table:name={quoteattr(heading)} table:style-name="tabel">'
                '<table:table-column table:style-name="vragen"/><table:table-column table:style-name="antwoorden"/>'
                f"{rows}</table:table>")

    AUTOMATIC = """<style:style style:name="tabel" style:family="table"><style:table-properties style:width="17cm"
 table:align="left"/></style:style><style:style style:name="vragen" style:family="table-column">
<style:table-column-properties style:column-width="7.4cm"/></style:style><style:style style:name="antwoorden"
 style:family="table-column"><style:table-column-properties style:column-width="9.6cm"/></style:style>
<style:style style:name="cel" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #767676"
 fo:padding="0.1cm"/></style:style><style:style style:name="control" style:family="graphic"><style:graphic-properties
 style:vertical-pos="middle" style:vertical-rel="text" draw:stroke="none"/></style:style>
<style:style style:name="vraag" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="uitleg" style:family="paragraph"><style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="antwoord" style:family="paragraph"/><style:style style:name="regel" style:family="paragraph">
<style:paragraph-properties fo:margin-bottom="0.2cm"/></style:style><style:style style:name="titel"
 style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.4cm"/><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style><style:style style:name="kader"
 style:family="paragraph"><style:paragraph-properties fo:border="2pt solid #b00020" fo:padding="0.2cm"
 fo:margin-top="0.2cm" fo:margin-bottom="0.2cm"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="kop" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.5cm"
 fo:margin-bottom="0.15cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="13pt"
 fo:font-weight="bold"/></style:style>"""
    SPACES = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("form", "form"), ("meta", "meta"),
        ("manifest", "manifest"))) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'

    def content(self, questions):
        body = f'<text:p text:style-name="titel">{TITLE}</text:p>'
        body += "".join(f'<text:p text:style-name="kader">{escape(line)}</text:p>' for line in BOX)
        body += "".join(f'<text:p text:style-name="regel">{escape(line)}</text:p>' for line in HELP)
        body += "".join(self.table(heading, group) for heading, group in sections(questions))
        forms = ""
        if self.controls is not None:
            forms = ('<office:forms form:automatic-focus="false" form:apply-design-mode="false"><form:form '
                     'form:name="signaal">' + "".join(self.controls) + "</form:form></office:forms>")
        return (f"<office:document-content {self.SPACES}><office:automatic-styles>{self.AUTOMATIC}"
                f"</office:automatic-styles><office:body><office:text>{forms}{body}</office:text></office:body>"
                "</office:document-content>")

    def entries(self, questions):
        kind = "application/vnd.oasis.opendocument.text"
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        page = ('<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm" '
                'fo:page-height="29.7cm" fo:margin="2cm"/></style:page-layout>')
        styles = (f"<office:document-styles {self.SPACES}><office:styles><style:default-style "
                  'style:family="paragraph"><style:text-properties fo:font-size="11pt" fo:font-family="Liberation Sans" '
                  'fo:language="nl" fo:country="NL"/></style:default-style></office:styles><office:automatic-styles>'
                  f"{page}</office:automatic-styles><office:master-styles><style:master-page style:name="
                  '"Standard" style:page-layout-name="a4"/></office:master-styles></office:document-styles>')
        meta = (f"<office:document-meta {self.SPACES}><office:meta><dc:title>{TITLE}</dc:title>"
                "<dc:language>nl-NL</dc:language></office:meta></office:document-meta>")
        manifest = (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            'manifest:version="1.3">' + "".join(
                f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>' for path, media in (
                    ("/", kind), ("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml")))
            + "</manifest:manifest>")
        return [("mimetype", kind)] + [(name, head + body) for name, body in (
            ("content.xml", self.content(questions)), ("styles.xml", styles), ("meta.xml", meta),
            ("META-INF/manifest.xml", manifest))]


def pdf(questions, target):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / f"{NAME}.odt"
        archive(source, Odt(controls=True).entries(questions), stored=("mimetype",))
        options = ('pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
                   '"PDFUACompliance":{"type":"boolean","value":"true"},'
                   '"ExportFormFields":{"type":"boolean","value":"true"},'
                   '"FormsType":{"type":"long","value":"1"},'
                   '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}')
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", options,
             "--outdir", folder, str(source)],
            check=True, stdout=subprocess.DEVNULL, env=os.environ | {"HOME": folder})
        label(pathlib.Path(folder) / f"{NAME}.pdf", questions, target)


def label(exported, questions, target):
    """Each field's question as its alternate name (ISO 32000-1, 12.7.3.1), of a box with its answer behind it."""
    import pikepdf
    labels = {question.key: question.label for question in questions}
    with pikepdf.open(exported) as document:
        for field in document.Root.AcroForm.Fields:
            field.TU = labels[str(field.T)]
            for box in field.get("/Kids", []):
                box.TU = f"{field.TU}: {str(box.T).replace('_', ' ')}"
        document.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def main():
    found = questions()
    (TARGET / f"{NAME}.txt").write_bytes(text(found).encode())
    archive(TARGET / f"{NAME}.docx", Docx().entries(found))
    archive(TARGET / f"{NAME}.odt", Odt(controls=False).entries(found), stored=("mimetype",))
    pdf(found, TARGET / f"{NAME}.pdf")


main()
