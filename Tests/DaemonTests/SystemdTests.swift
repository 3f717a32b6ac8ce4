import Foundation
import Testing

@Suite(
  "Under a real systemd", .offPool,
  .enabled(if: ProcessInfo.processInfo.environment["SIGNAALPOST_LONG"] != nil))
struct SystemdTests {
  @Test("The service starts, takes in, reloads, refuses a broken table, stops, and starts again")
  func service() throws {
    let script = project.appending(path: "Tests/Support/systemd.sh").path
    let run = try runTool(script, [project.path], mayFail: true)
    print(run.output)
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test("The unit is confined: exposure 1.5 or lower, and nothing unknown in it")
  func exposure() throws {
    let unit = project.appending(path: "systemd/signaalpost.service").path
    let run = try runTool(
      "/usr/bin/systemd-analyze", ["security", "--offline=true", "--threshold=15", unit],
      mayFail: true)
    #expect(run.code == 0, "\(run.output.suffix(200))")
    let verify = try runTool("/usr/bin/systemd-analyze", ["verify", unit], mayFail: true)
    let complaints = verify.errors.split(separator: "\n").filter {
      !$0.contains("is not executable: No such file")
    }
    #expect(complaints == [])
  }
}
