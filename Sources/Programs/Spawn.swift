#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts another program, found by its name in the PATH.
public enum Spawn {
  /// - Parameters: where its standard input comes from, and its output and errors go; nil for nowhere.
  /// - Returns: its process; nil where there is no such program.
  public static func start(
    _ command: [String], input: Int32? = nil, output: Int32? = nil, error: Int32? = nil
  ) -> pid_t? {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    let ends = [(input, STDIN_FILENO), (output, STDOUT_FILENO), (error, STDERR_FILENO)]
    for (end, own) in ends {
      if let end { posix_spawn_file_actions_adddup2(&actions, end, own) }
    }
    for (end, own) in ends where end == nil {
      posix_spawn_file_actions_addopen(&actions, own, "/dev/null", own == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0)
    }
    for end in Set(ends.compactMap(\.0)) where end > STDERR_FILENO { posix_spawn_file_actions_addclose(&actions, end) }
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    return posix_spawnp(&process, command[0], &actions, nil, &arguments, environ) == 0 ? process : nil
  }

  /// Whether a process ends well and in time; one that does not is ended.
  public static func endsWell(_ process: pid_t, within seconds: Int) -> Bool {
    var status: Int32 = 0
    for _ in 0..<(seconds * 20) {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return status == 0 }
      if ended < 0, errno != EINTR { return false }
      usleep(50_000)
    }
    kill(process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return false
  }
}
