internal import Glibc

extension FileDescriptor {
  /// Reads and writes answer EAGAIN instead of waiting. The corresponding C function is `fcntl`.
  public borrowing func makeNonBlocking() throws(Errno) {
    let flags = try checked("fcntl") { fcntl(raw, F_GETFL) }
    try checked("fcntl") { fcntl(raw, F_SETFL, flags | O_NONBLOCK) }
  }

  /// Reads into the end of `bytes`, at most `limit` more; returns the count, 0 at the end of the stream.
  public borrowing func read(appendingTo bytes: inout [UInt8], limit: Int) throws(Errno) -> Int {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: limit))
    var failure: Errno?
    var count = 0
    unsafe bytes.withUnsafeMutableBytes { buffer in
      do throws(Errno) {
        count = try checkedCount("read") {
          unsafe Glibc.read(raw, buffer.baseAddress?.advanced(by: start), limit)
        }
      } catch { failure = error }
    }
    bytes.removeLast(limit - count)
    if let failure { throw failure }
    return count
  }

  /// Writes what fits now, from `offset` on; returns the count.
  public borrowing func writeSome(_ bytes: [UInt8], from offset: Int) throws(Errno) -> Int {
    var failure: Errno?
    var count = 0
    unsafe bytes.withUnsafeBytes { buffer in
      do throws(Errno) {
        count = try checkedCount("write") {
          unsafe Glibc.write(
            raw, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return count
  }
}
