#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The package of a system that has oneDNN's library, and how it is installed.
struct OneDNNPackage: Equatable {
  let command: String

  #if os(macOS)
    static let ofThisSystem = OneDNNPackage(command: "brew install onednn")
  #else
    static let ofThisSystem = OneDNNPackage(osRelease: read("/etc/os-release") ?? read("/usr/lib/os-release") ?? "")
  #endif

  init(command: String) { self.command = command }

  /// - Parameter osRelease: what stands in `/etc/os-release`: lines such as `ID=debian`.
  init(osRelease: String) {
    var values: [Substring: String] = [:]
    for line in osRelease.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1].filter { $0 != "\"" && $0 != "'" } }
    }
    let system = values["ID"] ?? ""
    let families = [system] + (values["ID_LIKE"] ?? "").split(separator: " ").map(String.init)
    command =
      switch (system, values["VERSION_ID"]) {
      case ("debian", "11"), ("debian", "12"), ("ubuntu", "22.04"): "apt-get install libdnnl2"
      case ("debian", "13"): "apt-get install libdnnl3.6"
      case ("ubuntu", "24.04"): "apt-get install libdnnl3"
      // The name of the library's own package changes with its version; this one brings it along.
      case _ where families.contains("debian"): "apt-get install libdnnl-dev"
      case _ where families.contains("fedora"): "dnf install onednn"
      case _ where families.contains("arch"): "pacman -S onednn"
      default: "the package is called onednn or libdnnl"
      }
  }

  /// The beginning of a small file.
  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
