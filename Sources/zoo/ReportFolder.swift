import FileSystem
import Pages
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder that reports are written into.
struct ReportFolder {
  let path: String

  /// Writes a file and makes the folders that it lies in. A file that is there already with these bytes stays untouched.
  func write(_ file: ReportFile) throws {
    try write(Array(file.text.utf8), to: file.path, mayReplace: true)
  }

  /// The same for bytes.
  ///
  /// - Parameters:
  ///   - name: the file's path in the folder.
  ///   - mayReplace: whether a file with other bytes is replaced.
  func write(_ bytes: [UInt8], to name: String, mayReplace: Bool) throws {
    let target = "\(path)/\(name)"
    if (try? Files.read(target, limit: bytes.count)) == bytes { return }
    try makeFolders(of: target)
    do {
      // What it holds can be written anew: it need not outlast a power failure.
      try OutputFile.write(bytes, to: target, mayReplace: mayReplace, isDurable: false)
    } catch {
      throw Failure.io(error.phrase)
    }
  }

  private func makeFolders(of target: String) throws {
    for index in target.indices.dropFirst() where target[index] == "/" {
      let folder = String(target[..<index])
      guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
        throw Failure.io("\(folder): \(String(cString: strerror(errno)))")
      }
    }
  }
}
