internal import Core
internal import Platform

/// Why the folder itself cannot be looked at.
enum FolderTrouble: Error, Sendable, Hashable {
  case missing, notAFolder, denied
  /// The file system on which it lay is not mounted.
  case notMounted
  case outOfDescriptors
  case failed(Errno)

  init(_ error: Errno) {
    self =
      if error.isMissing { .missing } else if error.isNotDirectory {
        .notAFolder
      } else if error.isDenied { .denied } else if error.isOutOfDescriptors {
        .outOfDescriptors
      } else { .failed(error) }
  }

  var text: String {
    switch self {
    case .missing: "de map bestaat niet"
    case .notAFolder: "het ingestelde pad is geen map"
    case .denied: "signaalpost mag de map niet openen of lezen"
    case .notMounted: "de schijf of netwerkmap is niet aangekoppeld"
    case .outOfDescriptors: "er kunnen geen bestanden meer worden geopend (limiet bereikt)"
    case .failed(let error): "de map kan niet worden gelezen (\(error))"
    }
  }
}

/// Why a look at the folder ended early.
enum LookFailure: Error, Sendable {
  case folder(FolderTrouble)
  case store(StoreError)
  case cancelled
}

/// What a person should know about a drop folder; in Dutch, without names or content.
struct FolderProblems: Sendable, Hashable {
  var trouble: FolderTrouble?
  var store: StoreError.Kind?
  /// No watch could be had: only listing is left.
  var isUnwatched = false
  /// Everybody on the machine may replace what others put in.
  var isOpenToAll = false
  /// Our own folder in it belongs to somebody else, or cannot be made.
  var isOwnFolderUnusable = false
  /// Taken in, and still there because they cannot be removed.
  var kept = 0
  /// Refused, and still there.
  var refused = 0
  /// Not complete for an hour or longer.
  var stale = 0

  /// Nil when all is well.
  var text: String? {
    var lines: [String] = []
    if let trouble { lines.append(trouble.text) }
    if let store { lines.append("de opslag weigert (\(store.rawValue)); alles blijft in de map") }
    if kept > 0 {
      lines.append("\(kept) ingelezen bestand(en) kunnen niet uit de map worden verwijderd")
    }
    if isOwnFolderUnusable {
      lines.append("een werkmap van signaalpost in de map is niet van signaalpost zelf")
    }
    if stale > 0 { lines.append("\(stale) bestand(en) zijn al langer dan een uur niet compleet") }
    if refused > 0 {
      lines.append("\(refused) bestand(en) of map(pen) kunnen niet worden ingelezen")
    }
    if isOpenToAll {
      lines.append("iedereen op deze computer kan bestanden in de map vervangen (rechten te ruim)")
    }
    if isUnwatched {
      lines.append("de map kan niet worden bewaakt (inotify-limiet); er wordt elke 30 s gekeken")
    }
    return lines.isEmpty ? nil : lines.joined(separator: "; ")
  }
}
