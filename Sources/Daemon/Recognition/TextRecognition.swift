internal import Core

/// The way of an item's pictures: a reader takes them out, a fresh process recognises each.
struct TextRecognition: Sendable {
  let pool: ReaderPool
  /// Nil when there is none: what waits is told as not recognised.
  let recogniser: TextRecogniser?

  /// What a first reading is told about pictures.
  var stage: RecognitionStage { recogniser == nil ? .none : .later }

  /// What was found, by path, and whether another attempt may find more. Throws when a process could not be
  /// started: nobody's picture is to blame.
  func texts(
    of item: ReadRequest, parts: [String]
  ) async throws(ReaderFailure) -> (found: [String: Recognition], mayRetry: Bool) {
    var found: [String: Recognition] = [:]
    var mayRetry = false
    for path in parts {
      do throws(ReaderFailure) {
        found[path] = try await text(of: item, path)
      } catch {
        switch error {
        case .start, .tables: throw error
        case .timeout: found[path] = Recognition(fault: .timeout)
        case .crash, .garbage: found[path] = Recognition(fault: .crash)
        }
        mayRetry = true
      }
    }
    return (found, mayRetry)
  }

  private func text(of item: ReadRequest, _ path: String) async throws(ReaderFailure) -> Recognition
  {
    guard let recogniser else { return Recognition(fault: .unavailable) }
    let picture = try await pool.part(PartRequest(item: item, path: path))
    return try await recogniser.recognise(picture)
  }

  /// Reads the item again with what was found in its pictures.
  func verdict(on item: ReadRequest, with found: [String: Recognition]) async throws(ReaderFailure)
    -> Verdict
  {
    var again = item
    again.recognition = .done(found)
    guard let answer = try await pool.read([again]).first else { throw .crash }
    return try answer.get()
  }
}
