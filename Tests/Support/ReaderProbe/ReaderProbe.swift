internal import CProbe
internal import Core
internal import Glibc
internal import Reading

/// A reader like the shipped one, confined by the same code, that then does what a message tells it: what
/// somebody would do who has taken it over. For the tests alone; nothing of it is in the shipped program.
///
/// A message that holds `probe: NAME` gets a verdict whose reason is `done` or `denied:ERROR`, as that
/// system call answered.
@main struct ReaderProbe {
  static func main() {
    for argument in CommandLine.arguments.dropFirst() {
      switch argument {
      case "--without-landlock": _ = probe_lose_landlock()
      case "--without-seccomp": _ = probe_lose_seccomp()
      default: exit(64)
      }
    }
    exit(
      serve(processorSeconds: 1) { reader, request, beforeRisk in
        var verdict = reader.verdict(request)
        if let name = command(request.bytes) { verdict.reason = obey(name, beforeRisk) }
        return verdict
      })
  }
}

/// The word after `probe: `.
private func command(_ bytes: [UInt8]) -> String? {
  let text = String(decoding: bytes, as: UTF8.self)
  for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("probe: ") {
    return String(line.dropFirst("probe: ".count))
  }
  return nil
}

private func obey(_ name: String, _ beforeRisk: () -> Void) -> String {
  if let attempt = attempts[name] {
    let error = attempt()
    return error == 0 ? "done" : "denied:\(error)"
  }
  switch name {
  case "who": return "process:\(getpid())"
  case "risk":
    beforeRisk()
    return "process:\(getpid())"
  case "risk twice":
    beforeRisk()
    beforeRisk()
  case "risk, then crash":
    beforeRisk()
    abort()
  case "crash": abort()
  case "end": exit(0)
  case "spin": while true {}
  case "sleep": while true { sleep(100) }
  case "garbage": say([UInt8](repeating: 0xa5, count: 4096))
  case "long garbage": say([UInt8](repeating: 0xa5, count: 100 << 20))
  case "long answer":
    say(FrameHeader(kind: .read, length: 100 << 20).encoded())
    say([UInt8](repeating: 0, count: 100 << 20))
  case "empty answer": say(frame(.read, []))
  case "endless risk": while true { say(frame(.risk, [])) }
  default: return "unknown"
  }
  return "done"
}

/// Writes to the daemon, past the reader's own answer.
private func say(_ bytes: [UInt8]) {
  var at = 0
  while at < bytes.count {
    let count = unsafe bytes[at...].withUnsafeBytes { unsafe write(3, $0.baseAddress, $0.count) }
    if count <= 0 { exit(74) }
    at += count
  }
}

private let victim = "/etc/passwd"
private let place = "/tmp/signaalpost-probe"

private let attempts: [String: @Sendable () -> Int32] = [
  "open a file": { unsafe probe_open(victim) },
  "open its own memory map": { unsafe probe_open("/proc/self/maps") },
  "open the root": { unsafe probe_open("/") },
  "open a converter's directory": { unsafe probe_open("/usr/lib/x86_64-linux-gnu/gconv") },
  "list a directory": { unsafe probe_list("/etc") },
  "write a file": { unsafe probe_write(place) },
  "write in memory": { probe_memory_file() },
  "cut a file": { unsafe probe_truncate(place) },
  "remove a file": { unsafe probe_remove(place) },
  "rename a file": { unsafe probe_rename(place) },
  "make a directory": { unsafe probe_make_directory(place) },
  "connect to loopback": { probe_connect() },
  "listen": { probe_bind() },
  "open a local socket": { probe_local_socket() },
  "open a socket pair": { probe_socket_pair() },
  "fork": { probe_fork() },
  "start a thread": { probe_thread() },
  "exec": { probe_exec() },
  "trace the daemon": { probe_trace() },
  "look into the daemon": { probe_look_into_parent() },
  "signal the daemon": { probe_signal_parent() },
  "let the kernel signal the daemon": { probe_own_by_parent() },
  "allocate 2 GB": { probe_map(2 << 30) },
  "write code": { probe_code() },
  "make data code": { probe_make_code() },
  "raise its limits": { probe_raise_limit() },
  "change its user": { probe_privileges() },
  "change its filter": { probe_new_filter() },
]
