/// The fields that extraction fills itself; keys of column `veld`. A field of the table that is not among them
/// is taken as text.
enum FieldKey: String, CaseIterable {
  case reporterName = "melder_naam"
  case reporterFunction = "melder_functie"
  case reporterOrganisation = "melder_organisatie"
  case reporterTelephone = "melder_telefoon"
  case reporterEmail = "melder_email"
  case reporterAvailability = "melder_bereikbaarheid"
  case anonymous = "anoniem"
  case feedback = "terugkoppeling_gewenst"
  case restriction = "verwerkingsbeperking"
  case municipality = "gemeente_opgegeven"
  case locationType = "locatie_type"
  case street = "locatie_straat"
  case postcode
  case place = "woonplaats"
  case locationText = "locatie_vrij"
  case otherPlaces = "andere_plaatsen"
  case date = "observatie_datum"
  case dateUntil = "observatie_datum_tot"
  case time = "observatie_tijd"
  case datePrecision = "datum_precisie"
  case exploitation = "uitbuitingsvorm"
  case sector
  case contactProcess = "contactproces"
  case victimCount = "slachtoffers_aantal"
  case victim = "slachtoffer_beschrijving"
  case sex = "slachtoffer_geslacht"
  case age = "slachtoffer_leeftijd"
  case language = "taal_tolk"
  case suspects = "daders"
  case company = "bedrijf"
  case plates = "kentekens"
  case minors = "minderjarigen"
  case danger = "acuut_gevaar"
  case informed = "partijen_ingelicht"
  case indicators = "indicatoren"
  case knowledge = "waarnemingssoort"
  case story = "omschrijving"
  case consent = "toestemming_betrokkene"
  case attachments = "bijlagen"
  case sensitivity = "gevoeligheid"
  case prostitutionGroup = "regiegroep_prostitutie"

  /// Who reports, rather than what happened.
  var isReporter: Bool {
    switch self {
    case .reporterName, .reporterFunction, .reporterOrganisation, .reporterTelephone,
      .reporterEmail,
      .reporterAvailability:
      true
    default: false
    }
  }
}
