import Foundation

/// An invented signal in the place given, different for each number.
func signal(_ number: Int, postcode: String = "7511 UF", place: String = "Enschede") -> String {
  """
  Naam melder: Verzonnen Melder \(number)
  Functie: toezichthouder
  Gemeente: \(place)
  Adres: Knikkerstraat \(number)
  Postcode: \(postcode)
  Woonplaats: \(place)
  Datum waarneming: 10-10-2026
  Vorm van uitbuiting: arbeidsuitbuiting
  Acuut gevaar: nee

  Toelichting
  Er wonen \(number + 2) mensen op zolder en hun paspoorten liggen bij de baas. Dit is verslag \(number).
  """
}

/// The same as a mail.
func mail(_ number: Int, from: String = "melder") -> String {
  """
  From: Verzonnen Melder \(number) <\(from)\(number)@gemeente.example>
  To: signalen@demo.example
  Subject: Signaal \(number)
  Date: Tue, 10 Nov 2026 12:00:00 +0100
  Message-ID: <\(number).test@gemeente.example>
  MIME-Version: 1.0
  Content-Type: text/plain; charset=utf-8
  Content-Transfer-Encoding: 8bit

  \(signal(number))

  """
}
