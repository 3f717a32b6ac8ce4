import Foundation

/// Ends the process, which is how libFuzzer learns of a finding, with a sentence that says what did not hold.
func promise(_ holds: Bool, _ sentence: @autoclosure () -> String) {
  guard !holds else { return }
  FileHandle.standardError.write(Data("BROKEN PROMISE: \(sentence())\n".utf8))
  abort()
}

/// Work grows with the text and not with its square. Asked of one input in 256, because it is slow; the input decides,
/// so that a finding is found again.
func promiseLinear(_ name: String, _ bytes: [UInt8], _ work: ([UInt8]) -> Void) {
  let choice = bytes.reduce(into: UInt32(2_166_136_261)) { $0 = ($0 ^ UInt32($1)) &* 16_777_619 }
  guard bytes.count >= 8, choice.isMultiple(of: 256) else { return }
  let text = repeated(bytes, 16 << 10)
  let small = seconds { work(text) }
  guard seconds({ work(text + text) }) > 3 * small + 0.02 else { return }
  // Other processes share the processor and its caches: only what holds for a longer text too is a finding.
  let long = repeated(text, 256 << 10)
  let (one, four) = (seconds { work(Array(long.prefix(64 << 10))) }, seconds { work(long) })
  promise(four < 8 * one + 0.1, "\(name): 64 KiB took \(one) s, four times as much \(four) s")
}

private func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
  var text: [UInt8] = []
  while text.count < count { text += bytes }
  return text
}

/// Processor time of this thread.
private func seconds(_ work: () -> Void) -> Double {
  func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
  let start = now()
  work()
  return now() - start
}

extension [UInt8] {
  var isUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}
