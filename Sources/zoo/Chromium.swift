import FileSystem
import PlainText
import Programs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Has Chromium print or draw a page. It is a program of its own and may not be there.
enum Chromium {
  private static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
  /// Seconds after which it is ended.
  static let patience = 180
  /// Bytes of a PDF that are taken at most.
  private static let limit = 256 << 20

  /// A page as PDF.
  ///
  /// - Parameter html: a page that needs no other file.
  /// - Throws: `Failure` where there is no browser, or it prints nothing.
  static func pdf(of html: String) throws -> [UInt8] {
    let bytes = try product(of: html, "pdf") { ["--no-pdf-header-footer", "--print-to-pdf=\($0)"] }
    guard let bytes else {
      throw Failure.io(
        "no Chromium is here to print with (apt-get install chromium); any browser prints what '--format html' writes")
    }
    return bytes
  }

  /// What it makes of a page.
  ///
  /// - Parameters:
  ///   - html: a page that needs no other file.
  ///   - ending: what it makes, as files of that kind end: it goes by the name.
  ///   - options: what it is to make, in a file of that path.
  /// - Returns: nil where there is no browser.
  /// - Throws: `Failure` where it makes nothing.
  static func product(of html: String, _ ending: String, _ options: (String) -> [String]) throws -> [UInt8]? {
    try inFolder { folder in
      let (page, made) = ("\(folder)/page.html", "\(folder)/made.\(ending)")
      try OutputFile.write(Array(html.utf8), to: page, isDurable: false)
      var all = [
        "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
        "--user-data-dir=\(folder)/profile",
      ]
      // Its sandbox refuses to be root's. The page is this program's, and runs no script.
      if geteuid() == 0 { all.insert("--no-sandbox", at: 0) }
      guard let process = start(all + options(made) + ["file://\(page)"]) else { return nil }
      guard Spawn.endsWell(process, within: patience) else {
        throw Failure.io("Chromium printed nothing: it fails or takes too long")
      }
      return try Files.read(made, limit: limit)
    }
  }

  /// Does something in a folder of its own, which goes afterwards.
  static func inFolder<Result>(_ work: (String) throws -> Result) throws -> Result {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/zoo-picture-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure.io("\(parent): \(String(cString: strerror(errno)))") }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { erase(folder) }
    do {
      return try work(folder)
    } catch let error as OutputError {
      throw Failure.io(error.phrase)
    }
  }

  /// The first browser that is here.
  private static func start(_ options: [String]) -> pid_t? {
    for name in names {
      if let process = Spawn.start([name] + options) { return process }
    }
    return nil
  }

  /// Removes a file, or a folder and all that is in it; links are not followed.
  private static func erase(_ path: String) {
    if unlink(path) == 0 { return }
    guard let folder = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    closedir(folder)
    for name in names { erase("\(path)/\(name)") }
    rmdir(path)
  }
}
