internal import Glibc

/// Bytes that must not be seen: no description shows them, and they are overwritten when the last owner
/// lets go.
@safe public final class Secret: Sendable, CustomStringConvertible, CustomReflectable {
  // Written only in `init` and `deinit`.
  nonisolated(unsafe) private let storage: UnsafeMutableRawBufferPointer

  /// Copies the bytes; the caller's copy is the caller's to forget.
  public init(_ bytes: some Collection<UInt8>) {
    let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    unsafe storage.copyBytes(from: bytes)
    unsafe self.storage = unsafe storage
  }

  deinit {
    if let base = unsafe storage.baseAddress { unsafe explicit_bzero(base, storage.count) }
    unsafe storage.deallocate()
  }

  public var count: Int { unsafe storage.count }

  /// A copy, for one use; overwrite it after with `forget`.
  public func copy() -> [UInt8] { unsafe [UInt8](storage) }

  public var description: String { "[hidden]" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Overwrites the bytes where they are, as far as they have one owner.
public func forget(_ bytes: inout [UInt8]) {
  unsafe bytes.withUnsafeMutableBytes { buffer in
    if let base = buffer.baseAddress { unsafe explicit_bzero(base, buffer.count) }
  }
  bytes = []
}

/// Why a file with a secret is not used. Never carries the path or the content.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    case missing, unreadable
    /// A link, a folder, or some other thing than a file.
    case notAFile = "not a regular file"
    /// Others than the owner may read or write it.
    case exposed = "open to group or others"
    /// It belongs neither to us nor to root.
    case foreign = "owned by somebody else"
    case empty
    case tooLarge = "too large"
    /// It holds NUL, CR or LF within.
    case malformed
  }
  public let kind: Kind
  public init(_ kind: Kind) { self.kind = kind }
  public var description: String { "credential: \(kind.rawValue)" }
}

/// A file that holds one secret: a systemd credential (`$CREDENTIALS_DIRECTORY/NAME`), or a file of mode
/// 0600 or 0400 that is ours or root's.
public struct SecretFile: Sendable, Hashable {
  /// Larger files are refused.
  public static let limit = 16_384

  public var path: String

  public init(path: String) { self.path = path }

  /// Reads it anew each time, so that a changed password needs no restart; one newline at the end is not
  /// part of it.
  public func read() throws(SecretError) -> Secret {
    let raw = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    guard raw >= 0 else {
      throw SecretError(errno == ENOENT ? .missing : errno == ELOOP ? .notAFile : .unreadable)
    }
    let file = FileDescriptor(owning: raw)
    try check(file)
    var bytes: [UInt8] = []
    defer { forget(&bytes) }
    do { bytes = try file.read(upTo: SecretFile.limit + 1) } catch {
      throw SecretError(.unreadable)
    }
    guard bytes.count <= SecretFile.limit else { throw SecretError(.tooLarge) }
    var end = bytes.count
    if end > 0, bytes[end - 1] == 0x0a { end -= 1 }
    if end > 0, bytes[end - 1] == 0x0d { end -= 1 }
    guard end > 0 else { throw SecretError(.empty) }
    guard !bytes[..<end].contains(where: { $0 == 0 || $0 == 0x0a || $0 == 0x0d }) else {
      throw SecretError(.malformed)
    }
    return Secret(bytes[..<end])
  }

  private func check(_ file: borrowing FileDescriptor) throws(SecretError) {
    var status = stat()
    guard unsafe fstat(file.raw, &status) == 0 else { throw SecretError(.unreadable) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SecretError(.notAFile) }
    guard status.st_uid == geteuid() || status.st_uid == 0 else { throw SecretError(.foreign) }
    // systemd gives a credential to a service's user by an access list, which shows as group 0440.
    let shared: mode_t = isSystemdCredential ? 0o337 : 0o077
    guard status.st_mode & shared == 0 else { throw SecretError(.exposed) }
  }

  private var isSystemdCredential: Bool {
    guard let folder = unsafe getenv("CREDENTIALS_DIRECTORY") else { return false }
    return path.utf8.starts(with: unsafe Array(String(cString: folder).utf8) + [0x2f])
  }
}
