import Core
import Testing

@Suite("The domain tables") struct TablesTests {
  @Test("The shipped tables are whole")
  func shipped() throws {
    let tables = try Shipped.tables.get()
    #expect(tables.municipalities.region.count == 14)
    #expect(tables.municipalities.all.count == 342)
    #expect(tables.fields.fields.count == 51)
    #expect(tables.fields["kentekens"]?.synonyms.contains("nummerplaat") == true)
    #expect(tables.fields["sector"]?.allowed.contains("hennepteelt") == true)
    #expect(tables.fields["minderjarigen"]?.allowed == ["ja", "nee", "onbekend"])
    #expect(tables.fields.position(of: "dossier_id") == 0)
  }

  @Test("The version is the newest reference date and a hash of the contents")
  func version() throws {
    let tables = try Shipped.tables.get()
    #expect(tables.version.hasPrefix(tables.references.newest + "-"))
    #expect(tables.version.utf8.count == 19)
    #expect(try Tables(Shipped.files).version == tables.version)
    var changed = Shipped.files
    changed.files["velden.csv"]? += Array("\r\n".utf8)
    #expect(try Tables(changed).version != tables.version)
  }
}
