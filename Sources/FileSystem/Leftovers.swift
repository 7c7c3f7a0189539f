#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The temporary files beside a target that processes left there when they were killed: `.NAME.tmp-PID-RANDOM`.
struct Leftovers {
  private let folder: String
  /// What the names of a target's temporary files begin with; the process follows.
  let prefix: String

  init(of name: String, in folder: String) {
    self.folder = folder
    prefix = ".\(name).tmp-"
  }

  /// Removes them. A file goes only where it is a regular one of this user, its process is not alive, and nobody holds
  /// its lock: a folder may be shared with machines and containers whose processes are not to be seen here. Whatever
  /// cannot be removed stays.
  func sweep() {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      guard let process = process(of: name), process != getpid(), kill(process, 0) != 0, errno == ESRCH else {
        continue
      }
      let descriptor = openat(dirfd(directory), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
      else { continue }
      unlinkat(dirfd(directory), name, 0)
    }
  }

  /// The process that wrote a file of this name; nil for a file of another kind.
  private func process(of name: String) -> pid_t? {
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let process = pid_t(parts[0]), process > 0, String(process) == parts[0],
      UInt32(parts[1], radix: 36) != nil
    else { return nil }
    return process
  }
}
