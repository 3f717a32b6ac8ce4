/// The form of exploitation that sector and indicators point at, for a report that names none. A proposal to the
/// coordinator, never a judgement.
enum LikelyForm {
  static func read(sectors: [String], indicators: [String]) -> String? {
    let sectors = Set(sectors)
    let indicators = Set(indicators)
    if !sectors.isDisjoint(with: sexual) || indicators.contains("L02") || indicators.contains("L06")
      || (indicators.contains("S01") && sectors.isDisjoint(with: labour))
    {
      return "seksuele_uitbuiting"
    }
    if sectors.contains("huishouden") || sectors.contains("zorg(PGB)") {
      return "gedwongen_dienstverlening"
    }
    if !sectors.isDisjoint(with: crime) || indicators.contains("C01") || indicators.contains("C04")
    {
      return "criminele_uitbuiting"
    }
    if indicators.contains("C07") { return "gedwongen_bedelarij" }
    let signs = indicators.intersection(work).count
    let isLabour = !sectors.isDisjoint(with: labour)
    return (isLabour && !indicators.isEmpty) || signs >= 2 ? "arbeidsuitbuiting" : nil
  }

  private static let sexual: Set<String> = [
    "vergunde seksinrichting", "thuisprostitutie", "escort", "webcam",
  ]
  private static let crime: Set<String> = ["hennepteelt", "geldezel", "koerier"]
  private static let labour: Set<String> = [
    "land_en_tuinbouw", "champignonkwekerij", "naaiatelier", "uitzendbureau", "horeca", "bouw",
    "logistiek",
    "schoonmaak", "vleesverwerking", "productie", "transport", "nagelstudio",
  ]
  /// Indicators about wages, hours, work and lodging by the employer.
  private static let work: Set<String> = [
    "A01", "A07", "A10", "W01", "W02", "W03", "W04", "N01", "N02", "N03", "N05", "V04", "V05",
    "B02",
  ]
}
