/// Text recognised on one page of a scan, or in one picture.
public struct RecognisedPage: Sendable, Hashable {
  /// UTF-8; lines end in `\n`, what stands far apart in a line has a `\t` between.
  public var text: [UInt8]
  /// How sure the recogniser is of its words, 0...100; 0 when it found none.
  public var confidence: Int

  public init(text: [UInt8], confidence: Int) {
    self.text = text
    self.confidence = confidence
  }

  /// From this confidence on its text counts as fact; below it, a person reads the picture. Measured: of print
  /// made small and grainy, up to 62 at most half of the words were right, from 71 on most.
  public static let threshold = 65

  public var isReadable: Bool { confidence >= RecognisedPage.threshold }
}

/// Why no text could be recognised.
public enum RecognitionFault: String, Sendable, CaseIterable {
  /// Not what it begins like, or cut off.
  case damaged
  /// More pixels or bytes than are looked at, as its header declares.
  case tooLarge = "too_large"
  /// The recogniser did not answer in time.
  case timeout
  /// The recogniser ended by itself or by a limit of the kernel.
  case crash
  /// There is no recogniser, or not for our languages.
  case unavailable
}

/// What became of one part of an item whose text had to be recognised.
public struct Recognition: Sendable, Hashable {
  /// Most pages of one answer, and of one document that are looked at.
  public static let pageLimit = 10
  /// Most parts of one item that are looked at.
  public static let partLimit = 20

  public var pages: [RecognisedPage]
  /// Pages after those.
  public var unseenPages: Int
  /// Why nothing was recognised; `pages` is empty then.
  public var fault: RecognitionFault?

  public init(pages: [RecognisedPage], unseenPages: Int = 0) {
    self.pages = pages
    self.unseenPages = unseenPages
  }

  public init(fault: RecognitionFault) {
    self.init(pages: [])
    self.fault = fault
  }
}

/// Whether pictures of an item are recognised, and what was found in them.
public enum RecognitionStage: Sendable, Hashable {
  /// They are not: a person reads them.
  case none
  /// They are, later: the verdict names the parts that wait.
  case later
  /// They were: by path of part.
  case done([String: Recognition])
}
