/// The kind of file system that a directory lies on.
public struct FileSystem: Sendable, Hashable {
  /// `f_type` of `statfs`, or 0 when it could not be asked.
  public var type: Int64

  public init(type: Int64) { self.type = type & 0xffff_ffff }

  /// False where changes by others (another machine, a helper program) raise no inotify events here.
  public var hasEvents: Bool { !FileSystem.shared.contains(type) }

  /// Network and user space file systems, by the magic numbers of linux/magic.h and their own sources.
  private static let shared: Set<Int64> = [
    0x6969,  // NFS
    0x517b, 0xff53_4d42, 0xfe53_4d42,  // SMB, CIFS, SMB 2 and later
    0x6573_5546,  // FUSE, with sshfs, davfs2, virtiofs
    0x0102_1997,  // 9P
    0x5346_414f, 0x6b41_4653,  // AFS
    0x00c3_6400,  // Ceph
    0x7375_7245,  // Coda
    0x564c,  // NetWare
    0x0116_1970, 0x7461_636f,  // GFS2, OCFS2
    0x0bd0_0bd0, 0x4750_4653,  // Lustre, GPFS
    0x786f_4256, 0xbacb_acbc, 0x7c7c_6673,  // shares of VirtualBox, VMware, Parallels
  ]
}
