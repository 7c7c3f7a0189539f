#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts another program, found by its name in the PATH.
public enum Spawn {
  /// - Parameter error: where its standard error goes; nil for nowhere.
  /// - Returns: its process; nil where there is no such program.
  public static func start(_ command: [String], input: Int32, output: Int32, error: Int32? = nil) -> pid_t? {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if let error {
      posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    for end in Set([input, output] + (error.map { [$0] } ?? [])) where end > STDERR_FILENO {
      posix_spawn_file_actions_addclose(&actions, end)
    }
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    return posix_spawnp(&process, command[0], &actions, nil, &arguments, environ) == 0 ? process : nil
  }
}
