internal import CGMime
internal import Core

/// Takes a message apart with GMime and gives back plain values; nothing of the library outlives the call.
struct GMimeTree {
  private let limits: Limits

  init(limits: Limits) {
    _ = Self.library
    self.limits = limits
  }

  /// Used once before any function of the library.
  static let library: Void = cgmime_start()

  func parse(_ bytes: [UInt8]) -> MailTree {
    var tree = MailTree()
    var document = unsafe cgmime_document()
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe cgmime_open(&document, buffer.baseAddress, buffer.count)
      defer { unsafe cgmime_close(&document) }
      guard let message = unsafe document.message else { return }
      unsafe readHeader(message, into: &tree)
      if let root = unsafe g_mime_message_get_mime_part(message) {
        tree.root = unsafe entity(root, depth: 1)
        unsafe appendType(of: root, to: &tree)
        if tree.isWithoutFields {
          unsafe tree.root?.stray = stray(cgmime_message_object(message))
        }
      }
      tree.faults = Self.faults(unsafe document.warnings)
    }
    return tree
  }

  private func readHeader(_ message: UnsafeMutablePointer<GMimeMessage>, into tree: inout MailTree)
  {
    let object = unsafe cgmime_message_object(message)
    let list = unsafe g_mime_object_get_header_list(object)
    let count = unsafe g_mime_header_list_get_count(list)
    for index in 0..<count {
      guard let field = unsafe g_mime_header_list_get_header_at(list, index) else { continue }
      let name = unsafe text(g_mime_header_get_name(field)).asciiLowercased
      guard HeaderFields.isKept(name) else { continue }
      let value = unsafe text(g_mime_header_get_value(field))
      tree.headers.append(Header(name, HeaderFields.cleaned(value)))
    }
    tree.subject = tree.headers.first { $0.name == "subject" }?.value ?? ""
    tree.from = unsafe addresses(message, GMIME_ADDRESS_TYPE_FROM)
    tree.replyTo = unsafe addresses(message, GMIME_ADDRESS_TYPE_REPLY_TO)
    tree.recipients =
      unsafe (addresses(message, GMIME_ADDRESS_TYPE_TO)
      + addresses(message, GMIME_ADDRESS_TYPE_CC))
    if let date = unsafe g_mime_message_get_date(message) {
      tree.date = Timestamp(seconds: Int64(unsafe g_date_time_to_unix(date)))
    }
  }

  /// The library keeps Content-Type with the part.
  private func appendType(
    of root: UnsafeMutablePointer<GMimeObject>, to tree: inout MailTree
  ) {
    for name: StaticString in ["Content-Type", "Content-Language"] {
      let value = unsafe text(g_mime_object_get_header(root, name.description))
      guard !value.isEmpty else { continue }
      tree.headers.append(
        Header(name.description.asciiLowercased, HeaderFields.cleaned(value)))
    }
  }

  private func addresses(
    _ message: UnsafeMutablePointer<GMimeMessage>, _ kind: GMimeAddressType
  ) -> [Address] {
    guard let list = unsafe g_mime_message_get_addresses(message, kind) else { return [] }
    var found: [Address] = []
    unsafe collect(list, into: &found, isInGroup: false)
    return found
  }

  private func collect(
    _ list: UnsafeMutablePointer<InternetAddressList>, into found: inout [Address], isInGroup: Bool
  ) {
    let count = unsafe internet_address_list_length(list)
    for index in 0..<count {
      guard found.count < limits.headers,
        let address = unsafe internet_address_list_get_address(list, index)
      else { return }
      if let mailbox = unsafe cgmime_mailbox(address) {
        found.append(
          Address(
            name: HeaderFields.cleaned(unsafe text(internet_address_get_name(address))),
            email: HeaderFields.address(unsafe text(internet_address_mailbox_get_addr(mailbox)))))
      } else if !isInGroup, let group = unsafe cgmime_group(address),
        let members = unsafe internet_address_group_get_members(group)
      {
        unsafe collect(members, into: &found, isInGroup: true)
      }
    }
  }

  private func entity(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) -> Entity {
    var entity = Entity(type: unsafe type(of: object))
    entity.disposition = unsafe optional(g_mime_object_get_disposition(object))?.asciiLowercased
    for name in Self.parameters {
      if let value = unsafe optional(g_mime_object_get_content_type_parameter(object, name)) {
        entity.parameters[name] = HeaderFields.cleaned(value)
      }
    }
    if let multipart = unsafe cgmime_multipart(object) {
      unsafe readMultipart(multipart, depth, into: &entity)
    } else if let part = unsafe cgmime_part(object) {
      unsafe readLeaf(part, into: &entity)
      unsafe entity.stray = stray(object)
    }
    return entity
  }

  private static let parameters = ["charset", "format", "delsp", "method", "report-type"]

  private func readMultipart(
    _ multipart: UnsafeMutablePointer<GMimeMultipart>, _ depth: Int, into entity: inout Entity
  ) {
    unsafe entity.loose = bytes(g_mime_multipart_get_prologue(multipart))
    unsafe entity.loose += bytes(g_mime_multipart_get_epilogue(multipart))
    let count = unsafe g_mime_multipart_get_count(multipart)
    guard depth <= limits.depth else {
      entity.isTooDeep = true
      return
    }
    for index in 0..<count {
      guard let child = unsafe g_mime_multipart_get_part(multipart, index) else { continue }
      entity.children.append(unsafe self.entity(child, depth: depth + 1))
    }
  }

  private func readLeaf(_ part: UnsafeMutablePointer<GMimePart>, into entity: inout Entity) {
    entity.name = unsafe optional(g_mime_part_get_filename(part))
    entity.encoding =
      switch unsafe g_mime_part_get_content_encoding(part) {
      case GMIME_CONTENT_ENCODING_BASE64: .base64
      case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE: .quotedPrintable
      case GMIME_CONTENT_ENCODING_UUENCODE: .uuencode
      default: .none
      }
    var (start, end): (gint64, gint64) = (0, 0)
    if unsafe cgmime_content(part, &start, &end) != 0 { entity.content = Int(start)..<Int(end) }
  }

  /// Fields that neither a part nor a mail program's message has: lines of text above which the blank line is missing.
  private func stray(_ object: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
    let list = unsafe g_mime_object_get_header_list(object)
    var lines: [UInt8] = []
    for index in 0..<(unsafe g_mime_header_list_get_count(list)) {
      guard let field = unsafe g_mime_header_list_get_header_at(list, index) else { continue }
      let name = unsafe text(g_mime_header_get_name(field))
      let known = ["content-", "x-", "mime-version"]
      guard !known.contains(where: { name.asciiLowercased.hasPrefix($0) }) else { continue }
      let value = HeaderFields.cleaned(unsafe text(g_mime_header_get_value(field)))
      lines += Array("\(name): \(value)\n".utf8)
    }
    return lines
  }

  private func type(of object: UnsafeMutablePointer<GMimeObject>) -> String {
    guard let type = unsafe g_mime_object_get_content_type(object) else { return "text/plain" }
    let main = unsafe text(g_mime_content_type_get_media_type(type))
    let sub = unsafe text(g_mime_content_type_get_media_subtype(type))
    return HeaderFields.cleaned("\(main)/\(sub)").asciiLowercased
  }

  /// What the library noticed, in words for the record (GMimeParserWarning).
  private static func faults(_ warnings: UInt32) -> [String] {
    let words: [(GMimeParserWarning, String)] = [
      (GMIME_WARN_MALFORMED_MULTIPART, "boundary"),
      (GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY, "boundary"),
      (GMIME_WARN_TRUNCATED_MESSAGE, "truncated"),
      (GMIME_WARN_MALFORMED_MESSAGE, "malformed"),
      (GMIME_CRIT_INVALID_HEADER_NAME, "headers"),
      (GMIME_CRIT_NESTING_OVERFLOW, "depth"),
    ]
    return words.filter { warnings & 1 << $0.0.rawValue != 0 }.map(\.1)
  }
}

/// Empty for NULL; ends at the first zero.
private func bytes(_ pointer: UnsafePointer<CChar>?) -> [UInt8] {
  guard let pointer = unsafe pointer else { return [] }
  return unsafe Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
}

/// Empty for NULL.
private func text(_ pointer: UnsafePointer<CChar>?) -> String {
  unsafe optional(pointer) ?? ""
}

/// Bytes that are not UTF-8 become U+FFFD.
private func optional(_ pointer: UnsafePointer<CChar>?) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe String(cString: pointer)
}
