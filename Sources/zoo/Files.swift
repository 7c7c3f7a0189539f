import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files as the commands read and write them.
enum Files {
  /// The whole of a regular file.
  ///
  /// - Parameter limit: bytes that are read at most; a larger file is refused before it is read.
  static func read(_ path: String, limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure.noInput("\(path): \(reason())") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure.io("\(path): \(reason())") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure.noInput("\(path): not a regular file") }
    guard status.st_size <= limit else {
      throw Failure.data("\(path): error: the file has \(status.st_size) bytes; at most \(limit) are read")
    }
    return try all(of: descriptor, called: path, limit: limit)
  }

  /// All of standard input.
  ///
  /// - Parameter limit: bytes that are read at most.
  static func readStandardInput(limit: Int) throws -> [UInt8] {
    try all(of: STDIN_FILENO, called: "standard input", limit: limit)
  }

  /// What is left to read.
  private static func all(of descriptor: Int32, called name: String, limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = buffer.withUnsafeMutableBytes { readBytes(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure.io("\(name): \(reason())") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    throw Failure.data("\(name): error: there are more than \(limit) bytes to read")
  }

  /// The names in a folder, in order; nil where there is no folder of the name.
  static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes all of the text; false where the system refuses, with the reason in `errno`.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeBytes(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
