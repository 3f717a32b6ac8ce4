import Foundation

struct TestFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Runs a command to its end and gives its standard output; throws when it fails.
@discardableResult
func run(_ program: String, _ arguments: [String], in folder: URL? = nil) throws -> String {
  let process = Process()
  let (output, errors) = (Pipe(), Pipe())
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  // Not where we are: a user with fewer rights may have no access there.
  process.currentDirectoryURL = folder ?? URL(filePath: "/")
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  let said = output.fileHandleForReading.readDataToEndOfFile()
  let complained = errors.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw TestFailure("\(program) failed: \(String(decoding: complained, as: UTF8.self))")
  }
  return String(decoding: said, as: UTF8.self)
}

/// A TCP port of 127.0.0.1 that nobody listens on now.
func freePort() throws -> UInt16 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      unsafe (bind(descriptor, address, length) == 0
        && getsockname(descriptor, address, &length) == 0)
    }
  }
  guard code else { throw TestFailure("no free port") }
  return UInt16(bigEndian: address.sin_port)
}

/// Asks again until it is true; false when it did not become so in time.
func eventually(within seconds: Double = 60, _ condition: () async throws -> Bool) async rethrows
  -> Bool
{
  let end = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(20))
  }
  return try await condition()
}

/// Runs something that blocks on a thread of its own, so that it holds up no other test.
func blocking<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue(label: "blocking").async { continuation.resume(with: Result(catching: body)) }
  }
}
