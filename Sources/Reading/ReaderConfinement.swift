internal import Sandbox

extension Confinement {
  /// Of a reader: a message of 60 MiB is read in less than half of this memory.
  static let reader = Confinement(
    readable: [
      ReadableDirectory(
        path: "/usr/lib/x86_64-linux-gnu/gconv",
        reason: "the C library loads the converter of a character set when a text first has it"),
      ReadableDirectory(path: "/usr/lib/aarch64-linux-gnu/gconv", reason: "the same on ARM"),
      ReadableDirectory(
        path: "/usr/share/poppler", reason: "poppler: character maps of East Asian PDFs"),
    ], addressSpace: 512 << 20)
}
