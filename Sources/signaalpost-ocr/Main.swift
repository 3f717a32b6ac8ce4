internal import Glibc
internal import Recognition

/// Recognises the text of one picture or scan for the daemon, and can do nothing else. Started by the daemon
/// with its line on descriptor 3; takes no arguments.
@main struct Main {
  static func main() { exit(serveOnce()) }
}
