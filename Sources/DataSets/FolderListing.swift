import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The names in a folder, hidden ones left out, in the order of their bytes.
struct FolderListing {
  let files: [String]
  let folders: [String]

  /// Names of all folders of a data set, at most.
  static let most = 1 << 24

  /// Nil where the path is no folder.
  ///
  /// - Throws: `DataSetError` where it cannot be read.
  init?(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw DataSetError("\(path): \(String(cString: strerror(errno)))", isAbsent: true)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return nil }
    guard let folder = opendir(path) else {
      throw DataSetError("\(path): \(String(cString: strerror(errno)))", isAbsent: true)
    }
    defer { closedir(folder) }
    var (files, folders): ([String], [String]) = ([], [])
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      guard !name.hasPrefix("."), fstatat(dirfd(folder), name, &status, 0) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: folders.append(name)
      case S_IFREG: files.append(name)
      default: break
      }
      guard files.count + folders.count <= FolderListing.most else {
        throw DataSetError("\(path): more than \(FolderListing.most) names")
      }
    }
    (self.files, self.folders) = (files.sorted(), folders.sorted())
  }

  /// Whether a name ends as pictures' do.
  static func isPicture(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".png", ".jpg", ".jpeg"].contains { name.hasSuffix($0) }
  }
}
