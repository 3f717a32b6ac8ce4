internal import Glibc

/// Seconds since 1970 UTC, from the clock on the wall.
public func wallClock() -> Int64 {
  var now = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &now)
  return Int64(now.tv_sec)
}

/// Nanoseconds since an arbitrary start; never goes back. For time limits.
public func monotonicClock() -> UInt64 {
  var now = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
