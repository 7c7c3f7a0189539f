import Architecture
internal import CSystem
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Fetches a published file into a cache: it has its name there only once its size and its digest are right.
///
/// What is there of it so far is kept beside it as `NAME.part`, and gone on with the next time.
public struct Download: Sendable {
  public let file: PublishedFile
  public let cache: Cache
  /// Seconds without a byte after which a connection is given up.
  public let patience: Int

  public init(_ file: PublishedFile, into cache: Cache, patience: Int = 30) {
    self.file = file
    self.cache = cache
    self.patience = patience
  }

  /// What became of it.
  public enum Outcome: Hashable, Sendable {
    case fetched
    /// It was there already, and is what was published.
    case wasThere
  }

  /// Connections in a row that may bring nothing before it is given up, and connections in all.
  private static let attempts = (idle: 3, all: 100)

  /// - Parameter progress: told how many bytes of the file are there.
  /// - Throws: `DownloadError`; what was received stays for the next time where it may be right.
  public func run(progress: (Int) -> Void = { _ in }) throws(DownloadError) -> Outcome {
    let path = cache.path(of: file)
    try cache.make()
    if FileSize.of(path) != nil {
      try check(path, isThere: true)
      return .wasThere
    }
    let part = path + ".part"
    // Held until the end: a second run of the same download would write into the same file.
    let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw output(part) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw output(part) }
      throw DownloadError(.output, "\(part): another process is fetching it")
    }
    try receive(part, descriptor, progress)
    do {
      try check(part, isThere: false)
    } catch {
      unlink(part)
      throw error
    }
    guard fsync(descriptor) == 0, csystem_rename_to_new(part, path) == 0 else { throw output(path) }
    return .fetched
  }

  /// Has `curl` go on until it says that all is there.
  private func receive(_ part: String, _ descriptor: Int32, _ progress: (Int) -> Void) throws(DownloadError) {
    let sizes = file.size.range
    let curl = Curl(address: file.address, path: part, limit: sizes.upperBound, patience: patience)
    var count = FileSize.of(part) ?? 0
    // An earlier run may have been interrupted at the very end; a part that is too long is none of this file.
    if sizes.contains(count), let digest = FileDigest.sha256(of: part), file.has(sha256: digest) { return }
    if count >= sizes.upperBound { ftruncate(descriptor, 0) }
    var idle = 0
    for _ in 0..<Download.attempts.all {
      count = FileSize.of(part) ?? 0
      guard let end = curl.run(progress: progress) else {
        throw DownloadError(.noCurl, "curl is not installed: it is what fetches files (Debian: apt-get install curl)")
      }
      switch end {
      case .done: return
      case .tooLong:
        unlink(part)
        throw DownloadError(.other, "\(file.address): longer than the \(sizes.upperBound) bytes that were published")
      case .failed(Curl.cannotResume, _) where count > 0:
        // From the beginning, then.
        ftruncate(descriptor, 0)
      case .failed(let code, let message):
        idle = FileSize.of(part) ?? 0 > count ? 0 : idle + 1
        guard idle < Download.attempts.idle, Curl.mayPass.contains(code) else {
          throw DownloadError(.unreachable, "\(file.address): \(message)")
        }
      }
    }
    throw DownloadError(.unreachable, "\(file.address): \(Download.attempts.all) connections were cut")
  }

  /// - Parameter isThere: of a file that was fetched earlier, or came from elsewhere.
  private func check(_ path: String, isThere: Bool) throws(DownloadError) {
    let subject = isThere ? path : file.address
    let hint: Phrase = isThere ? "; remove it to fetch it anew" : ""
    let size = FileSize.of(path) ?? 0
    guard file.size.range.contains(size) else {
      throw DownloadError(
        .other, "\(subject): \(size) bytes, where \(file.size.range.lowerBound) were published\(hint)")
    }
    guard let digest = FileDigest.sha256(of: path) else { throw output(path) }
    guard file.has(sha256: digest) else {
      throw DownloadError(
        .other,
        "\(subject): its SHA-256 begins with \(digest.prefix(8)), where \(file.sha256.prefix(8)) was published\(hint)")
    }
  }

  private func output(_ path: String) -> DownloadError {
    DownloadError(.output, "\(path): \(String(cString: strerror(errno)))")
  }
}
