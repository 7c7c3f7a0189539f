import Programs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs Graphviz's `dot`, which is a program of its own and may not be there.
enum Graphviz {
  /// Seconds after which a run is ended.
  private static let patience = 30.0
  /// Bytes of output that are taken at most.
  private static let limit = 64 << 20

  /// What `dot -Tplain` makes of the graphs; nil where there is no `dot`, or it fails.
  static func plain(_ graphs: String) -> String? {
    run("plain", graphs).map { String(decoding: $0, as: UTF8.self) }
  }

  /// What `dot` draws of a graph; nil where there is no `dot`, or it fails.
  ///
  /// - Parameter format: png or pdf.
  static func picture(_ graph: String, _ format: String) -> [UInt8]? {
    run(format, graph).flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func run(_ format: String, _ graphs: String) -> [UInt8]? {
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    guard pipe(&input) == 0 else { return nil }
    guard pipe(&output) == 0 else {
      input.forEach { close($0) }
      return nil
    }
    defer { close(output[0]) }
    for end in [input[1], output[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process = Spawn.start(["dot", "-T\(format)"], input: input[0], output: output[1])
    close(input[0])
    close(output[1])
    guard let process else {
      close(input[1])
      return nil
    }
    let bytes = exchange(Array(graphs.utf8), input[1], output[0])
    var status: Int32 = 0
    // Nobody else waits for it: its number is still its own.
    if bytes == nil { kill(process, SIGKILL) }
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status == 0 ? bytes : nil
  }

  /// Gives the input as it is taken and gathers the output, both until their ends; nil where it takes too long.
  private static func exchange(_ bytes: [UInt8], _ input: Int32, _ output: Int32) -> [UInt8]? {
    // A program that ends early is no reason to end too.
    signal(SIGPIPE, SIG_IGN)
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    let deadline = now + patience
    var rest = bytes[...]
    var isOpen = true
    defer { if isOpen { close(input) } }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let left = deadline - now
      guard left > 0, result.count <= limit else { return nil }
      var waits = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen ? input : -1, events: Int16(POLLOUT), revents: 0),
      ]
      guard poll(&waits, 2, Int32(left * 1000) + 1) >= 0 else {
        if errno == EINTR { continue }
        return nil
      }
      if isOpen, waits[1].revents != 0 {
        let count = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 { rest = rest.dropFirst(count) }
        if rest.isEmpty || count < 0 && errno != EAGAIN && errno != EINTR {
          close(input)
          isOpen = false
        }
      }
      if waits[0].revents != 0 {
        let count = read(output, &buffer, buffer.count)
        if count == 0 { return result }
        if count > 0 { result += buffer[..<count] }
        if count < 0, errno != EINTR { return nil }
      }
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
