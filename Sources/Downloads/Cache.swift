import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder that keeps what was fetched: `zoo` in `$XDG_CACHE_HOME`, or in `~/.cache` (XDG Base Directory, version 0.8).
public struct Cache: Sendable {
  /// Without a slash at the end.
  public let folder: String

  public init(folder: String) { self.folder = folder }

  /// The user's; nil where neither variable names an absolute path, which the specification has one ignore.
  public static var ofUser: Cache? {
    func folder(_ variable: String) -> String? {
      guard let value = getenv(variable) else { return nil }
      let path = String(cString: value)
      return path.hasPrefix("/") ? path : nil
    }
    if let cache = folder("XDG_CACHE_HOME") { return Cache(folder: cache + "/zoo") }
    return folder("HOME").map { Cache(folder: $0 + "/.cache/zoo") }
  }

  /// Where a file is kept.
  public func path(of file: PublishedFile) -> String { "\(folder)/\(file.name)" }

  /// Whether the file was fetched.
  public func has(_ file: PublishedFile) -> Bool { access(path(of: file), R_OK) == 0 }

  /// Makes the folder and those that it lies in, for the user alone (mode 0700, as the specification asks).
  func make() throws(DownloadError) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      guard mkdir(path, 0o700) != 0, errno != EEXIST else { continue }
      throw DownloadError(.output, "\(path): \(String(cString: strerror(errno)))")
    }
  }
}
