// swift-tools-version: 6.3
import PackageDescription

// The six upcoming features are the ones that become default in Swift 7; strict memory safety makes
// every use of a C pointer a searchable `unsafe`.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(), .treatAllWarnings(as: .error),
]

/// A module of the project, in `Sources/NAME`.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A Debian C library behind a module map and a header of inline shims.
func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "signaalpost",
  products: [
    .executable(name: "signaalpost", targets: ["signaalpost"]),
    .executable(name: "signaalpost-reader", targets: ["signaalpost-reader"]),
    .executable(name: "signaalpost-ocr", targets: ["signaalpost-ocr"]),
  ],
  targets: [
    // Leaves: the domain, and the operating system.
    module("Core"),
    module("Platform", ["CLinux", "CSystemd", "CCrypto"]),
    // What a process that looks inside content gives away first.
    module("Sandbox", ["Core", "Platform", "CSeccomp"]),
    // Adapters: never import one another.
    module(
      "Reading",
      ["Core", "Platform", "Sandbox", "CGMime", "CGsf", "CPoppler", "CQPDF", "CXML", "CZip"]),
    module("Recognition", ["Core", "Platform", "Sandbox", "CTesseract", "CPageImage"]),
    module("Notices", ["Core"]),
    module("Transport", ["Core", "Platform", "CCurl"]),
    module("Storage", ["Core", "Platform", "CSQLite"]),
    // The house they meet in, and the three programs.
    module("Daemon", ["Core", "Platform", "Notices", "Transport", "Storage", "CToml"]),
    .executableTarget(
      name: "signaalpost", dependencies: ["Daemon", "Platform"], swiftSettings: strict),
    .executableTarget(name: "signaalpost-reader", dependencies: ["Reading"], swiftSettings: strict),
    .executableTarget(
      name: "signaalpost-ocr", dependencies: ["Recognition"], swiftSettings: strict),
    // C.
    .target(name: "CLinux"),
    .target(name: "CToml", cxxSettings: [.define("TOML_EXCEPTIONS", to: "1")]),
    .target(name: "CQPDF", linkerSettings: [.linkedLibrary("qpdf")]),
    library("CPoppler", "poppler-glib", "libpoppler-glib-dev"),
    library("CTesseract", "tesseract", "libtesseract-dev"),
    library("CPageImage", "poppler-glib", "libpoppler-glib-dev"),
    library("CSystemd", "libsystemd", "libsystemd-dev"),
    library("CCrypto", "libcrypto", "libssl-dev"),
    library("CGMime", "gmime-3.0", "libgmime-3.0-dev"),
    library("CSeccomp", "libseccomp", "libseccomp-dev"),
    library("CXML", "libxml-2.0", "libxml2-dev"),
    library("CZip", "libzip", "libzip-dev"),
    library("CGsf", "libgsf-1", "libgsf-1-dev"),
    library("CCurl", "libcurl", "libcurl4-openssl-dev"),
    library("CSQLite", "sqlite3", "libsqlite3-dev"),
    // Tests. The probe is a reader that does what it is told: see Tests/Support/ReaderProbe.
    .target(name: "CProbe", path: "Tests/Support/CProbe"),
    .executableTarget(
      name: "reader-probe", dependencies: ["Reading", "Core", "CProbe"],
      path: "Tests/Support/ReaderProbe", swiftSettings: strict),
    .executableTarget(
      name: "ocr-probe", dependencies: ["Recognition", "Core", "CProbe"],
      path: "Tests/Support/OCRProbe", swiftSettings: strict),
    tests("CoreTests", ["Core"]),
    tests("PlatformTests", ["Platform"]),
    tests("ReadingTests", ["Reading", "Core", "Platform"]),
    tests("RecognitionTests", ["Core", "Platform", "signaalpost-ocr", "ocr-probe"]),
    tests("NoticesTests", ["Notices", "Core"]),
    tests("TransportTests", ["Transport", "Core", "Platform"]),
    tests("StorageTests", ["Storage", "Core", "Platform"]),
    tests("DaemonTests", ["Daemon", "Core", "Platform", "Storage", "reader-probe"]),
    tests("ScoreTests", ["Core", "Reading"]),
    tests("SourceTests", []),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// The fuzzers of `make fuzz` are built apart: everything in their build is instrumented, which a product must not be.
if Context.environment["SIGNAALPOST_FUZZ"] == "1" {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Core", "Reading", "Transport"], path: "Tests/Fuzz",
      exclude: ["run"], swiftSettings: strict))
}
