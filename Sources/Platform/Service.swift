internal import CSystemd

/// Tells systemd, when it listens (`NOTIFY_SOCKET`). The corresponding C function is `sd_notify`.
public func notifySystemd(_ state: String) { unsafe sd_notify(0, state) }

/// Half of `WatchdogSec` in nanoseconds when this process must feed the watchdog, else nil.
public func watchdogInterval() -> UInt64? {
  var microseconds: UInt64 = 0
  guard unsafe sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
  return microseconds * 500
}
