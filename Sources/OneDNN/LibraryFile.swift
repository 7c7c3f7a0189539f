#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where oneDNN's library is looked for.
enum LibraryFile {
  /// The environment variable that names the only library to take, by its path or as the system's loader knows it.
  static let variable = "ZOO_ONEDNN"

  /// Names and paths, the first that is there being taken: what the environment says; what came with the program; of the
  /// system's, the newest.
  static var candidates: [String] {
    if let named = getenv(variable).map({ String(cString: $0) }), !named.isEmpty { return [named] }
    return beside(program) + names
  }

  #if os(macOS)
    private static let names =
      ["/opt/homebrew/lib", "/usr/local/lib"].map { $0 + "/libdnnl.dylib" } + ["libdnnl.dylib"]
  #else
    /// Version 3 has one name from its authors, and in Debian another for each interface of C++ (`libdnnl.so.3.6`).
    private static let names =
      ["libdnnl.so.3"] + (0...30).reversed().map { "libdnnl.so.3.\($0)" } + ["libdnnl.so.2", "libdnnl.so"]
  #endif

  /// Of a program at `<prefix>/bin/zoo`: `<prefix>/lib/zoo/libdnnl.so.3`; of one in no `bin`, `lib` beside it.
  static func beside(_ program: String?) -> [String] {
    guard let program, let end = program.lastIndex(of: "/") else { return [] }
    let folder = program[..<end]
    let parent = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    let folders = ["\(parent)/lib/zoo", "\(folder)/lib"]
    return folders.flatMap { folder in [3, 2].map { "\(folder)/libdnnl.so.\($0)" } }.filter { access($0, R_OK) == 0 }
  }

  /// The path of the program that runs; nil where the system does not tell.
  private static var program: String? {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    return count > 0 ? String(decoding: path.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
  }
}
