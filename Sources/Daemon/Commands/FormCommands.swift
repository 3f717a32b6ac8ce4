internal import Core
internal import Platform

let formCommands: [Command] = [
  Command(
    "forms write", "DIR", "the blank signal form: PDF to fill in, Word, OpenDocument and mail text"
  ) { arguments async throws(Failure) in
    try writeForms(arguments)
  }
]

/// Copies the forms that stand beside the tables. They are made from the tables by `config/forms/make.py`: a
/// tagged PDF with fields needs an office program, which has no place on the server.
private func writeForms(_ arguments: Arguments) throws(Failure) -> ExitCode {
  guard let path = arguments.operands.first, arguments.operands.count == 1 else {
    throw Failure(.usage, "forms write needs one folder that exists")
  }
  let source = try Context.configuration(arguments).service.forms
  let shapes = ["pdf", "docx", "odt", "txt"].map { "signaalformulier.\($0)" }
  var forms: [(name: String, bytes: [UInt8])] = []
  for name in shapes {
    do throws(Errno) {
      forms.append((name, try readFile("\(source)/\(name)", limit: 16 << 20)))
    } catch {
      throw Failure(.inputOutput, "\(source)/\(name): \(error)")
    }
  }
  do throws(Errno) {
    let folder = try Directory(path: path)
    for form in forms {
      let name = Array(form.name.utf8)
      if try folder.has(name) { try folder.remove(name) }
      let file = try folder.create(name, permissions: 0o644)
      try file.write(form.bytes)
    }
  } catch { throw Failure(.cannotCreate, "\(shown(path)): \(error)") }
  for form in forms { Terminal.write("\(path)/\(form.name)\n") }
  return .done
}
