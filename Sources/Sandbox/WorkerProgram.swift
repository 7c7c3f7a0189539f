import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which program is started as a worker: one that is named, this one where it answers the hidden command, or `zoo` beside it.
public enum WorkerProgram {
  /// A program that answers the hidden commands, such as `zoo`: to be set by a program that does not, before it reads a file.
  public static var path: String? {
    get { choice.withLock { $0.path } }
    set { choice.withLock { $0.path = newValue } }
  }

  /// Makes a program its own worker of a kind: to be called first in its `main`. Where it was started with the hidden command,
  /// it works for its parent, and this does not return.
  public static func runIfAsked(_ argument: String, _ main: () -> Never) {
    if CommandLine.arguments.dropFirst().first == argument { main() }
    choice.withLock { _ = $0.own.insert(argument) }
  }

  /// The command that starts a worker; empty where no program is known, which `WorkerProcess` then says.
  ///
  /// - Parameter argument: the hidden command.
  public static func command(for argument: String) -> [String] {
    command(for: argument, choice.withLock { $0 }, own: ownPath, folder: ownFolder)
  }

  struct Choice {
    var path: String?
    /// The hidden commands that this program answers.
    var own: Set<String> = []
  }

  private static let choice = Mutex(Choice())

  /// - Parameters:
  ///   - own: the path of this program.
  ///   - folder: the folder that it lies in.
  static func command(for argument: String, _ choice: Choice, own: String, folder: String?) -> [String] {
    if let path = choice.path { return [path, argument] }
    if choice.own.contains(argument) { return [own, argument] }
    guard let neighbour = folder.map({ "\($0)/zoo" }), access(neighbour, X_OK) == 0 else { return [] }
    return [neighbour, argument]
  }

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
