internal import Core
internal import Notices
internal import Platform
internal import Storage
internal import Transport

/// The daemon put together from a configuration.
struct Assembly: Sendable {
  let supervisor: Supervisor
  private let pool: ReaderPool
  private let store: SQLiteStore

  init(_ configuration: Configuration) async throws(Failure) {
    let resources = try Assembly.resources(configuration)
    let state = configuration.service.state
    let store = try await Assembly.store(configuration, role: .daemon)
    let tokens = try Assembly.tokens(state)
    let owing = try Assembly.owing(configuration, resources, tokens)
    let pool = try await Assembly.readerPool(configuration, resources)
    for lack in await Assembly.lackingBarriers(pool) {
      log(.warning, "reader", "not-confined", ["lacks": lack])
    }
    let delivery = DeliveryAgent(
      store: store, channels: try Assembly.channels(configuration, resources, store),
      policy: RetryPolicy(
        lifetime: configuration.outgoing.lifetimeSeconds,
        delayWarning: configuration.outgoing.delayWarningSeconds),
      now: Context.now, jitter: { Double.random(in: 0..<1) },
      delayNotice: { owing.delayNotices($0, now: Context.now()) })
    let progress = Progress()
    let recognition = Assembly.recognition(configuration, pool)
    if recognition.recogniser == nil { log(.warning, "ocr", "no-recogniser") }
    let bell = Bell()
    let pipeline = Pipeline(
      store: store, pool: pool, recognition: recognition.stage,
      owing: owing, progress: progress, now: Context.now,
      committed: {
        delivery.wake()
        bell.ring()
      })
    let lane = RecognitionLane(
      store: store, recognition: recognition, obligations: RecognitionLane.Obligations(pipeline),
      bell: bell,
      now: Context.now, committed: { delivery.wake() })
    self.store = store
    self.pool = pool
    supervisor = Supervisor(
      pipeline: pipeline, sources: try Assembly.sources(configuration), delivery: delivery,
      recognition: lane, progress: progress, store: store,
      reload: { () async throws(Failure) in
        try await Assembly.reload(configuration.file, pool, pipeline, tokens)
      })
  }

  func close() async {
    await pool.stop()
    await store.close()
  }

  /// Reads the configuration's tables, texts and queues again; the version of the tables now in use.
  private static func reload(
    _ file: String, _ pool: ReaderPool, _ pipeline: Pipeline, _ tokens: TokenMaker
  ) async throws(Failure) -> String {
    let configuration: Configuration
    do throws(ConfigProblems) { configuration = try Configuration.load(file) } catch {
      throw Failure(.configuration, error.problems.map(\.description))
    }
    let resources = try resources(configuration)
    let owing = try owing(configuration, resources, tokens)
    try await load(resources.tableFiles, into: pool)
    pipeline.use(owing)
    return await pool.version
  }

  static func resources(_ configuration: Configuration) throws(Failure) -> Resources {
    do throws(ConfigProblems) { return try Resources.load(configuration) } catch {
      throw Failure(.configuration, error.problems.map(\.description))
    }
  }

  static func store(
    _ configuration: Configuration, role: SQLiteStore.Role
  ) async throws(Failure) -> SQLiteStore {
    let options = StoreOptions(
      referencePrefix: configuration.service.referencePrefix,
      deadlines: [
        .acute: configuration.deadlines.acute, .pressing: configuration.deadlines.pressing,
        .normal: configuration.deadlines.normal,
      ])
    do throws(StoreError) {
      return try await SQLiteStore.open(
        directory: configuration.service.state, options: options, role: role)
    } catch { throw Failure(error) }
  }

  private static func owing(
    _ configuration: Configuration, _ resources: Resources, _ tokens: TokenMaker
  ) throws(Failure) -> Owing {
    guard let from = MailAddress(configuration.outgoing.from) else {
      throw Failure(.configuration, "[outgoing] from is no mail address")
    }
    let composer = Composer(
      texts: resources.texts, from: from, fromName: configuration.outgoing.fromName, replyTo: from,
      link: configuration.outgoing.link)
    let names = resources.tables.municipalities.region.map { ($0.code, $0.name) }
    let owing = Owing(
      composer: composer, queues: configuration.queues,
      names: Dictionary(names) { first, _ in first }, outgoing: configuration.outgoing,
      tokens: tokens)
    do throws(ComposeError) { try owing.check(now: Context.now()) } catch {
      throw Failure(.configuration, "a notice cannot be made: \(error.what)")
    }
    return owing
  }

  static func readerPool(
    _ configuration: Configuration, _ resources: Resources
  ) async throws(Failure) -> ReaderPool {
    let service = configuration.service
    let pool = ReaderPool(
      program: try readerProgram(configuration),
      count: service.readers == 0 ? max(2, processorCount()) : service.readers,
      seconds: configuration.limits.readerSeconds, limits: configuration.limits.reading)
    try await load(resources.tableFiles, into: pool)
    return pool
  }

  /// Without the program pictures are told as they are, for a person to read.
  static func recognition(_ configuration: Configuration, _ pool: ReaderPool) -> TextRecognition {
    let program = (try? ocrProgram(configuration)) ?? nil
    let recogniser = program.flatMap { path in
      isExecutable(path)
        ? TextRecogniser(program: path, seconds: configuration.limits.recognitionSeconds) : nil
    }
    return TextRecognition(pool: pool, recogniser: recogniser)
  }

  private static func load(_ tables: TableFiles, into pool: ReaderPool) async throws(Failure) {
    do throws(ReaderFailure) { try await pool.load(tables) } catch {
      switch error {
      case .tables(let problems): throw Failure(.configuration, problems)
      case .start(let errno): throw Failure(.unavailable, "the reader cannot be started: \(errno)")
      default: throw Failure(.unavailable, "the reader does not answer: \(error.word)")
      }
    }
  }

  /// As configured, else beside this program, else in libexec.
  static func readerProgram(_ configuration: Configuration) throws(Failure) -> String {
    let reader = configuration.service.reader
    return try reader.isEmpty ? companion("signaalpost-reader") : reader
  }

  /// Nil when it is switched off.
  static func ocrProgram(_ configuration: Configuration) throws(Failure) -> String? {
    let ocr = configuration.service.ocr
    guard ocr != ServiceSettings.noRecognition else { return nil }
    return try ocr.isEmpty ? companion("signaalpost-ocr") : ocr
  }

  private static func companion(_ name: String) throws(Failure) -> String {
    guard let program = try? programPath() else {
      throw Failure(.internalError, "the path of this program cannot be found")
    }
    let bin = directory(of: program)
    let places = [
      "\(bin)/\(name)", "\(directory(of: bin))/libexec/signaalpost/\(name)",
    ]
    return places.first(where: isExecutable) ?? places[1]
  }
}
