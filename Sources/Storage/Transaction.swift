internal import Core

extension Connection {
  /// Runs the body in one transaction that holds the write lock from its start; all of it or nothing.
  ///
  /// When the error's kind is `unknown` the commit itself failed: after an I/O error it may be there all the
  /// same, and the connection must not be used again.
  func transaction<T>(_ body: () throws(StoreError) -> T) throws(StoreError) -> T {
    try self("BEGIN IMMEDIATE").run()
    let value: T
    do throws(StoreError) { value = try body() } catch {
      rollBack()
      throw error
    }
    do throws(StoreError) { try self("COMMIT").run() } catch {
      rollBack()
      if error.isSurelyNotCommitted { throw error }
      commitFailure = error
      throw StoreError(
        kind: .unknown, code: error.code, message: error.message, statement: error.statement)
    }
    return value
  }

  /// Ends an open transaction. A failure needs no answer: without COMMIT nothing counts, and some errors
  /// end the transaction by themselves.
  private func rollBack() {
    guard !isIdle else { return }
    try? self("ROLLBACK").run()
  }
}

extension StoreError {
  /// A commit that waited in vain, or that found no room for the frame that ends it in the log: that frame
  /// is the last thing written, and only the fsync after it can fail with the rows there.
  fileprivate var isSurelyNotCommitted: Bool { kind == .busy || isNoRoom }
}
