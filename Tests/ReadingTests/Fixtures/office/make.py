#!/usr/bin/python3
"""Makes the office files of this folder: one invented signal form, by the programs that people's files come from.

Needs python3-docx, python3-odf and python3-openpyxl of Debian. Run it in this folder; the results are kept.
"""

import datetime
import io
import json
import zipfile

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odf import draw, office
from odf import form as odfform
from odf import style as odfstyle
from odf import table as odftable
from odf import text as odftext
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from openpyxl.comments import Comment

FORM = [
    ("Naam melder", "Sanne Kuipers"),
    ("Functie", "baliemedewerker"),
    ("Organisatie", "Gemeente Almelo"),
    ("Telefoon", "0546-541199"),
    ("E-mailadres", "s.kuipers@almelo.example"),
    ("Adres", "Tinnen Egelweg 4"),
    ("Postcode", "7607 UF"),
    ("Woonplaats", "Almelo"),
    ("Datum waarneming", "06-10-2026"),
    ("Tijd", "14:30"),
    ("Vorm van uitbuiting", "arbeidsuitbuiting"),
    ("Sector", "horeca"),
    ("Aantal mogelijke slachtoffers", "3"),
    ("Kenteken(s)", "1-AEO-23"),
    ("Minderjarigen betrokken", "nee"),
    ("Terugkoppeling", "ja"),
    (
        "Toelichting",
        "In de schuur achter het restaurant slapen drie mannen.\nZij krijgen geen loon en hun paspoort ligt bij de baas.",
    ),
]
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def text_version():
    with open("formulier.txt", "w", encoding="utf-8") as out:
        for label, value in FORM:
            out.write(f"{label}: {value}\n")


def new():
    document = docx.Document()
    # The template's own style sheet is most of a file.
    return document


def add(document, xml):
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def run(text):
    lines = text.split("\n")
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{parts}</w:r>"


def paragraph(inner):
    return f"<w:p {nsdecls('w')} {W14}>{inner}</w:p>"


