internal import Core
internal import Notices
internal import Platform

/// The files beside the configuration that may be loaded again while running: tables and texts.
struct Resources: Sendable {
  let tableFiles: TableFiles
  let tables: Tables
  let texts: NoticeTexts

  /// Reads and checks them; throws every problem of all of them at once.
  static func load(_ configuration: Configuration) throws(ConfigProblems) -> Resources {
    var problems: [ConfigProblem] = []
    var tables: Tables?
    var texts: NoticeTexts?
    let service = configuration.service
    let tableFiles = TableFiles(
      files: files(in: service.tables, suffix: ".csv", limit: 16 << 20, &problems))
    let textFiles = files(in: service.texts, suffix: ".txt", limit: 1 << 16, &problems)
    if problems.isEmpty {
      do throws(TableProblems) {
        tables = try Tables(tableFiles)
      } catch { problems += error.problems.map { ConfigProblem($0, in: service.tables) } }
      do throws(TableProblems) {
        texts = try NoticeTexts(decoded(textFiles, in: service.texts, &problems))
      } catch { problems += error.problems.map { ConfigProblem($0, in: service.texts) } }
    }
    if let tables { problems += configuration.check(against: tables) }
    guard problems.isEmpty, let tables, let texts else { throw ConfigProblems(problems) }
    return Resources(tableFiles: tableFiles, tables: tables, texts: texts)
  }

  private static func files(
    in directory: String, suffix: String, limit: Int, _ problems: inout [ConfigProblem]
  ) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    do throws(Errno) {
      for name in try namesInDirectory(directory) where name.hasSuffix(suffix) {
        files[name] = try readFile("\(directory)/\(name)", limit: limit)
      }
    } catch {
      problems.append(
        ConfigProblem(file: directory, line: 0, column: 0, message: "cannot be read: \(error)"))
    }
    return files
  }

  private static func decoded(
    _ files: [String: [UInt8]], in directory: String, _ problems: inout [ConfigProblem]
  ) -> [String: String] {
    var texts: [String: String] = [:]
    for (name, bytes) in files {
      if let text = String(validating: bytes, as: UTF8.self) {
        texts[name] = text
      } else {
        problems.append(
          ConfigProblem(file: "\(directory)/\(name)", line: 0, column: 0, message: "is not UTF-8"))
      }
    }
    return texts
  }
}

extension ConfigProblem {
  init(_ problem: TableProblem, in directory: String) {
    self.init(
      file: "\(directory)/\(problem.file)", line: problem.line, column: problem.line > 0 ? 1 : 0,
      message: problem.message)
  }
}
