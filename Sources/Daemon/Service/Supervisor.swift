internal import Core
internal import Platform

/// One task group: every door, the exits, the watchdog and the signals. Whatever ends, ends the daemon;
/// systemd starts it again.
struct Supervisor: Sendable {
  let pipeline: Pipeline
  let sources: [any Source]
  let delivery: DeliveryAgent
  let recognition: RecognitionLane
  let progress: Progress
  let store: any Store
  /// Loads tables, texts and queues again; throws without changing anything when they are wrong.
  let reload: @Sendable () async throws(Failure) -> String

  /// Runs until SIGTERM or SIGINT; throws when a part ended by itself.
  func run() async throws {
    let hangups = signals(1)  // SIGHUP
    let stops = signals(15, 2)  // SIGTERM, SIGINT
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for source in sources {
        group.addTask {
          try await source.run(pipeline, once: false)
          return false
        }
      }
      group.addTask {
        try await delivery.run(once: false)
        return false
      }
      group.addTask {
        await recognition.run()
        return false
      }
      group.addTask {
        for await _ in hangups { await self.handleHangup() }
        return false
      }
      group.addTask {
        try await self.feedWatchdog()
        return false
      }
      group.addTask {
        for await _ in stops { return true }
        return false
      }
      notifySystemd("READY=1\nSTATUS=\(await status())")
      log(.notice, "daemon", "ready", ["sources": String(sources.count)])
      let stopped = try await group.next() ?? true
      notifySystemd("STOPPING=1")
      log(.notice, "daemon", "stopping")
      group.cancelAll()
      while (try? await group.next()) != nil {}
      if !stopped { throw Failure(.internalError, "a part of the daemon ended by itself") }
    }
  }

  /// One look at every source, the pictures that wait, and one pass of the outbox.
  func once() async -> [String] {
    var failures: [String] = []
    await withTaskGroup(of: String?.self) { group in
      for source in sources {
        group.addTask {
          do {
            try await source.run(pipeline, once: true)
            return nil
          } catch { return "\(source.name): \(error)" }
        }
      }
      for await failure in group { if let failure { failures.append(failure) } }
    }
    do { try await recognition.runOnce() } catch { failures.append("recognition: \(error)") }
    do { try await delivery.run(once: true) } catch { failures.append("outbox: \(error)") }
    return failures
  }

  private func handleHangup() async {
    notifySystemd("RELOADING=1\nMONOTONIC_USEC=\(monotonicClock() / 1000)")
    do throws(Failure) {
      log(.notice, "daemon", "reloaded", ["tables": try await reload()])
      delivery.resume()
    } catch {
      for message in error.messages {
        log(.error, "daemon", "reload-refused", ["problem": message])
      }
    }
    notifySystemd("READY=1\nSTATUS=\(await status())")
  }

  /// Feeds systemd's watchdog only while the store answers and no batch hangs.
  private func feedWatchdog() async throws {
    let interval = watchdogInterval() ?? 30_000_000_000
    while true {
      try await Task.sleep(nanoseconds: min(interval, 30_000_000_000))
      guard progress.oldestSeconds < 900 else {
        log(.error, "daemon", "stuck", ["seconds": String(progress.oldestSeconds)])
        continue
      }
      notifySystemd("WATCHDOG=1\nSTATUS=\(await status())")
    }
  }

  /// One line for `systemctl status`: counts, no content. Asks the store, so it proves that it answers.
  private func status() async -> String {
    let troubled = pipeline.sources.filter { $0.problem != nil }.count
    let doors = "\(sources.count - troubled) of \(sources.count) sources well"
    do throws(StoreError) {
      let counts = try await store.counts()
      let pending = counts.outbox[.pending] ?? 0
      return
        "\(doors), \(counts.signals) signals, \(counts.quarantine) in quarantine, \(pending) to send"
    } catch { return "\(doors), store: \(error.kind.rawValue)" }
  }
}
