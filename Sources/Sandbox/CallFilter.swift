internal import CSeccomp
internal import Platform

/// A system call, and what the kernel does with it.
struct CallRule: Sendable, Hashable {
  enum Action: Sendable { case allow, kill }

  /// The argument at `index`, of its bits those of `mask`, is `value`.
  struct Condition: Sendable, Hashable {
    var index: UInt32
    var mask: UInt64
    var value: UInt64
  }

  var call: String
  var action: Action
  /// All hold, or the rule says nothing.
  var conditions: [Condition] = []
}

/// From now on the kernel answers EPERM to every system call of this process that no rule allows. There is
/// no way back. Needs `forbidNewPrivileges` before it, and a process with one thread. The corresponding C
/// function is `seccomp_load`.
///
/// A call that this architecture does not have is passed over.
func enforce(_ rules: [CallRule]) throws(Errno) {
  guard let filter = unsafe cseccomp_begin() else { throw Errno("seccomp_init", code: ENOMEM) }
  defer { unsafe seccomp_release(filter) }
  for rule in rules {
    let number = unsafe seccomp_syscall_resolve_name(rule.call)
    if number == __NR_SCMP_ERROR { continue }
    let conditions = rule.conditions.map {
      cseccomp_condition($0.index, $0.mask, $0.value)
    }
    let action = rule.action == .allow ? cseccomp_allow() : cseccomp_kill()
    try accepted(
      "seccomp_rule_add",
      unsafe seccomp_rule_add_array(
        filter, action, number, UInt32(conditions.count), conditions))
  }
  try accepted("seccomp_load", unsafe seccomp_load(filter))
}

/// These functions answer the error, negative, instead of setting errno.
private func accepted(_ call: String, _ result: Int32) throws(Errno) {
  if result < 0 { throw Errno(call, code: -result) }
}