def control(value, alias="", tag="", extra="", placeholder=False, block=False):
    inner = run(value)
    if block:
        inner = "".join(f"<w:p>{run(line)}</w:p>" for line in value.split("\n"))
    names = (f'<w:alias w:val="{alias}"/>' if alias else "") + (f'<w:tag w:val="{tag}"/>' if tag else "")
    shown = "<w:showingPlcHdr/>" if placeholder else ""
    return (
        f"<w:sdt {nsdecls('w')} {W14}><w:sdtPr>{names}{shown}{extra}</w:sdtPr>"
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def box(ticked):
    sign = "☒" if ticked else "☐"
    checked = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
    return control(sign, extra=checked)


def docx_lines():
    document = new()
    document.add_heading("Signaalformulier mensenhandel", 1)
    for label, value in FORM:
        document.add_paragraph(f"{label}: {value}")
    document.save("regels.docx")


def docx_table():
    """Label left, value right; headings over both columns; header, footer and a picture-free letterhead."""
    document = new()
    document.sections[0].header.paragraphs[0].text = "Gemeente Enschede, Postbus 20, 7500 AA Enschede"
    document.sections[0].footer.paragraphs[0].text = "Bladzijde 1 van 1"
    document.add_heading("Signaalformulier", 1)
    table = document.add_table(rows=0, cols=2)
    for number, (label, value) in enumerate(FORM):
        if number == 0:
            cells = table.add_row().cells
            cells[0].merge(cells[1]).text = "Gegevens van de melder"
        cells = table.add_row().cells
        cells[0].text = label
        cells[1].text = value
    cells = table.add_row().cells
    cells[0].text = "Handtekening"
    document.add_paragraph("Stuur dit formulier naar de coördinator.")
    document.save("tabel.docx")


def docx_above():
    """Labels in a row, values in the row below."""
    document = new()
    for start in range(0, 16, 4):
        table = document.add_table(rows=2, cols=4)
        for column, (label, value) in enumerate(FORM[start : start + 4]):
            table.cell(0, column).text = label
            table.cell(1, column).text = value
        document.add_paragraph()
    document.add_paragraph("Toelichting")
    for line in FORM[16][1].split("\n"):
        document.add_paragraph(line)
    document.save("label_erboven.docx")


def docx_controls():
    """Content controls: behind a label, with only an own label, empty, boxes, a list, a block of text."""
    document = new()
    values = dict(FORM)
    for label in ["Naam melder", "Functie", "Organisatie", "Telefoon", "E-mailadres"]:
        add(document, paragraph(run(label + ": ") + control(values[label], alias="Tekst1")))
    for label, tag in [("Adres", ""), ("Postcode", ""), ("Woonplaats", ""), ("", "datum_waarneming"), ("Tijd", "")]:
        value = values[label or "Datum waarneming"]
        add(document, paragraph(control(value, alias=label, tag=tag)))
    add(document, paragraph(run("Sector: ") + control("horeca", extra="<w:dropDownList/>")))
    add(document, paragraph(run("Vorm van uitbuiting: ") + box(True) + run(" arbeidsuitbuiting ") + box(False) + run(" seksuele uitbuiting")))
    add(document, paragraph(run("Aantal mogelijke slachtoffers\u00a0: ") + control("3")))
    add(document, paragraph(run("Kenteken(s): ") + control("1-AEO-23")))
    add(document, paragraph(run("Bedrijf: ") + control("Klik of tik om tekst in te voeren.", placeholder=True)))
    add(document, paragraph(run("Minderjarigen betrokken: ") + box(False) + run(" ja ") + box(True) + run(" nee")))
    add(document, paragraph(run("Terugkoppeling: ") + box(True) + run(" ja ") + box(False) + run(" nee")))
    add(document, control(values["Toelichting"], alias="Toelichting", block=True))
    document.save("besturingselementen.docx")


def legacy(kind, name, result=""):
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/>{kind}</w:ffData></w:fldChar></w:r>'
    code = "<w:r><w:instrText> FORMTEXT </w:instrText></w:r>"
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return begin + code + shown + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def docx_legacy():
    """Form fields of the old kind, with Wingdings boxes, in a table."""
    document = new()
    rows = []
    tick = '<w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox>'
    untick = '<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>'
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0{}"/></w:r>'
    for label, value in FORM:
        content = legacy("<w:textInput/>", "Text1", value)
        if label == "Sector":
            items = "".join(f'<w:listEntry w:val="{item}"/>' for item in ["bouw", "horeca"])
            content = legacy(f'<w:ddList><w:result w:val="1"/>{items}</w:ddList>', "Dropdown1")
        if label == "Terugkoppeling":
            content = legacy(tick, "Check1") + run(" ja ") + legacy(untick, "Check2") + run(" nee")
        if label == "Minderjarigen betrokken":
            content = sign.format("A8") + run(" ja ") + sign.format("FE") + run(" nee")
        rows.append(f"<w:tr><w:tc><w:p>{run(label)}</w:p></w:tc><w:tc><w:p>{content}</w:p></w:tc></w:tr>")
    rows.append(f"<w:tr><w:tc><w:p>{run('Bedrijf')}</w:p></w:tc><w:tc><w:p>{legacy('<w:textInput/>', 'Text9', chr(0x2002) * 5)}</w:p></w:tc></w:tr>")
    add(document, f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>")
    add(document, paragraph(run("Einde van het formulier.")))
    document.save("oude_velden.docx")


def docx_changed():
    """Tracked changes, comments, a footnote, a list, a hidden run, a link, a text box in both its shapes."""
    document = new()
    document.add_paragraph("Op het erf staan:")
    document.add_paragraph("twee caravans", style="List Bullet")
    document.add_paragraph("een busje", style="List Bullet")
    mark = 'w:id="1" w:author="A" w:date="2026-10-06T10:00:00Z"'
    add(
        document,
        paragraph(
            run("Er slapen ")
            + f'<w:del {mark}><w:r><w:delText>twee</w:delText></w:r></w:del>'
            + f"<w:ins {mark}>{run('drie')}</w:ins>"
            + run(" mannen.")
            + '<w:r><w:rPr><w:vanish/></w:rPr><w:t>alleen voor ons</w:t></w:r>'
        ),
    )
    add(document, paragraph('<w:hyperlink w:anchor="x">' + run("zie de kaart") + "</w:hyperlink>"))
    shape = f"<w:txbxContent><w:p>{run('Kenteken: 1-AEO-23')}</w:p></w:txbxContent>"
    add(
        document,
        f"""<w:p {nsdecls('w')} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
          xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
          xmlns:v="urn:schemas-microsoft-com:vml">{run('Gezien op ')}<w:r><mc:AlternateContent>
          <mc:Choice Requires="wps"><w:drawing><wps:txbx>{shape}</wps:txbx></w:drawing></mc:Choice>
          <mc:Fallback><w:pict><v:textbox>{shape}</v:textbox></w:pict></mc:Fallback>
          </mc:AlternateContent></w:r>{run('dinsdag.')}</w:p>""",
    )
    document.save("wijzigingen.docx")
    extend(
        "wijzigingen.docx",
        {
            "word/comments.xml": f'<w:comments {nsdecls("w")}><w:comment w:id="1"><w:p>{run("Klopt dit aantal?")}</w:p></w:comment></w:comments>',
            "word/footnotes.xml": f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p>{run("streep")}</w:p></w:footnote><w:footnote w:id="2"><w:p>{run("Volgens de buurman.")}</w:p></w:footnote></w:footnotes>',
        },
    )


def docx_strict():
    """The same lines in the name space of ISO 29500 strict, in a part of another name."""
    document = new()
    for label, value in FORM:
        document.add_paragraph(f"{label}: {value}")
    document.save("strikt.docx")
    old = "http://schemas.openxmlformats.org/"
    changes = {
        (old + "wordprocessingml/2006/main").encode(): b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        (old + "officeDocument/2006/relationships").encode(): b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts = read("strikt.docx")
    for name in list(parts):
        for before, after in changes.items():
            parts[name] = parts[name].replace(before, after)
    parts["word/tekst.xml"] = parts.pop("word/document.xml")
    for name in ["[Content_Types].xml", "_rels/.rels"]:
        parts[name] = parts[name].replace(b"word/document.xml", b"word/tekst.xml")
    parts["word/_rels/tekst.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    write("strikt.docx", parts)


def docx_embedded():
    """A form inside a document that only says where it is; a macro and a template elsewhere beside it."""
    document = new()
    document.add_paragraph("Zie het ingevoegde formulier.")
    document.save("ingevoegd.docm")
    rels = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
      Target="http://127.0.0.1:9/sjabloon.dotm" TargetMode="External"/></Relationships>"""
    with open("regels.docx", "rb") as inner:
        extend(
            "ingevoegd.docm",
            {
                "word/embeddings/formulier.docx": inner.read(),
                "word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro",
                "word/_rels/settings.xml.rels": rels,
            },
        )


def odt_text():
    """Lines with text fields, and a table; the same in one flat file."""
    document = OpenDocumentText()
    document.text.addElement(odftext.H(outlinelevel=1, text="Signaalformulier"))
    for label, value in FORM[:4]:
        line = odftext.P(text=label + ":")
        line.addElement(odftext.S(c=1))
        line.addElement(odftext.TextInput(description="vul in", text=value))
        document.text.addElement(line)
    table = odftable.Table(name="gegevens")
    for label, value in FORM[4:]:
        row = odftable.TableRow()
        for content in [label, value]:
            cell = odftable.TableCell()
            for line in content.split("\n"):
                cell.addElement(odftext.P(text=line))
            row.addElement(cell)
        table.addElement(row)
    document.text.addElement(table)
    document.save("tekst.odt")
    with open("plat.fodt", "wb") as out:
        out.write(document.xml())


def odt_changed():
    """A footnote, an annotation, a deletion, a list, a section that is not shown, words in a header."""
    document = OpenDocumentText()
    changes = odftext.TrackedChanges()
    region = odftext.ChangedRegion(check_grammar=False)
    deletion = odftext.Deletion()
    deletion.addElement(odftext.P(text="Bel de baas niet."))
    region.addElement(deletion)
    changes.addElement(region)
    document.text.addElement(changes)
    line = odftext.P(text="Gehoord van de buurman")
    note = odftext.Note(noteclass="footnote")
    note.addElement(odftext.NoteCitation(text="1"))
    body = odftext.NoteBody()
    body.addElement(odftext.P(text="Hij woont ertegenover."))
    note.addElement(body)
    line.addElement(note)
    line.addText(".")
    comment = office.Annotation()
    comment.addElement(odftext.P(text="Navragen?"))
    line.addElement(comment)
    document.text.addElement(line)
    items = odftext.List()
    for words in ["twee caravans", "een busje"]:
        item = odftext.ListItem()
        item.addElement(odftext.P(text=words))
        items.addElement(item)
    document.text.addElement(items)
    section = odftext.Section(name="intern", display="none")
    section.addElement(odftext.P(text="Alleen voor ons."))
    document.text.addElement(section)
    layout = odfstyle.PageLayout(name="pagina")
    document.automaticstyles.addElement(layout)
    page = odfstyle.MasterPage(name="Standard", pagelayoutname=layout)
    header = odfstyle.Header()
    header.addElement(odftext.P(text="Gemeente Enschede, Postbus 20, 7500 AA Enschede"))
    page.addElement(header)
    document.masterstyles.addElement(page)
    document.save("wijzigingen.odt")


def odt_controls():
    """Controls of a form: in the text, beside their words, and nowhere."""
    document = OpenDocumentText()
    forms = office.Forms()
    form = odfform.Form(name="Formulier")
    values = dict(FORM)
    order = ["Naam melder", "Functie", "Organisatie", "Telefoon", "E-mailadres", "Adres", "Postcode", "Woonplaats"]
    order += ["Datum waarneming", "Tijd", "Kenteken(s)", "Aantal mogelijke slachtoffers", "Toelichting"]
    for number, label in enumerate(order):
        kind = odfform.Textarea if label == "Toelichting" else odfform.Text
        name = label if label in ["Adres", "Postcode", "Woonplaats"] else f"Tekstveld {number}"
        form.addElement(kind(id=f"c{number}", name=name, currentvalue=values[label].replace("\n", " ")))
    for number, (label, state) in enumerate([("ja", "unchecked"), ("nee", "checked")]):
        form.addElement(odfform.Checkbox(id=f"b{number}", name=f"Vakje {number}", label=label, currentstate=state))
    choices = odfform.Listbox(id="l", name="Sector")
    for label in ["bouw", "horeca"]:
        option = odfform.Option(label=label)
        if label == "horeca":
            option.setAttribute("currentselected", "true")
        choices.addElement(option)
    form.addElement(choices)
    form.addElement(odfform.Checkbox(id="v", name="Vorm", label="arbeidsuitbuiting", currentstate="checked"))
    form.addElement(odfform.Text(id="t", name="Terugkoppeling", currentvalue="ja"))
    form.addElement(odfform.Text(id="leeg", name="Bedrijf", currentvalue=""))
    forms.addElement(form)
    document.text.addElement(forms)
    for number, label in enumerate(order):
        line = odftext.P()
        if label not in ["Adres", "Postcode", "Woonplaats"]:
            line.addText(label + ": ")
        anchor = "as-char" if number % 2 else "paragraph"
        line.addElement(draw.Control(control=f"c{number}", anchortype=anchor))
        document.text.addElement(line)
    line = odftext.P(text="Minderjarigen betrokken: ")
    for number in range(2):
        line.addElement(draw.Control(control=f"b{number}", anchortype="as-char"))
        line.addText("  ")
    document.text.addElement(line)
    line = odftext.P(text="Vorm van uitbuiting: ")
    line.addElement(draw.Control(control="v", anchortype="as-char"))
    document.text.addElement(line)
    document.save("velden.odt")


def ods_form():
    """A form in a sheet: dates and truths as such, an annotation, a sheet that is not shown."""
    document = OpenDocumentSpreadsheet()
    hidden = odfstyle.Style(name="ta2", family="table")
    hidden.addElement(odfstyle.TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    table = odftable.Table(name="Formulier")
    table.addElement(odftable.TableColumn(numbercolumnsrepeated=16384))
    for label, value in FORM:
        row = odftable.TableRow()
        cell = odftable.TableCell(valuetype="string")
        cell.addElement(odftext.P(text=label))
        row.addElement(cell)
        row.addElement(odftable.TableCell(numbercolumnsrepeated=2))
        if label == "Datum waarneming":
            cell = odftable.TableCell(valuetype="date", datevalue="2026-10-06")
            cell.addElement(odftext.P(text="06-10-26"))
        elif label == "Minderjarigen betrokken":
            cell = odftable.TableCell(valuetype="boolean", booleanvalue="false")
            cell.addElement(odftext.P(text="ONWAAR"))
        else:
            cell = odftable.TableCell(valuetype="string")
            for line in value.split("\n"):
                cell.addElement(odftext.P(text=line))
        if label == "Adres":
            comment = office.Annotation()
            comment.addElement(odftext.P(text="Hoek met de Wierdensestraat"))
            cell.addElement(comment)
        row.addElement(cell)
        row.addElement(odftable.TableCell(numbercolumnsrepeated=16380))
        table.addElement(row)
    rest = odftable.TableRow(numberrowsrepeated=1048558)
    rest.addElement(odftable.TableCell(numbercolumnsrepeated=16384))
    table.addElement(rest)
    document.spreadsheet.addElement(table)
    table = odftable.Table(name="Lijsten", stylename=hidden)
    row = odftable.TableRow()
    cell = odftable.TableCell(valuetype="string")
    cell.addElement(odftext.P(text="keuzelijst"))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save("formulier.ods")


LIST = [
    ["Naam melder", "Datum waarneming", "Adres", "Postcode", "Woonplaats", "Toelichting"],
    ["Sanne Kuipers", "2026-10-06", "Tinnen Egelweg 4", "7607 UF", "Almelo", "Drie mannen slapen in een schuur en krijgen geen loon."],
    ["Joris Blom", "2026-10-08", "Hengelosestraat 12", "7514 AE", "Enschede", "Een vrouw mag de woning niet alleen verlaten."],
    ["", "2026-10-09", "Grotestraat 5", "7622 GA", "Borne", "Jongens van vijftien rijden pakjes rond voor een onbekende man."],
]


def ods_list():
    document = OpenDocumentSpreadsheet()
    table = odftable.Table(name="Blad1")
    for line in LIST:
        row = odftable.TableRow()
        for value in line:
            cell = odftable.TableCell()
            if value:
                cell = odftable.TableCell(valuetype="string")
                cell.addElement(odftext.P(text=value))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save("lijst.ods")


def xlsx_form():
    """Merged headings, a date and a time as numbers, a truth, text in two sizes, a hidden row and sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Formulier"
    sheet.merge_cells("B2:E2")
    sheet["B2"] = "Signaalformulier mensenhandel"
    for number, (label, value) in enumerate(FORM):
        row = number + 4
        sheet.cell(row, 2, label)
        cell = sheet.cell(row, 4, value)
        if label == "Datum waarneming":
            cell.value = datetime.date(2026, 10, 6)
        elif label == "Tijd":
            cell.value = datetime.time(14, 30)
        elif label == "Minderjarigen betrokken":
            cell.value = False
        elif label == "Aantal mogelijke slachtoffers":
            cell.value = 3
        elif label == "Telefoon":
            cell.value = value
        elif label == "Adres":
            cell.comment = Comment("Hoek met de Wierdensestraat", "A")
    sheet.cell(40, 2, "interne aantekening")
    sheet.row_dimensions[40].hidden = True
    hidden = book.create_sheet("Lijsten")
    hidden.append(["keuzelijst"])
    hidden.sheet_state = "hidden"
    book.save("formulier.xlsx")


def xlsx_numbers():
    """What the numbers in a file are to its reader."""
    book = openpyxl.Workbook()
    rows = [
        ("nummer met een nul", 74123456, "0000000000"),
        ("dag en tijd", datetime.datetime(2026, 10, 7, 9, 5), 'dd-mm-yyyy "om" hh:mm'),
        ("dag", datetime.date(2000, 2, 29), "d mmmm yyyy"),
        ("duur", datetime.timedelta(hours=30), "[h]:mm"),
        ("eerste dag", 1, "dd-mm-yyyy"),
        ("dag na de dag die er niet was", 61, "dd-mm-yyyy"),
        ("groot", 31612345678, "General"),
        ("breuk", 0.5, "General"),
        ("rood met dag in de naam", 5, '[Red]"dagen" 0'),
        ("formule", "=1+1", "General"),
    ]
    for number, (label, value, code) in enumerate(rows, 1):
        book.active.cell(number, 1, label)
        book.active.cell(number, 2, value).number_format = code
    book.save("getallen.xlsx")


def xlsx_list():
    book = openpyxl.Workbook()
    for line in LIST:
        book.active.append([value or None for value in line])
    book.save("lijst.xlsx")


def csv_files():
    with open("kommas.csv", "wb") as out:
        lines = ['Naam melder,Plaats,Toelichting', '"Visser, Bo",Borne,"hij zei ""één""', 'en liep weg"']
        out.write("\r\n".join(lines).encode("cp1252"))
    text = "\r\n".join(";".join(f'"{value}"' if ";" in value or " " in value else value for value in line) for line in LIST)
    with open("lijst.csv", "wb") as out:
        out.write(b"\xef\xbb\xbf" + text.encode("utf-8") + b"\r\n")
    rows = "\r\n".join(f'{label};"{value}"' for label, value in FORM)
    with open("formulier_excel.csv", "wb") as out:
        out.write("sep=;\r\n".encode("cp1252") + rows.encode("cp1252"))


def json_files():
    keys = dict(zip([label for label, _ in FORM], [
        "melderNaam", "functie", "organisatie", "telefoonnummer", "email", "adres", "postcode", "woonplaats",
        "datum_waarneming", "tijdstip", "vormVanUitbuiting", "sector", "aantalSlachtoffers", "kentekens", "minderjarigen",
        "terugkoppelingGewenst", "omschrijving",
    ]))
    values = {keys[label]: value for label, value in FORM}
    values["vormVanUitbuiting"] = {"arbeidsuitbuiting": True, "seksuele_uitbuiting": False}
    values["kentekens"] = ["1-AEO-23"]
    values["minderjarigen"] = False
    values["aantalSlachtoffers"] = 3
    with open("inzending.json", "w", encoding="utf-8") as out:
        json.dump({"data": {"step1": values}}, out, ensure_ascii=False, indent=1)
    with open("inzending.xml", "w", encoding="utf-8") as out:
        lines = "".join(f"  <{key}>{value}</{key}>\n" for key, value in zip(keys.values(), [value for _, value in FORM]))
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<melding xmlns="urn:voorbeeld:melding">\n{lines}</melding>\n')


def zip_files():
    with open("regels.docx", "rb") as form:
        inner = form.read()
    within = io.BytesIO()
    with zipfile.ZipFile(within, "w") as archive:
        archive.writestr("map/formulier.docx", inner)
    write("map.zip", {"../../etc/leesmij.txt": "Zie het formulier.", "dieper.zip": within.getvalue()})


def read(name):
    with zipfile.ZipFile(name) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def write(name, parts):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 10, 6, 12, 0, 0)), content, zipfile.ZIP_DEFLATED)


def extend(name, more):
    write(name, read(name) | more)


def small(name):
    """Without the picture of the page and the fonts and colours, which nobody reads."""
    parts = read(name)
    for part in list(parts):
        if part.startswith(("docProps/thumbnail", "word/theme", "word/stylesWithEffects")):
            del parts[part]
    if "word/styles.xml" in parts:
        parts["word/styles.xml"] = f"<w:styles {nsdecls('w')}/>".encode()
    write(name, parts)


if __name__ == "__main__":
    text_version()
    docx_lines()
    docx_table()
    docx_above()
    docx_controls()
    docx_legacy()
    docx_changed()
    docx_strict()
    small("regels.docx")
    docx_embedded()
    for name in ["tabel", "label_erboven", "besturingselementen", "oude_velden", "wijzigingen", "strikt"]:
        small(name + ".docx")
    small("ingevoegd.docm")
    odt_text()
    odt_changed()
    odt_controls()
    ods_form()
    ods_list()
    xlsx_form()
    xlsx_numbers()
    xlsx_list()
    csv_files()
    json_files()
    zip_files()
