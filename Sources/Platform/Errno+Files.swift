internal import Glibc

/// What a failed look at a file or folder means.
extension Errno {
  public var isNotDirectory: Bool { code == ENOTDIR }
  /// A symbolic link stands where none may be.
  public var isLink: Bool { code == ELOOP }
  /// Somebody else is using it right now: trying again helps.
  public var isBusy: Bool { code == EBUSY || code == ETXTBSY || code == EAGAIN || code == ENOMEM }
  /// What was open is gone from the server (network file systems).
  public var isStale: Bool { code == ESTALE }
}
