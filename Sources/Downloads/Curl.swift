internal import Programs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs `curl`, which is a program of its own and may not be there: it knows proxies, certificates and redirections.
struct Curl {
  /// How a run ended.
  enum End: Equatable {
    /// The whole answer was received.
    case done
    /// More came than was to be taken.
    case tooLong
    /// `curl`'s exit code, and its own sentence.
    case failed(Int32, String)
  }

  /// The exit code where the server cannot go on in the middle of a file.
  static let cannotResume: Int32 = 33
  /// The exit codes of what another attempt may mend: a transfer that was cut (18), a time-out (28), an empty reply (52),
  /// an error in sending (55) or receiving (56), and a stream of HTTP/2 that was not ended well (92).
  static let mayPass: Set<Int32> = [18, 28, 52, 55, 56, 92]
  /// Redirections that are followed at most.
  private static let redirections = 5
  /// Microseconds between two looks at how far it is.
  private static let interval: useconds_t = 50_000

  /// Bytes of its messages that are kept, the last ones.
  private static let messageBytes = 4096

  let address: String
  /// The file that is gone on with, or begun.
  let path: String
  /// Bytes of the file that are taken at most.
  let limit: Int
  /// Seconds without a byte after which it gives up.
  let patience: Int

  /// - Parameter progress: told how many bytes are there.
  /// - Returns: nil where there is no `curl`.
  func run(progress: (Int) -> Void) -> End? {
    var messages: [Int32] = [-1, -1]
    guard pipe(&messages) == 0 else { return nil }
    defer { close(messages[0]) }
    _ = fcntl(messages[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(messages[0], F_SETFL, O_NONBLOCK)
    let process = Spawn.start(command, error: messages[1])
    close(messages[1])
    guard let process else { return nil }
    var (status, text, isTooLong): (Int32, ArraySlice<UInt8>, Bool) = (0, [], false)
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      text = (text + said(messages[0])).suffix(Curl.messageBytes)
      let count = FileSize.of(path) ?? 0
      progress(count)
      if ended == process || ended < 0 && errno != EINTR { break }
      if count > limit, !isTooLong {
        isTooLong = true
        kill(process, SIGKILL)
      }
      usleep(Curl.interval)
    }
    if isTooLong || FileSize.of(path) ?? 0 > limit { return .tooLong }
    guard status != 0 else { return .done }
    let line = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).last.map(String.init)
    // An exit code is the status' second byte; a program that a signal ended has none.
    return .failed(status & 0x7F == 0 ? status >> 8 & 0xFF : -1, line ?? "curl ended without a word")
  }

  private var command: [String] {
    // What begins encrypted stays so. An address without encryption is one that the user, or a test, gave.
    let protocols = address.hasPrefix("https:") ? "=https" : "=http,https"
    return [
      "curl", "--silent", "--show-error", "--fail", "--location", "--max-redirs", "\(Curl.redirections)",
      "--proto", protocols, "--proto-redir", protocols, "--globoff", "--connect-timeout", "\(patience)",
      "--speed-limit", "1", "--speed-time", "\(patience)", "--continue-at", "-", "--output", path, "--", address,
    ]
  }

  /// What stands in the pipe of its messages.
  private func said(_ pipe: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Curl.messageBytes)
    let count = read(pipe, &buffer, buffer.count)
    return count > 0 ? Array(buffer[..<count]) : []
  }
}

/// How long a file is.
enum FileSize {
  /// Bytes; nil where there is no such regular file.
  static func of(_ path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}
