internal import Core
internal import Transport

/// Everything an administrator decides, checked; immutable after loading.
struct Configuration: Sendable {
  var file: String
  var service: ServiceSettings
  var limits: LimitSettings
  var mailboxes: [MailboxSettings]
  var folders: [FolderSettings]
  var queues: [QueueSettings]
  var outgoing: OutgoingSettings
  var smtp: SMTPSettings?
  /// Directory of the Maildir channel.
  var maildir: String?
  var deadlines: DeadlineSettings
  /// Path, value and origin of each key, for `check --print`.
  var effective: [(path: String, value: String, origin: String)]
}

struct ServiceSettings: Sendable {
  /// Directory of the database.
  var state: String
  var tables: String
  var texts: String
  /// Directory of the blank forms that are handed out.
  var forms: String
  /// First letters of a reference: `MH`.
  var referencePrefix: String
  /// Path of the reader program; empty: beside this program.
  var reader: String
  /// Path of the program that recognises text in pictures; empty: beside this program; `none`: off.
  var ocr: String
  /// Number of readers; 0: one a core.
  var readers: Int
}

struct LimitSettings: Sendable {
  var messageBytes: Int
  var batchMessages: Int
  var batchBytes: Int
  /// Time for one message in the reader.
  var readerSeconds: Int64
  /// Time for the text of one picture or scan.
  var recognitionSeconds: Int64
  /// How far a reader looks into one item.
  var reading: Limits
}

enum SignIn: String, Sendable, CaseIterable {
  case password
  case clientCredentials = "oauth2-client-credentials"
  case refreshToken = "oauth2-refresh-token"
}

/// Where and as whom to log in. Secrets are only named: a file of mode 0600, or `credential:NAME`.
struct LoginSettings: Sendable {
  var host: String
  var port: Int
  var security: TransportSecurity
  /// Own certificate authority, or nil for the system's.
  var caFile: String?
  var user: String
  var signIn: SignIn
  var secret: String
  var tokenEndpoint: String
  /// Own certificate authority of the token endpoint, or nil for the system's.
  var tokenCAFile: String?
  var clientID: String
  /// Secret of the application beside a refresh token; nil: a public client.
  var clientSecret: String?
  var scope: String
  /// Day the secret ends, `2027-03-01`, to be warned in time; nil when unknown.
  var secretExpires: String?
}

struct MailboxSettings: Sendable {
  var name: String
  var login: LoginSettings
  var mailbox: String
  var processed: String
  var rejected: String
  var pollSeconds: Int64
  var reconcileSeconds: Int64
  var idle: Bool
}

struct FolderSettings: Sendable {
  var name: String
  var path: String
  var quietSeconds: Int64
  var rescanSeconds: Int64
  var ignore: [String]
  /// Suffix of the file that says that another file is complete; nil: no markers.
  var marker: String?
  var archive: Bool
}

struct QueueSettings: Sendable {
  /// Municipality code, or `regio`.
  var name: String
  var owner: String
  /// Also told of acute signals.
  var acute: String?
  /// Folder that gets a copy of each signal; nil: none.
  var folder: String?
  /// Octal permissions of that folder's entries.
  var folderMode: Int
}

struct OutgoingSettings: Sendable {
  enum Way: String, Sendable, CaseIterable { case smtp, maildir }
  var way: Way
  var from: String
  var fromName: String
  var receipts: Bool
  var receiptsPerDay: Int
  var lifetimeSeconds: Int64
  var delayWarningSeconds: Int64
  /// Where a coordinator reads a signal, `{kenmerk}` in it is replaced; empty: no link.
  var link: String
}

struct SMTPSettings: Sendable {
  var login: LoginSettings?
  var host: String
  var port: Int
  var security: TransportSecurity
  var caFile: String?
}

/// Seconds until somebody must have looked.
struct DeadlineSettings: Sendable {
  var acute: Int64
  var pressing: Int64
  var normal: Int64
}
