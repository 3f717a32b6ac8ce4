internal import Core
internal import Notices
internal import Platform
internal import Storage
internal import Transport

/// Puts the daemon together from a configuration.
struct Assembly: Sendable {
  let supervisor: Supervisor
  private let pool: ReaderPool

  init(_ configuration: Configuration) async throws(Failure) {
    self.init()
  }

  func close() async { await pool.stop() }

  static func readerPool(_ configuration: Configuration) async throws(Failure) -> ReaderPool {
    fatalError()
  }
  static func problems(_ configuration: Configuration) -> [ConfigProblem] { [] }
  static func onlineProblems(_ configuration: Configuration) async -> [ConfigProblem] { [] }
  init() { fatalError() }
}
