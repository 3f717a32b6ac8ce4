import Glibc
import Platform
import Testing

/// Runs a shell script as the child and gives what it writes to descriptor 3.
private func run(_ script: String, environment: [String] = ["PATH=/usr/bin:/bin"]) throws -> (
  text: String, end: ChildProcess.End
) {
  let spawned = try Spawn("/bin/sh", arguments: ["-c", script], environment: environment).start()
  let child = spawned.child
  let channel = spawned.takeChannel()
  var bytes: [UInt8] = []
  while true {
    let more = try channel.read(upTo: 4096)
    if more.isEmpty { break }
    bytes += more
  }
  return (String(decoding: bytes, as: UTF8.self), try child.wait())
}

@Suite("A child process", .timeLimit(.minutes(1)))
struct SpawnTests {
  @Test(
    "sees only what it was given",
    arguments: [
      // Standard streams go nowhere.
      (
        "found=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2); echo \"$found\" >&3",
        "/dev/null\n/dev/null\n/dev/null\n"
      ),
      // No other descriptor of ours is open (the shell's own are above 9).
      ("for f in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$f ] && echo $f >&3; done; :", "3\n"),
      // The environment is the given one; the shell adds PWD.
      ("/usr/bin/env | grep -v ^PWD= | grep -v ^_= >&3", "A=1\nPATH=/usr/bin:/bin\n"),
      // It leads its own process group.
      ("set -- $(cat /proc/$$/stat); [ $1 = $5 ] && echo leads >&3", "leads\n"),
      // No signal from 1 to 28 is blocked or ignored, although we ignore SIGPIPE.
      (
        "grep -E 'Sig(Blk|Ign)' /proc/self/status | sed 's/.........\\(.......\\)$/\\1/' >&3",
        "SigBlk:\t0000000\nSigIgn:\t0000000\n"
      ),
    ])
  func isolation(script: String, expected: String) throws {
    ignoreBrokenPipes()
    let result = try run(script, environment: ["A=1", "PATH=/usr/bin:/bin"])
    #expect(result.text == expected)
  }

  @Test("reads what we write and ends when we close")
  func conversation() throws {
    let spawned = try Spawn(
      "/bin/sh", arguments: ["-c", "read line <&3; echo got $line >&3; read line <&3"]
    ).start()
    let child = spawned.child
    let channel = spawned.takeChannel()
    try channel.write(Array("one\n".utf8))
    #expect(try channel.read(upTo: 100) == Array("got one\n".utf8))
    _ = consume channel
    #expect(try child.wait() == .exited(1))
  }

  @Test(
    "tells how it ended",
    arguments: [
      ("exit 0", ChildProcess.End.exited(0)), ("exit 70", .exited(70)),
      ("kill -9 $$", .signalled(9)),
    ])
  func end(script: String, expected: ChildProcess.End) throws {
    #expect(try run(script).end == expected)
  }

  @Test("is killed with everything it started")
  func killed() throws {
    let spawned = try Spawn(
      "/bin/sh",
      arguments: ["-c", "sleep 1000 & echo ready >&3; wait"],
      environment: ["PATH=/usr/bin:/bin"]
    ).start()
    let child = spawned.child
    let channel = spawned.takeChannel()
    #expect(try channel.read(upTo: 100) == Array("ready\n".utf8))
    #expect(try child.poll() == nil)
    child.kill()
    #expect(try child.wait() == .signalled(SIGKILL))
    // The grandchild held the channel too: its end is the end of the file.
    #expect(try channel.read(upTo: 100).isEmpty)
  }

  @Test("that does not exist is an error, not a hang")
  func missing() {
    #expect(throws: Errno("posix_spawn", code: ENOENT)) {
      _ = try Spawn("/nonexistent/program").start()
    }
  }

  @Test("that may not be started is an error, not a hang")
  func refused() async {
    // No further process for this user; root is exempt, so the child becomes nobody first.
    await #expect(processExitsWith: .exitCode(Int32(EAGAIN))) {
      guard getuid() != 0 || setuid(65534) == 0 else { exit(1) }
      var limit = rlimit(rlim_cur: 1, rlim_max: 1)
      // 6 is RLIMIT_NPROC.
      guard unsafe setrlimit(__rlimit_resource_t(6), &limit) == 0 else { exit(2) }
      do throws(Errno) {
        let spawned = try Spawn("/bin/true").start()
        _ = try spawned.child.wait()
        exit(3)
      } catch { exit(error.code) }
    }
  }

  @Test("without free descriptors is an error")
  func outOfDescriptors() async {
    await #expect(processExitsWith: .exitCode(Int32(EMFILE))) {
      var limit = rlimit(rlim_cur: 3, rlim_max: 3)
      guard unsafe setrlimit(__rlimit_resource_t(7), &limit) == 0 else { exit(2) }
      do throws(Errno) {
        _ = try Spawn("/bin/true").start()
        exit(3)
      } catch { exit(error.code) }
    }
  }
}
