internal import CXML

/// Reads HTML with libxml2's parser, event by event: no tree, nothing fetched, tag soup welcome.
///
/// The corresponding C function is `htmlCtxtReadMemory`.
enum HTMLReader {
  /// Elements inside one another that are followed; real pages have fewer than a hundred.
  static let depthLimit = 1000

  /// Starts the library, once.
  static let library: Void = cxml_start()

  /// - Parameter bytes: UTF-8 without NUL.
  static func read(_ bytes: [UInt8], limit: Int) -> HTMLText {
    _ = library
    var text = HTMLText(limit: limit)
    let end = min(HTMLTags.affordable(bytes), Int(Int32.max))
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
        return
      }
      let started = unsafe withUnsafeMutablePointer(to: &text) { text in
        unsafe cxml_read_html(base, Int32(end), text, opened, closed, characters)
      }
      if started == 0 { text.isOverLimit = true }
    }
    text.finish()
    if end < bytes.count { text.isOverLimit = true }
    return text
  }
}

/// The builder that a callback belongs to.
private func builder(_ user: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<HTMLText>? {
  guard let user = unsafe user else { return nil }
  return unsafe cxml_context(user)?.assumingMemoryBound(to: HTMLText.self)
}

private func stopWhenFull(_ user: UnsafeMutableRawPointer?, _ text: UnsafeMutablePointer<HTMLText>)
{
  if unsafe text.pointee.isOverLimit { unsafe cxml_stop(user) }
}

private func opened(
  _ user: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?,
  _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
) {
  guard let text = unsafe builder(user), let name = unsafe name else { return }
  var list: [(String, String)] = []
  var at = 0
  while let attributes = unsafe attributes, let key = unsafe attributes[at], list.count < 64 {
    let value = unsafe attributes[at + 1]
    unsafe list.append((String(cString: key), value.map { unsafe String(cString: $0) } ?? ""))
    at += 2
  }
  unsafe text.pointee.open(String(cString: name), list)
  unsafe stopWhenFull(user, text)
}

private func closed(_ user: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?) {
  guard let text = unsafe builder(user), let name = unsafe name else { return }
  unsafe text.pointee.close(String(cString: name))
  unsafe stopWhenFull(user, text)
}

private func characters(
  _ user: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<UInt8>?, _ count: Int32
) {
  guard let text = unsafe builder(user), let bytes = unsafe bytes, count > 0 else { return }
  unsafe text.pointee.append(UnsafeBufferPointer(start: bytes, count: Int(count)))
  unsafe stopWhenFull(user, text)
}
