#!/usr/bin/env python3
"""Fills in the blank forms as people do: the text in an editor, DOCX and ODT in LibreOffice, the PDF by pikepdf.

usage: fill_forms.py FORMS ANSWERS OUT
ANSWERS is a JSON object of field key to answer; a list is a list of boxes to tick. Debian's python3 with python3-uno
and python3-pikepdf.
"""
import csv, json, os, pathlib, re, signal, subprocess, sys, tempfile, time

FORMS, ANSWERS, OUT = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
NAME = "signaalformulier"
answers = json.loads(ANSWERS.read_text())
tables = FORMS.parent / "tabellen"
with open(tables / "velden.csv", encoding="utf-8-sig", newline="") as file:
    labels = {row["veld"]: row["label"] for row in csv.DictReader(file)}
with open(FORMS / "formulier.csv", newline="") as file:
    for row in csv.DictReader(file):
        labels[row["veld"]] = row["vraag"] or labels[row["veld"]]
by_label = {labels[key]: answer for key, answer in answers.items()}


def text():
    form = (FORMS / f"{NAME}.txt").read_text()
    for label, answer in by_label.items():
        line = next(line for line in form.split("\n") if line.startswith(f"{label}:"))
        filled = line
        if isinstance(answer, list):
            for option in answer:
                filled = re.sub(rf"\[ \] {re.escape(option)}(?=$| \[)", f"[x] {option}", filled)
        else:
            filled = f"{line} {answer}"
        assert filled != line, label
        form = form.replace(line, filled)
    (OUT / f"{NAME}.txt").write_text(form)


def pdf():
    import pikepdf
    with pikepdf.open(FORMS / f"{NAME}.pdf") as document:
        for field in document.Root.AcroForm.Fields:
            answer = answers.get(str(field.T))
            if "/Kids" not in field:
                field.V = (answer or "").replace("\n", "\r")
                continue
            for box in field.Kids:
                if str(box.T).replace("_", " ") in (answer or []):
                    on = next(name for name in box.AP.N.keys() if name != "/Off")
                    box.V = box.AS = pikepdf.Name(on)
        document.save(OUT / f"{NAME}.pdf")


def controls(cell):
    """Content controls of a cell of a DOCX, in order."""
    paragraphs = cell.createEnumeration()
    while paragraphs.hasMoreElements():
        portions = paragraphs.nextElement().createEnumeration()
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "ContentControl":
                yield portion.ContentControl


def fill_cell(cell, answer, is_word):
    """Text replaces what stands in the cell: this LibreOffice knows no content controls for text."""
    if not isinstance(answer, list):
        cell.String = answer
        return
    lines = cell.String.replace("\r", "").split("\n")
    if is_word:
        for control, line in zip(list(controls(cell)), lines):
            if line[2:] in answer:
                control.Checked = True
    else:
        cell.String = "\n".join(line.replace("☐", "☒") if line[2:] in answer else line for line in lines)


def connected(pipe):
    import uno
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    sys.exit("LibreOffice does not start")


def option(name, value):
    from com.sun.star.beans import PropertyValue
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def office():
    with tempfile.TemporaryDirectory() as work:
        pipe = f"fill{time.time_ns()}"
        program = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--norestore",
             f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            context = connected(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            for shape, kind in (("odt", "writer8"), ("docx", "MS Word 2007 XML")):
                blank = pathlib.Path(work) / f"{NAME}.{shape}"
                blank.write_bytes((FORMS / blank.name).read_bytes())
                document = desktop.loadComponentFromURL(blank.as_uri(), "_blank", 0, (option("Hidden", True),))
                fill_tables(document, shape == "docx")
                document.storeToURL((OUT / blank.name).as_uri(), (option("FilterName", kind),))
                document.close(True)
        finally:
            os.killpg(program.pid, signal.SIGKILL)


def fill_tables(document, is_word):
    for table in document.TextTables:
        for row in range(table.Rows.Count):
            label = table.getCellByPosition(0, row).String.split("\n")[0].rstrip("\r")
            if label in by_label:
                fill_cell(table.getCellByPosition(1, row), by_label[label], is_word)


text()
pdf()
office()
