import FileSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the program does about signals. A signal that it was started to ignore, as by `nohup`, stays ignored.
enum Signals {
  /// To be called once, at the start.
  static func prepare() {
    // A write past a limit for files is an error of that file.
    if !isIgnored(SIGXFSZ) { signal(SIGXFSZ, SIG_IGN) }
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      // The files that were being written go, and the program ends as one that was interrupted.
      signal(number) { number in
        Temporaries.removeAll()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
      let handler = action.__sigaction_handler.sa_handler
    #else
      let handler = action.__sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
