import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C while a file is written: the temporary file goes, and the program ends as one that was interrupted.
enum Interruption {
  /// The address of the temporary file's name, for the signal handler, which may not allocate; 0 for none.
  private static let name = Atomic<UInt>(0)

  /// The file to remove on an interruption; nil for none.
  static func remove(_ path: String?) {
    let next = path.flatMap { strdup($0) }
    let last = name.exchange(UInt(bitPattern: next), ordering: .sequentiallyConsistent)
    free(UnsafeMutableRawPointer(bitPattern: last))
    guard path != nil else { return }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        let address = Interruption.name.load(ordering: .sequentiallyConsistent)
        if let file = UnsafePointer<CChar>(bitPattern: address) { unlink(file) }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }
}
