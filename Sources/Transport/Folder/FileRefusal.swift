internal import Platform

/// Why something in a drop folder cannot be taken in.
enum FileRefusal: Sendable, Hashable {
  case symbolicLink, hardLink, pipe, socket, device
  /// A folder below the deepest level that is read.
  case folder
  /// On another file system: something is mounted on the name.
  case foreign
  case tooLarge(bytes: Int64)
  /// Almost nothing of the size that it claims is really there.
  case sparse
  case denied
  case damaged

  /// As the item's `refusal` says it.
  var code: String {
    switch self {
    case .symbolicLink: "refused:symlink"
    case .hardLink: "refused:hardlink"
    case .pipe: "refused:fifo"
    case .socket: "refused:socket"
    case .device: "refused:device"
    case .folder: "refused:directory"
    case .foreign: "refused:mount"
    case .tooLarge(let bytes): "limit:bytes=\(bytes)"
    case .sparse: "limit:sparse"
    case .denied: "unreadable:permission"
    case .damaged: "unreadable:io"
    }
  }

  /// Goes into the folder for refused things. The others stay where they are: too big to hide, or to be
  /// taken in after all once somebody has mended them.
  var isMoved: Bool {
    switch self {
    case .symbolicLink, .hardLink, .pipe, .socket, .device: true
    case .folder, .foreign, .tooLarge, .sparse, .denied, .damaged: false
    }
  }

  /// What the status alone tells; nil when the content may be read.
  ///
  /// - Parameters:
  ///   - device: of the folder.
  ///   - knowsHoles: the file system tells truly how many bytes a file occupies.
  init?(_ status: FileStatus, device: UInt64, maxBytes: Int, knowsHoles: Bool) {
    switch status.kind {
    case .symbolicLink: self = .symbolicLink
    case .pipe: self = .pipe
    case .socket: self = .socket
    case .device: self = .device
    case .directory: self = .folder
    case .regular:
      if status.device != device {
        self = .foreign
      } else if status.size > Int64(maxBytes) {
        self = .tooLarge(bytes: status.size)
      } else if status.links > 1 {
        self = .hardLink
      } else if knowsHoles, status.size > 1 << 20, status.allocated < status.size / 64 {
        self = .sparse
      } else {
        return nil
      }
    }
  }

  private var reason: String {
    switch self {
    case .symbolicLink:
      "het is een koppeling (symbolic link) naar iets anders. Koppelingen worden nooit gevolgd."
    case .hardLink:
      "hetzelfde bestand heeft nog een andere naam (hard link), misschien in een andere map."
    case .pipe: "het is geen bestand maar een doorgeefluik (FIFO) tussen programma's."
    case .socket: "het is geen bestand maar een aansluitpunt (socket) van een programma."
    case .device: "het is geen bestand maar een apparaat."
    case .folder: "het is een map. Mappen op deze plaats worden niet ingelezen, ook de inhoud niet."
    case .foreign: "het ligt op een andere schijf dan de inleesmap (er is iets op aangekoppeld)."
    case .tooLarge(let bytes): "het is te groot (\(bytes) bytes)."
    case .sparse: "het bestand is bijna helemaal leeg: de aangegeven grootte klopt niet."
    case .denied: "signaalpost mag het bestand niet lezen."
    case .damaged: "het bestand kan niet worden gelezen: de schijf of het netwerk geeft een fout."
    }
  }

  private var advice: String {
    switch self {
    case .symbolicLink, .hardLink: "zet een gewone kopie van het bestand zelf in de map."
    case .pipe, .socket, .device: "verwijder het, en zet een gewoon bestand in de map."
    case .folder: "zet de bestanden zelf in de inleesmap en verwijder deze map."
    case .foreign: "zet een gewone kopie van het bestand in de map."
    case .tooLarge: "deel het op in kleinere bestanden, of vraag de beheerder de grens te verhogen."
    case .sparse: "zet het bestand opnieuw in de map; waarschijnlijk is het kopiëren mislukt."
    case .denied:
      "vraag de beheerder de rechten aan te passen. Daarna wordt het bestand vanzelf ingelezen."
    case .damaged: "zet het bestand opnieuw in de map, en waarschuw de beheerder."
    }
  }

  /// What the text file beside it says, in Dutch.
  ///
  /// - Parameters:
  ///   - name: escaped.
  ///   - when: on the clock of the wall.
  ///   - isMoved: it lies beside that text now.
  func explanation(name: String, when: String, isMoved: Bool) -> String {
    """
    Dit is NIET ingelezen door signaalpost.

    Naam:      \(name)
    Reden:     \(reason)
    Wat nu:    \(advice)
    Gemeld op: \(when)

    \(isMoved ? "Het is verplaatst naar deze map." : "Het staat nog waar het stond.")
    De beheerder ziet dit ook met: signaalpost quarantine list

    """
  }
}
