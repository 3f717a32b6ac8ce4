import Core
import Testing

/// A whole message, and where it goes.
struct MessageCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var status: RoutingStatus
  var municipality: MunicipalityCode?
  var text: String
  var sender: String

  init(
    _ testDescription: String, _ status: RoutingStatus, _ municipality: MunicipalityCode? = nil,
    sender: String = "", _ text: String
  ) {
    self.testDescription = testDescription
    self.status = status
    self.municipality = municipality
    self.text = text
    self.sender = sender
  }
}

@Suite("Routing of whole messages") struct MessageRoutingTests {
  @Test(
    "Where a message goes",
    arguments: [
      MessageCase(
        "form, label and value", .certain, "0153",
        """
        Melder: Wim Verzinsel
        Gemeente: Enschede
        Adres: Kattenkruidweg 4
        Postcode: 7511 UF
        Plaats: Enschede
        Omschrijving: Hij werkt ook in Almelo en Hengelo.
        """),
      MessageCase(
        "form, value below its label", .certain, "0189",
        """
        Adres
        Theelepelstraat 12

        Postcode en woonplaats
        7641 UQ Wierden

        Wat is er aan de hand
        Drie mannen slapen in een schuur.
        """),
      MessageCase(
        "the reporter works elsewhere", .certain, "0168", sender: "a.b@enschede.nl",
        """
        Melder: Wim Verzinsel, gemeente Enschede
        Waar speelt het: Vingerhoedlaan 3, 7581 IO Losser
        Toelichting: er komen veel auto's.
        """),
      MessageCase(
        "postcode and field disagree", .conflict, "0183",
        """
        Gemeente: Almelo
        Adres: Kwastweg 9
        Postcode: 7614 UF
        Plaats: Mariaparochie
        """),
      MessageCase(
        "place and field disagree", .conflict, "0147",
        """
        Gemeente: Hengelo
        Adres: Dorpsbrink 1
        Woonplaats: Hertme
        """),
      MessageCase(
        "a loose note", .certain, "0158",
        """
        vanmorgen bij de kwekerij aan de Mosterdweg 8 in buurse, zes man in een caravan,
        de baas houdt de paspoorten. groet Wim
        """),
      MessageCase(
        "a story with one town", .certain, "0173",
        """
        Mijn buurvrouw vertelde dat er in Oldenzaal een meisje zit dat niet naar buiten mag.
        Elke avond komen er mannen.
        """),
      MessageCase(
        "a story with two towns", .ambiguous, nil,
        """
        Zij werkt in Almelo in een nagelstudio en slaapt in Wierden. Haar pas heeft de baas.
        """),
      MessageCase(
        "two whole addresses", .conflict, "0141",
        """
        Ze slapen aan de Wolkenstraat 3, 7601 UF Almelo en worden elke dag gebracht naar de
        Regenweg 15, 7641 UQ Wierden. Het loon gaat naar de voorman.
        """),
      MessageCase(
        "Haarle without more", .ambiguous, nil,
        """
        Plaats: Haarle
        Omschrijving: pluimveebedrijf, mensen slapen boven de stal
        """),
      MessageCase(
        "Haarle with its municipality in the story", .certain, "0163",
        """
        In Haarle (gemeente Hellendoorn) staat een loods waar mensen slapen.
        """),
      MessageCase(
        "Rossum from Noaberkracht", .certain, "1774", sender: "kcc@noaberkracht.nl",
        """
        Plaats: Rossum
        Adres: Herderspad 2
        Omschrijving: veel wisselende bewoners
        """),
      MessageCase(
        "Noaberkracht alone decides nothing", .unknown, nil, sender: "kcc@noaberkracht.nl",
        """
        Er zit een vrouw bij een bedrijf die niet weg mag. Bel mij voor het adres.
        """),
      MessageCase(
        "a signature with a post-office box", .unknown, nil, sender: "w.verzinsel@hengelo.nl",
        """
        Collega's, ik maak mij zorgen over een jongen van 15. Bel mij even.

        Met vriendelijke groet,
        Wim Verzinsel
        Gemeente Hengelo
        Postbus 18, 7550 AA Hengelo
        """),
      MessageCase(
        "Hengelo in Gelderland", .outside, "1876", sender: "w.verzinsel@hengelo.nl",
        """
        Plaats: Hengelo (Gld)
        Adres: Spaarpotweg 1
        Omschrijving: keukenhulp krijgt geen loon
        """),
      MessageCase(
        "far away", .outside, "0150",
        """
        Adres: Kurkstraat 5, 7411 UF Deventer
        Omschrijving: kapsalon, personeel woont in de kelder
        """),
      MessageCase(
        "across the border", .outside, nil,
        """
        Plaats: Nordhorn
        Omschrijving: club waar een meisje van 17 zit
        """),
      MessageCase(
        "forwarded, the story is in the quoted part", .certain, "1735", sender: "kcc@almelo.nl",
        """
        Ter behandeling.

        Van: Wim Verzinsel <w@verzinsel.example>
        Verzonden: maandag 12 oktober 2026 10:00
        Aan: kcc@almelo.nl
        Onderwerp: tuinder

        Bij een tuinder in Markelo, Kasweg 3, werken tien mensen zonder loon.
        """),
      MessageCase(
        "English", .certain, "0163",
        """
        Five people work and sleep in a warehouse at Doosweg 3, 7448 YF Haarle. They are paid
        10 euros a day. I live in Deventer myself.
        """),
      MessageCase(
        "German", .certain, "0168",
        """
        Ich arbeite in Gronau. Eine Frau putzt in einem Hotel.
        Adresse: Pinselweg 20
        PLZ / Ort: 7587 FI De Lutte
        """),
      MessageCase(
        "only four digits", .certain, "0164",
        """
        Waar woont hij? In Beckum, postcode 7554, de letters weet ik niet.
        """),
      MessageCase(
        "a misspelt town", .unknown, nil,
        """
        Plaats: Enchede
        Omschrijving: massagesalon, de gordijnen zijn altijd dicht
        """),
      MessageCase(
        "a hamlet nobody knows, with its municipality", .certain, "0189",
        """
        Gemeente: Wierden
        Plaats: Verzonnenbuurt
        Omschrijving: mensen in een loods
        """),
    ])
  func message(_ message: MessageCase) throws {
    var submission = Submission(door: .mail, receivedAt: Timestamp(seconds: 1_791_800_000))
    if !message.sender.isEmpty {
      submission.from = Address(name: "Wim Verzinsel", email: message.sender)
      submission.headers = [Header("from", "Wim Verzinsel <\(message.sender)>")]
    }
    submission.subject = "signaal"
    submission.texts = [TextPart(bytes: Array(message.text.utf8))]
    let assignment = understand(submission, tables: try Shipped.tables.get()).assignment
    let comment = Comment(rawValue: assignment.explanation.joined(separator: "; "))
    #expect(assignment.status == message.status, comment)
    #expect(assignment.municipality == message.municipality, comment)
  }
}
