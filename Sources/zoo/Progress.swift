import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A bar on standard error for work that takes more than half a second, with what is done in the language of the command line;
/// nothing where that is no terminal.
final class Progress {
  private let phrase: Phrase
  /// Made when it is first drawn: most work is shorter, and a language takes time to read.
  private lazy var title = Console.language.spoken(phrase)
  private let total: Int
  private let start = Progress.now
  private var done = 0
  private var lastDrawn = 0.0
  private let isShown = isatty(STDERR_FILENO) == 1

  private static let width = 30

  init(_ title: Phrase, total: Int) {
    phrase = title
    self.total = max(1, total)
  }

  /// Tells that so much more is done.
  func advance(_ amount: Int) {
    done += amount
    guard isShown else { return }
    let time = Progress.now
    guard time - start > 0.5, time - lastDrawn > 0.1 else { return }
    lastDrawn = time
    let share = min(1, Double(done) / Double(total))
    let full = Int(share * Double(Progress.width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Progress.width - full)
    Files.write("\r\(bar) \(Int(share * 100)) %  \(title)\u{1B}[K", to: STDERR_FILENO)
  }

  /// Takes the bar away.
  func finish() {
    if lastDrawn > 0 { Files.write("\r\u{1B}[K", to: STDERR_FILENO) }
    lastDrawn = 0
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
