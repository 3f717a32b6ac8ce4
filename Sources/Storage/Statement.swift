internal import CSQLite
internal import Core

/// One prepared statement, finalised once. Belongs to its connection and to that connection's actor.
@safe final class Statement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let sql: StaticString

  /// The corresponding C function is `sqlite3_prepare_v3`.
  init(_ sql: StaticString, connection: OpaquePointer) throws(StoreError) {
    var handle: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      connection, UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self),
      Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else {
      throw unsafe StoreError(connection, code, sql)
    }
    unsafe self.handle = handle
    unsafe self.connection = connection
    self.sql = sql
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs it to its end.
  func run(_ values: Value...) throws(StoreError) {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    while try step() {}
  }

  /// Runs it to its end with one more value, which SQLite reads where it is instead of copying it.
  func run(_ values: Value..., large bytes: [UInt8]) throws(StoreError) {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    let index = Int32(values.count + 1)
    var failure: StoreError?
    unsafe bytes.withUnsafeBytes { bytes in
      do throws(StoreError) {
        try unsafe bind(index, static: bytes)
        while try step() {}
      } catch { failure = error }
      // Nothing may point at the bytes after this.
      unsafe sqlite3_reset(handle)
      unsafe sqlite3_bind_null(handle, index)
    }
    if let failure { throw failure }
  }

  /// The first row, or nil.
  func first<T>(_ values: Value..., read: (Row) throws(StoreError) -> T) throws(StoreError) -> T? {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    return try step() ? try read(row) : nil
  }

  /// All rows; the statement's own LIMIT bounds them.
  func all<T>(_ values: Value..., read: (Row) throws(StoreError) -> T) throws(StoreError) -> [T] {
    try bind(values)
    defer { unsafe sqlite3_reset(handle) }
    var rows: [T] = []
    while try step() { rows.append(try read(row)) }
    return rows
  }

  private var row: Row { unsafe Row(handle: handle) }

  /// True when there is a row.
  private func step() throws(StoreError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw unsafe StoreError(connection, code, sql)
    }
  }

  private func bind(_ values: [Value]) throws(StoreError) {
    var index: Int32 = 0
    for value in values {
      index += 1
      let code =
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, index, number)
        case .text(let text): bind(index, text)
        case .blob(let bytes): bind(index, bytes)
        }
      guard code == SQLITE_OK else { throw unsafe StoreError(connection, code, sql) }
    }
  }

  private func bind(_ index: Int32, _ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { text in
      unsafe csqlite_bind_text(
        handle, index, UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self),
        Int32(text.count))
    }
  }

  private func bind(_ index: Int32, static bytes: UnsafeRawBufferPointer) throws(StoreError) {
    let code =
      if let base = bytes.baseAddress, bytes.count > 0 {
        unsafe sqlite3_bind_blob(handle, index, base, Int32(bytes.count), nil)
      } else {
        unsafe sqlite3_bind_zeroblob(handle, index, 0)
      }
    guard code == SQLITE_OK else { throw unsafe StoreError(connection, code, sql) }
  }

  /// An empty blob is not null, though its pointer is.
  private func bind(_ index: Int32, _ bytes: [UInt8]) -> Int32 {
    guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
    return unsafe bytes.withUnsafeBytes {
      unsafe csqlite_bind_blob(handle, index, $0.baseAddress, Int32($0.count))
    }
  }
}

/// The row that a statement stands on; only while it stands there.
@safe struct Row {
  private let handle: OpaquePointer

  fileprivate init(handle: OpaquePointer) { unsafe self.handle = handle }

  func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }
  func count(_ column: Int32) -> Int { Int(integer(column)) }
  func flag(_ column: Int32) -> Bool { integer(column) != 0 }
  func time(_ column: Int32) -> Timestamp { Timestamp(seconds: integer(column)) }
  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
  func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }

  func text(_ column: Int32) -> String {
    let bytes = unsafe sqlite3_column_text(handle, column)
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : count), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func blob(_ column: Int32) -> [UInt8] {
    let bytes = unsafe sqlite3_column_blob(handle, column)
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
  }

  /// A word of a closed list; anything else is damage.
  func word<T: RawRepresentable<String>>(_ column: Int32) throws(StoreError) -> T {
    guard let word = T(rawValue: text(column)) else {
      throw StoreError(kind: .corrupt, message: "the database holds a word that is not known")
    }
    return word
  }

  func digest(_ column: Int32) throws(StoreError) -> Digest {
    guard let digest = Digest(blob(column)) else {
      throw StoreError(kind: .corrupt, message: "the database holds a digest of another length")
    }
    return digest
  }
}
