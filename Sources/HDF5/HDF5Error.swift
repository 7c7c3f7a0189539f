import PlainText

/// Why a file was not read or written. Names of the file are escaped and shortened in every message.
public enum HDF5Error: PhrasedError, Sendable, Hashable {
  /// The file cannot be opened or read, or is not a regular one: the system's reason.
  case system(Phrase)
  /// The bytes with which every HDF5 file starts are missing.
  case notHDF5
  /// The file ends before the place at which its head says it does.
  case truncated(bytes: Int, expected: Int)
  /// A version number that the library does not know: of a newer format, or damaged.
  case unknownVersion(Phrase)
  /// One of the guards: the rule, and what breaks it.
  case refused(rule: HDF5Rule, detail: Phrase)
  /// The library, or the check of what came back, found the contents wrong: what was attempted, and what it said.
  case damaged(Phrase)
  /// The process that read the file ended or hung.
  case workerEnded(Phrase)
  /// The caller asked for what is not there, or what was asked to be written cannot be.
  case invalid(Phrase)
}

extension HDF5Error: CustomStringConvertible {
  public var description: String { message }

  public var phrase: Phrase {
    switch self {
    case .system(let reason): reason
    case .notHDF5: "rule \(HDF5Rule.signature.rawValue): not an HDF5 file"
    case .truncated(let bytes, let expected):
      "rule \(HDF5Rule.wholeFile.rawValue): the file has \(bytes) bytes and should have \(expected); \(HDF5Rule.wholeFile.remedy)"
    case .unknownVersion(let detail):
      "rule \(HDF5Rule.knownVersion.rawValue): \(detail); \(HDF5Rule.knownVersion.remedy)"
    case .refused(let rule, let detail): "rule \(rule.rawValue): \(detail); \(rule.remedy)"
    case .damaged(let detail): "rule \(HDF5Rule.soundContents.rawValue): \(detail); \(HDF5Rule.soundContents.remedy)"
    case .workerEnded(let detail):
      "rule \(HDF5Rule.survivedReading.rawValue): \(detail), and nothing was changed; \(HDF5Rule.survivedReading.remedy)"
    case .invalid(let detail): detail
    }
  }
}

/// The guards of the reader; a message names the one that was broken.
public enum HDF5Rule: String, Sendable, CaseIterable {
  /// The bytes with which every HDF5 file starts.
  case signature = "signature"
  /// The file is as long as its head says.
  case wholeFile = "whole-file"
  /// Every version number is one that the library knows.
  case knownVersion = "known-version"
  /// What the library reads makes sense to it.
  case soundContents = "sound-contents"
  /// The process that reads the file neither crashes, nor hangs, nor answers nonsense.
  case survivedReading = "survived-reading"
  /// Version 0 to 3, 8-byte offsets, nothing before it, no driver, and its end is the file's.
  case superblock = "superblock"
  /// No soft link, external link or link of another kind: what a name means is in this file and in one place.
  case hardLinksOnly = "hard-links-only"
  /// Every object has one name.
  case noAliases = "no-aliases"
  /// Names are UTF-8, without a slash, not empty and not `.`.
  case plainNames = "plain-names"
  /// A name has at most `HDF5Limits.nameBytes` bytes.
  case nameLength = "name-length"
  /// At most `HDF5Limits.depth` groups stand in each other.
  case depth = "depth"
  /// At most `HDF5Limits.objects` groups and datasets.
  case objectCount = "object-count"
  /// Objects are groups and datasets.
  case groupsAndDatasets = "groups-and-datasets"
  /// Attributes are few, and the whole of them is small.
  case boundedAttributes = "bounded-attributes"
  /// The library needs no more memory than the worker has.
  case boundedMemory = "bounded-memory"
  /// No dataset takes its bytes from another file.
  case noExternalStorage = "no-external-storage"
  /// No dataset is a view of others, of this or other files.
  case noVirtualDataset = "no-virtual-dataset"
  /// Compact, contiguous or chunked.
  case knownLayout = "known-layout"
  /// At most `HDF5Limits.rank` dimensions; the product of those that are not 0 fits.
  case rank = "rank"
  /// Integers and IEEE floating-point numbers.
  case elementType = "element-type"
  /// deflate, shuffle and fletcher32.
  case filterAllowList = "filter-allow-list"
  /// No filter stands twice in a pipeline.
  case eachFilterOnce = "each-filter-once"
  /// What a chunk inflates to is the chunk; a chunk is in proportion to the file, and all of them to what is stored.
  case boundedInflation = "bounded-inflation"
  /// The bytes stored are the bytes of the shape; every chunk is there.
  case storageMatchesShape = "storage-matches-shape"
  /// What all datasets store is no more than the file.
  case totalSize = "total-size"
  /// No two datasets share a byte.
  case noOverlap = "no-overlap"
}

extension HDF5Rule {
  /// What one can do about a file that breaks the rule.
  var remedy: Phrase {
    switch self {
    case .knownVersion:
      "where a newer HDF5 wrote it, save it again with libver=('earliest','v110'), else it is damaged: copy it again"
    case .signature, .wholeFile, .soundContents, .survivedReading, .storageMatchesShape, .totalSize, .noOverlap,
      .boundedInflation:
      "copy or download it again, and do not trust it if it stays so"
    case .superblock, .knownLayout, .noExternalStorage, .noVirtualDataset, .elementType, .filterAllowList,
      .eachFilterOnce, .groupsAndDatasets:
      "save it again with h5py, its numbers in this one file, compressed by gzip or not at all"
    case .hardLinksOnly, .noAliases: "save it again with every object under one name and without links"
    case .plainNames, .nameLength, .depth: "save it again under plain, shorter names"
    case .objectCount, .boundedAttributes, .boundedMemory, .rank: "save less in one file"
    }
  }
}

/// The figures of the guards.
public enum HDF5Limits {
  public static let nameBytes = 1024
  public static let depth = 32
  public static let objects = 100_000
  public static let rank = 8
  public static let attributesOfObject = 1024
  /// Elements of an attribute; a larger one is left unread.
  public static let attributeElements = 65_536
  /// Elements of an attribute of variable-length strings: what fits in one, since each takes 16 of its 64 KB.
  public static let attributeStrings = 4096
  /// Bytes of one attribute's text; a longer one is left unread.
  public static let attributeBytes = 4 << 20
  /// Bytes of everything that the worker tells of a file.
  public static let descriptionBytes = 24 << 20
  /// Seconds until the description of a file is there, and seconds that a read may take beyond its size's share.
  public static let seconds = 3

  /// Bytes of the largest chunk that is decoded, since a chunk is decoded as a whole: the file and 8 MiB.
  public static func chunkBytes(fileSize: Int) -> Int { min(fileSize, Int.max / 16) + (8 << 20) }

  /// Bytes of a dataset that are decoded at a time. A chunk takes its room twice, inflated and unshuffled: with it they
  /// are at most twice the file and 24 MiB.
  static func windowBytes(fileSize: Int, chunkBytes: Int) -> Int {
    2 * (Self.chunkBytes(fileSize: fileSize) - chunkBytes) + (8 << 20)
  }

  /// Bytes that one byte of a deflate stream can give: 258 for 2 bits (RFC 1951, 3.2.5), and some for its rest.
  static let inflation = 1040
}
