internal import Core
internal import Platform
internal import Storage

/// What commands share: the configuration they were told to use, and the store behind it.
enum Context {
  /// `--config`, else `$SIGNAALPOST_CONFIG`, else the place of the service.
  static func configuration(_ arguments: Arguments) throws(Failure) -> Configuration {
    let file =
      arguments["--config"] ?? environment("SIGNAALPOST_CONFIG")
      ?? "/etc/signaalpost/signaalpost.toml"
    do throws(ConfigProblems) {
      return try Configuration.load(file)
    } catch { throw Failure(.configuration, error.problems.map(\.description)) }
  }

  static func store(_ configuration: Configuration) async throws(Failure) -> any Store {
    try await Assembly.store(configuration, role: .command)
  }

  static func now() -> Timestamp { Timestamp(seconds: wallClock()) }

  /// A number written by a person; positive.
  static func number(_ text: String?, _ what: String) throws(Failure) -> Int64 {
    guard let text, let number = Int64(text), number > 0 else {
      throw Failure(.usage, "needs \(what), a number")
    }
    return number
  }
}

extension Failure {
  /// The exit code that tells a script what kind of trouble the store has.
  init(_ error: StoreError) {
    switch error.kind {
    case .busy, .full, .unknown: self.init(.tryAgain, error.description)
    case .corrupt: self.init(.badData, error.description)
    case .notFound: self.init(.badData, error.description)
    case .other: self.init(.inputOutput, error.description)
    }
  }
}

/// Runs a store operation with its errors turned into the end of the command.
func stored<T>(_ body: () async throws(StoreError) -> T) async throws(Failure) -> T {
  do throws(StoreError) { return try await body() } catch { throw Failure(error) }
}
