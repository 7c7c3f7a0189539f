import Foundation
import HDF5
import Testing

/// The worker of the tests is the built program, which lies beside the tests' own.
let worker = [
  URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("zoo").path, HDF5Worker.argument,
]

let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

func fixture(_ name: String) -> String { fixtures.appendingPathComponent(name).path }

/// The names of the files of a folder of fixtures.
func fixtures(in folder: String) -> [String] {
  let names = try? FileManager.default.contentsOfDirectory(atPath: fixture(folder))
  return (names ?? []).sorted().map { "\(folder)/\($0)" }
}

/// A file that lives as long as this.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8] = []) {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("zoo-\(UUID().uuidString).h5").path
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

func contents(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

/// Opens a file and reads every dataset that can be read.
func readAll(_ path: String) throws(HDF5Error) -> [String: [UInt8]] {
  let reader = try HDF5Reader(path: path, worker: worker)
  var datasets: [String: [UInt8]] = [:]
  for (index, object) in reader.objects.enumerated() {
    if let dataset = object.dataset, dataset.unreadable == nil { datasets[object.path] = try reader.bytes(of: index) }
  }
  return datasets
}

/// The same for a file of these bytes.
func readAll(_ bytes: [UInt8]) throws(HDF5Error) -> [String: [UInt8]] {
  let file = TemporaryFile(bytes)
  defer { withExtendedLifetime(file) {} }
  return try readAll(file.path)
}

extension HDF5Reader {
  func index(_ path: String) throws -> Int { try #require(objects.firstIndex { $0.path == path }) }
  func dataset(_ path: String) throws -> HDF5Dataset { try #require(objects[index(path)].dataset) }
}

/// The little-endian bytes of numbers.
func bytes<T>(_ values: [T]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
