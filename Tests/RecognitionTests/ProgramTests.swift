import Core
import Foundation
import Platform
import Testing

@Suite("The program that recognises text", .timeLimit(.minutes(5)))
struct ProgramTests {
  @Test("It says its languages and what confines it, answers once, and ends")
  func once() throws {
    let line = try OCR()
    let hello = try line.hello()
    #expect(hello.version == "nld+eng")
    #expect(hello.barriers.contains(.calls))
    let found = try line.recognise(fixture("kenteken.png"))
    #expect(found.pages.count == 1)
    #expect(String(decoding: found.pages[0].text, as: UTF8.self).contains("1-AEO-23"))
    #expect(try line.end() == .exited(0))
  }
}
