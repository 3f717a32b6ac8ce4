/// Services that keep a message or a file on a page of their own and mail only a link to it
/// (`beveiligde_mail.csv`). Such a link is told and never followed.
public struct SecureMailTable: Sendable {
  /// `app.zivver.com`, `*.sharepoint.com` (anything before), `filecap.*` (anything behind), and what the path
  /// begins with.
  private struct Place {
    var host: [UInt8]
    var opensLeft = false
    var opensRight = false
    var path: [UInt8]
    var service: Int

    func matches(_ host: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> Bool {
      guard path.starts(with: self.path), host.count >= self.host.count else { return false }
      switch (opensLeft, opensRight) {
      case (false, false): return host.elementsEqual(self.host)
      case (true, false): return host.suffix(self.host.count).elementsEqual(self.host)
      case (false, true): return host.starts(with: self.host)
      case (true, true): return host.firstRange(of: self.host) != nil
      }
    }
  }

  /// Most links of one message that are looked at.
  static let linkLimit = 2000
  static let file = "beveiligde_mail.csv"
  static let columns = ["dienst", "adressen"]

  private var services: [String] = []
  private var places: [Place] = []

  init(_ csv: CSV, problems: inout [TableProblem]) {
    for row in csv {
      let name = row["dienst"]
      if name.isEmpty || services.contains(name) {
        problems.append(row.problem("dienst '\(name)' ontbreekt of staat er twee keer"))
      }
      for address in row.list("adressen") {
        if let place = Self.place(address, services.count) {
          places.append(place)
        } else {
          problems.append(row.problem("'\(address)' is geen adres van een pagina"))
        }
      }
      services.append(name)
    }
  }

  private static func place(_ address: String, _ service: Int) -> Place? {
    let bytes = address.utf8.map(lowercased)
    let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
    var host = bytes[..<slash]
    var place = Place(host: [], path: Array(bytes[slash...]), service: service)
    if host.starts(with: "*".utf8) {
      place.opensLeft = true
      host = host.dropFirst()
    }
    if host.last == UInt8(ascii: "*") {
      place.opensRight = true
      host = host.dropLast()
    }
    place.host = Array(host)
    let isHost = host.allSatisfy { isLetterOrDigit($0) || $0 == 0x2d || $0 == 0x2e }
    return isHost && host.count >= 4 && host.contains(0x2e) ? place : nil
  }

  /// The services that links in a text lead to, each once. Linear in the text.
  public func services(in text: [UInt8]) -> [String] {
    var found: Set<Int> = []
    var (at, links) = (0, 0)
    while let (host, path, end) = Self.link(in: text, from: at), links < Self.linkLimit {
      for place in places
      where !found.contains(place.service) && place.matches(host[...], path[...]) {
        found.insert(place.service)
      }
      (at, links) = (end, links + 1)
    }
    return found.sorted().map { services[$0] }
  }

  /// The next `://`, the host behind it and the beginning of its path, in lower case.
  private static func link(
    in text: [UInt8], from start: Int
  ) -> (host: [UInt8], path: [UInt8], end: Int)? {
    guard let mark = text[start...].firstRange(of: Array("://".utf8)) else { return nil }
    let rest = text[mark.upperBound...]
    let host = rest.prefix(255).prefix { isLetterOrDigit($0) || $0 == 0x2d || $0 == 0x2e }
    let path = rest[host.endIndex...].prefix(64)
    return (host.map(lowercased), path.map(lowercased), mark.upperBound)
  }
}
