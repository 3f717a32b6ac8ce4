internal import CProbe
internal import Core
internal import Glibc
internal import Recognition

/// A recogniser like the shipped one, confined by the same code, that then does what its picture tells it: what
/// somebody would do who has taken it over. For the tests alone; nothing of it is in the shipped program.
///
/// A picture that ends in `probe: NAME` gets an answer whose text is `done` or `denied:ERROR`, as that system call
/// answered.
@main struct OCRProbe {
  static func main() {
    exit(
      serveOnce { picture in
        let mark = Array("probe: ".utf8)
        let start = picture.indices.last { picture[$0...].starts(with: mark) } ?? 0
        let word = String(decoding: picture[start...].dropFirst(mark.count), as: UTF8.self)
        guard let error = attempts[word]?() else { return obey(word) }
        return said(error == 0 ? "done" : "denied:\(error)")
      })
  }
}

private func said(_ text: String) -> Recognition {
  Recognition(pages: [RecognisedPage(text: Array(text.utf8), confidence: 100)])
}

private func obey(_ word: String) -> Recognition {
  switch word {
  case "crash": abort()
  case "end": exit(0)
  case "spin": while true {}
  case "sleep": while true { sleep(100) }
  case "garbage":
    let bytes = [UInt8](repeating: 0xa5, count: 4096)
    unsafe bytes.withUnsafeBytes { _ = unsafe write(3, $0.baseAddress, $0.count) }
  case "text":
    return said("Adres: Knikkerstraat 12\nPostcode: 7511 UF\nWoonplaats: Enschede")
  default: break
  }
  return said("unknown")
}

private let attempts: [String: @Sendable () -> Int32] = [
  "open a file": { unsafe probe_open("/etc/passwd") },
  "open its own memory map": { unsafe probe_open("/proc/self/maps") },
  "list a directory": { unsafe probe_list("/etc") },
  "open the languages": { unsafe probe_open("/usr/share/tesseract-ocr") },
  "write a file": { unsafe probe_write("/tmp/signaalpost-probe") },
  "write in memory": { probe_memory_file() },
  "remove a file": { unsafe probe_remove("/tmp/signaalpost-probe") },
  "connect to loopback": { probe_connect() },
  "open a local socket": { probe_local_socket() },
  "fork": { probe_fork() },
  "start a thread": { probe_thread() },
  "exec": { probe_exec() },
  "trace the daemon": { probe_trace() },
  "signal the daemon": { probe_signal_parent() },
  "allocate 2 GB": { probe_map(2 << 30) },
  "write code": { probe_code() },
  "raise its limits": { probe_raise_limit() },
]
