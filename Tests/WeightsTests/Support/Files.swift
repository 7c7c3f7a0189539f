import Foundation
import HDF5
import Testing

@testable import Weights

/// The worker of the tests is the built program, which lies beside the tests' own.
let worker = [
  URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("zoo").path, HDF5Worker.argument,
]

let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A file that Scripts/record_weights.py wrote.
func fixture(_ name: String) -> String { package.appendingPathComponent("Tests/Fixtures/weights/\(name)").path }

func open(_ path: String) throws(WeightError) -> WeightFile { try WeightFile(path, worker: worker) }

/// A temporary folder that goes when it is no longer used.
final class Folder {
  private let url = FileManager.default.temporaryDirectory.appendingPathComponent("WeightsTests-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: url.appendingPathComponent(name))
    return path(name)
  }

  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url.appendingPathComponent(name))) }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}

/// Raw little-endian float32.
func rawNumbers(_ path: String) throws -> [Float] {
  let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  return stride(from: 0, to: bytes.count, by: 4).map { start in
    Float(bitPattern: bytes[start..<(start + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) })
  }
}

/// The little-endian bytes of numbers.
func littleEndian<T>(_ values: [T]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

/// A tensor of a safetensors file that a test writes by hand.
struct HandWritten {
  let name: String
  let type: String
  let shape: [Int]
  let bytes: [UInt8]

  init(_ name: String, _ shape: [Int], _ numbers: [Float]) {
    self.init(name, "F32", shape, littleEndian(numbers))
  }

  init(_ name: String, _ type: String, _ shape: [Int], _ bytes: [UInt8]) {
    (self.name, self.type, self.shape, self.bytes) = (name, type, shape, bytes)
  }
}

/// The bytes of a safetensors file.
func safetensors(_ tensors: [HandWritten]) -> [UInt8] {
  var members: [String] = []
  var end = 0
  for tensor in tensors {
    members.append(
      "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":\(tensor.shape),"
        + "\"data_offsets\":[\(end),\(end + tensor.bytes.count)]}")
    end += tensor.bytes.count
  }
  let header = Array("{\(members.joined(separator: ","))}".utf8)
  return littleEndian([UInt64(header.count).littleEndian]) + header + tensors.flatMap(\.bytes)
}
