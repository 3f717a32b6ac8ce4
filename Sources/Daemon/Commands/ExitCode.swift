/// How a command ends (sysexits.h, and 1 for a job that was done in part).
enum ExitCode: Int32, Error {
  case done = 0
  /// Done, but some inputs failed; each was named.
  case partial = 1
  case usage = 64
  case badData = 65
  case unavailable = 69
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  case tryAgain = 75
  case noPermission = 77
  case configuration = 78
}

/// The end of a command with something to say about it.
struct Failure: Error {
  let code: ExitCode
  let messages: [String]

  init(_ code: ExitCode, _ messages: String...) {
    self.code = code
    self.messages = messages
  }

  init(_ code: ExitCode, _ messages: [String]) {
    self.code = code
    self.messages = messages
  }
}
