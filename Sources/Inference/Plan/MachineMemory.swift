import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much memory there is to compute with.
enum MachineMemory {
  /// Bytes that can be had without pushing anything out: of the machine, or of the container that the program runs in.
  static var available: Int {
    var available = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    if let line = lines(of: "/proc/meminfo").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    {
      available = min(available, kilobytes * 1024)
    }
    if let limit = lines(of: "/sys/fs/cgroup/memory.max").first.flatMap({ Int($0) }) {
      available = min(available, limit)
    }
    return available
  }

  /// Bytes for a message: `12.3 GB`.
  static func text(_ bytes: Int) -> Phrase {
    let megabytes = bytes / 1_000_000
    return megabytes < 10_000 ? "\(megabytes) MB" : "\(Double(megabytes / 100) / 10) GB"
  }

  private static func lines(of path: String) -> [Substring] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
  }
}
