#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts a program of its own, found by its name in the PATH.
enum Spawn {
  /// Its process; nil where there is no such program. It says nothing on standard error.
  static func start(_ command: [String], input: Int32, output: Int32) -> pid_t? {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    for end in Set([input, output]) where end > STDERR_FILENO { posix_spawn_file_actions_addclose(&actions, end) }
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    return posix_spawnp(&process, command[0], &actions, nil, &arguments, environ) == 0 ? process : nil
  }
}
