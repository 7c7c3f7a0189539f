import Architecture
import DataSets
import Foundation
import HDF5
import Images

/// The package's folder.
private let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// A data set that Scripts/make_array_fixtures.py wrote: six images of 4×4.
func fixture(_ name: String) -> String { package.appending(path: "Tests/Fixtures/Arrays/\(name)").path }

/// The worker of the built program, which lies beside the tests' own.
let hdf5Worker = [Bundle.main.bundleURL.appending(path: "zoo").path, HDF5Worker.argument]

/// The message of a refusal; nil where there is none.
func refusal(_ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch {
    return (error as? DataSetError)?.message ?? "\(error)"
  }
}

/// A temporary folder that goes when it is no longer used.
final class Folder {
  let url = FileManager.default.temporaryDirectory.appending(path: "DataSetsTests-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Data(text.utf8), to: name) }

  /// A gray picture of 2×2 pixels.
  func picture(_ shade: UInt8, to name: String) throws {
    try write(Data(Image(width: 2, height: 2, channels: 1, pixels: [shade, 0, 0, 0]).png()), to: name)
  }
}
