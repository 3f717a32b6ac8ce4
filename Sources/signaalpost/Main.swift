internal import Daemon
internal import Platform

@main struct Main {
  static func main() async {
    endProcess(await Program.main(Array(CommandLine.arguments.dropFirst())))
  }
}
