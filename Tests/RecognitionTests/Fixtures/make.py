#!/usr/bin/python3
"""Makes the pictures beside it: an invented form as people photograph and scan it. Needs python3-pil and
fonts-liberation."""
import os
from PIL import Image, ImageChops, ImageDraw, ImageFont

os.chdir(os.path.dirname(os.path.abspath(__file__)))
FONT = ImageFont.truetype("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 34)
FORM = [
    "Naam melder: Verzonnen Melder", "Functie: toezichthouder", "Adres: Knikkerstraat 12",
    "Postcode: 7511 UF", "Woonplaats: Enschede", "Datum waarneming: 10-10-2026",
    "Vorm van uitbuiting: arbeidsuitbuiting", "Acuut gevaar: nee", "", "Toelichting",
    "Er wonen vijf mensen op zolder en hun paspoorten liggen bij de baas.",
]
ACUTE = [
    "Melding", "Adres: Knikkerstraat 12", "Postcode: 7607 AB", "Woonplaats: Almelo",
    "Acuut gevaar: ja", "", "Toelichting", "Zij wordt vastgehouden en mag het huis niet uit.",
]


def page(lines, size=(1240, 800)):
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((70, 60 + 58 * number), line, font=FONT, fill=0)
    return image


# The same with a column of labels and one of answers, and lines between.
table = Image.new("L", (1240, 620), 255)
draw = ImageDraw.Draw(table)
rows = [line.split(": ") for line in FORM if ": " in line]
for number, (label, value) in enumerate(rows):
    draw.text((80, 40 + 62 * number), label, font=FONT, fill=0)
    draw.text((620, 40 + 62 * number), value, font=FONT, fill=0)
    draw.line((60, 30 + 62 * number, 1180, 30 + 62 * number), fill=0, width=2)
draw.line((60, 30 + 62 * len(rows), 1180, 30 + 62 * len(rows)), fill=0, width=2)
for x in (60, 600, 1180):
    draw.line((x, 30, x, 30 + 62 * len(rows)), fill=0, width=2)
table.convert("1").save("tabel.png", optimize=True)

form = page(FORM)
bilevel = form.convert("1")
second = page(["Tweede blad", "Kenteken: 1-AEO-23"], (1240, 300)).convert("1")
bilevel.save("formulier.png", optimize=True)
form.resize((930, 600)).save("formulier.jpg", quality=30)
bilevel.save("formulier.tif", compression="group4", save_all=True, append_images=[second])
bilevel.save("formulier.pdf", resolution=150, save_all=True, append_images=[second])
page(ACUTE).convert("1").save("acuut.png", optimize=True)
page(["Kenteken: 1-AEO-23"], (1240, 200)).convert("1").save("kenteken.png", optimize=True)
# A telephone held upright writes its picture lying, with a mark that says so.
exif = Image.Exif()
exif[0x0112] = 6
form.resize((930, 600)).rotate(90, expand=True).save("gedraaid.jpg", quality=30, exif=exif)
form.resize((930, 600)).rotate(180).save("ondersteboven.png", optimize=True)
# Small and grainy: letters are guessed, and a person reads it.
grainy = ImageChops.add(form.resize((372, 240), Image.LANCZOS), Image.effect_noise((372, 240), 60), 1, -128)
grainy.quantize(8).save("onleesbaar.png", optimize=True)
Image.new("L", (640, 480), 200).save("leeg.png", optimize=True)
