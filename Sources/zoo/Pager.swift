import Programs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Shows long texts a screen at a time, as git does: with the program of ZOO_PAGER or PAGER, else with less.
enum Pager {
  /// Shows a text that has more lines than the terminal; false where it is left to be written.
  static func show(_ text: String) -> Bool {
    guard let height = Terminal.height, Terminal.variable("TERM") != "dumb",
      text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= height
    else { return false }
    let wanted = Terminal.variable("ZOO_PAGER") ?? Terminal.variable("PAGER")
    guard wanted != "", wanted != "cat" else { return false }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Ends at the last line of a text that fits, shows colors, and leaves the text on the screen.
    setenv("LESS", "FRX", 0)
    let command = wanted.map { ["sh", "-c", $0] } ?? ["less"]
    guard let process = Spawn.start(command, input: ends[0], output: STDOUT_FILENO) else {
      ends.forEach { close($0) }
      return false
    }
    close(ends[0])
    signal(SIGPIPE, SIG_IGN)
    // Of an interruption the pager decides.
    signal(SIGINT, SIG_IGN)
    let isWritten = Files.write(text, to: ends[1])
    close(ends[1])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    // The shell found no such program.
    return !(status == 127 << 8 && (isWritten || errno == EPIPE))
  }
}
