import PlainText
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which program is started as the worker: one that is named, this one where it answers the hidden command, or `zoo` beside it.
extension HDF5Worker {
  /// A program that answers the hidden command, such as `zoo`: to be set by a program that does not, before it reads a file.
  public static var program: String? {
    get { choice.withLock { $0.program } }
    set { choice.withLock { $0.program = newValue } }
  }

  /// Makes a program its own worker: to be called first in its `main`. Where it was started with the hidden command, it reads
  /// the file of its parent, and this does not return.
  public static func runIfAsked() {
    if CommandLine.arguments.dropFirst().first == argument { main() }
    choice.withLock { $0.isHere = true }
  }

  /// The command that starts the worker; empty where no program is known, which `HDF5Reader` then says.
  public static var command: [String] {
    let choice = choice.withLock { $0 }
    return command(choice, own: ownPath, folder: ownFolder)
  }

  struct Choice {
    var program: String?
    /// Whether this program answers the hidden command.
    var isHere = false
  }

  private static let choice = Mutex(Choice())

  /// - Parameters:
  ///   - own: the path of this program.
  ///   - folder: the folder that it lies in.
  static func command(_ choice: Choice, own: String, folder: String?) -> [String] {
    if let program = choice.program { return [program, argument] }
    if choice.isHere { return [own, argument] }
    guard let neighbour = folder.map({ "\($0)/zoo" }), access(neighbour, X_OK) == 0 else { return [] }
    return [neighbour, argument]
  }

  /// What to do where no program is known.
  static let unknown = HDF5Error.invalid(
    "reading HDF5 takes a process of its own, and it is not known which program to start: set HDF5Worker.program to the "
      + "path of 'zoo', or call HDF5Worker.runIfAsked() first in this program's main")

  private static var ownPath: String {
    #if os(Linux)
      // Not the first argument: that is whatever the caller of this program liked.
      "/proc/self/exe"
    #else
      var size: UInt32 = 4096
      var path = [CChar](repeating: 0, count: Int(size))
      _ = _NSGetExecutablePath(&path, &size)
      return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #endif
  }

  private static var ownFolder: String? {
    guard let resolved = realpath(ownPath, nil) else { return nil }
    defer { free(resolved) }
    let path = String(cString: resolved)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}
