internal import Glibc

/// The system calls that a reader has left. See docs/decisions/0009-sandbox.md.
enum SystemCalls {
  /// - Parameter mayOpenFiles: something else says which. Without it no file is opened.
  static func rules(mayOpenFiles: Bool) -> [CallRule] {
    harmless.map { CallRule(call: $0, action: .allow) }
      + fatal.map { CallRule(call: $0, action: .kill) }
      + memory + descriptor + ownProcess + (mayOpenFiles ? opening : [])
  }

  /// Whatever the arguments: they reach only our own memory, what is open, the names of files, or the clock.
  private static let harmless = [
    // Memory.
    "brk", "munmap", "mremap", "madvise",
    // What is open, and what a loader asks about a library before it opens it.
    "read", "readv", "pread64", "preadv", "write", "writev", "lseek", "close", "fstat",
    "newfstatat",
    "stat", "lstat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat",
    "getcwd",
    "getdents64", "poll", "ppoll",
    // Locks and clocks.
    "futex", "sched_yield", "clock_gettime", "clock_getres", "gettimeofday", "time", "nanosleep",
    "clock_nanosleep", "getrusage", "times",
    // Who and where we are.
    "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo",
    "sched_getaffinity", "getcpu", "getrlimit", "getrandom",
    // Signals to ourselves, and the end.
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "exit",
    "exit_group",
  ]

  /// What no library in a reader has a use for, as there is no other process that it could start or see. Who
  /// calls it has taken the reader over: it ends there, and does not get a second try.
  private static let fatal = [
    "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev",
  ]

  /// Memory is data, or is code from a file that is opened to read; never both, and never made code later.
  private static let memory = [
    CallRule(call: "mmap", action: .allow, conditions: [without(PROT_EXEC, in: 2)]),
    CallRule(
      call: "mmap", action: .allow,
      conditions: [without(PROT_WRITE, in: 2), without(MAP_ANONYMOUS, in: 3)]),
    CallRule(call: "mprotect", action: .allow, conditions: [without(PROT_EXEC, in: 2)]),
  ]

  /// Not the commands that make the kernel send a signal to another process (F_SETOWN).
  private static let descriptor = [
    F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC,
  ].map { CallRule(call: "fcntl", action: .allow, conditions: [argument(1, is: $0)]) }

  /// Signals go to ourselves (`abort`); limits can be read, and that of processor time renewed for each
  /// message. Who takes the reader over can renew it as well: the daemon's own clock is what ends it then.
  /// Asked for in the process that it is about: a fork has a number of its own.
  private static var ownProcess: [CallRule] {
    [
      CallRule(call: "tgkill", action: .allow, conditions: [argument(0, is: getpid())]),
      CallRule(
        call: "prlimit64", action: .allow,
        conditions: [argument(0, is: 0), argument(1, is: Int32(RLIMIT_CPU.rawValue))]),
      CallRule(
        call: "prlimit64", action: .allow,
        conditions: [
          argument(0, is: 0), CallRule.Condition(index: 2, mask: .max, value: 0),
        ]),
    ]
  }

  /// Only to read.
  private static let opening = [
    CallRule(call: "open", action: .allow, conditions: [without(changing, in: 1)]),
    CallRule(call: "openat", action: .allow, conditions: [without(changing, in: 2)]),
  ]

  /// Any flag of `open` that makes or changes a file: with O_TMPFILE's own bit, which no header gives alone.
  private static let changing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | 0o20_000_000

  private static func without(_ flags: Int32, in index: UInt32) -> CallRule.Condition {
    CallRule.Condition(index: index, mask: UInt64(UInt32(bitPattern: flags)), value: 0)
  }

  /// Compares the 32 bits that the kernel looks at.
  private static func argument(_ index: UInt32, is value: Int32) -> CallRule.Condition {
    CallRule.Condition(
      index: index, mask: 0xffff_ffff, value: UInt64(UInt32(bitPattern: value)))
  }
}
