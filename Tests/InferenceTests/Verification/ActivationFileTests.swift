import Foundation
import HDF5
import TestSupport
import Testing

@testable import Inference

/// Files of activations, and what is none.
@Suite struct ActivationFileTests {
  /// Reads a file of these datasets, all of whose numbers are 0.
  private func read(
    _ format: HDF5Writer.Attribute? = .string("activations/1"), _ datasets: [(String, [Int], HDF5ElementType)]
  ) throws -> ActivationFile {
    let folder = try Folder()
    let path = folder.path("file.h5")
    let writer = try HDF5Writer(path: path)
    if let format { try writer.addAttribute("zoo_format", format, to: "/") }
    for (name, shape, type) in datasets { try writer.addDataset(name, shape: shape, type: type) }
    _ = try writer.finish()
    return try ActivationFile(path, worker: hdf5Worker)
  }

  /// Why it is refused, without the file's name; nil where it is read.
  private func refusal(_ read: () throws -> ActivationFile) -> String? {
    do {
      _ = try read()
      return nil
    } catch let error as InferenceError {
      return error.message.split(separator: ".h5: ", maxSplits: 1).last.map(String.init)
    } catch { return "\(error)" }
  }

  private func refusal(_ datasets: (String, [Int], HDF5ElementType)...) -> String? {
    refusal { try read(datasets) }
  }

  private func read(_ datasets: [(String, [Int], HDF5ElementType)]) throws -> ActivationFile {
    try read(.string("activations/1"), datasets)
  }

  @Test func numbersOfActivations() throws {
    for type in [HDF5ElementType.float16, .float32, .float64, .uint8] {
      let file = try read([("/input", [2, 3], type), ("/layers/a/b", [2, 4], type)])
      #expect(file.batch == 2)
      #expect(try file.values(of: file.input, images: 0..<2) == Array(repeating: 0, count: 6))
      #expect(file.layers.map(\.name) == ["a/b"])
    }
    for type in [HDF5ElementType.int8, .int16, .uint16, .int64] {
      #expect(
        refusal(("/input", [2, 3], .float32), ("/layers/a", [2, 4], type))
          == "'/layers/a' holds \(type.name), and activations are floating-point numbers")
    }
  }

  @Test func thereIsAnInput() {
    let none = "there is no input in it: a dataset '/input' of (N, C, H, W)"
    #expect(refusal(("/input", [1, 1], .float32)) == nil)
    #expect(refusal(("/layers/a", [1, 1], .float32)) == none)
    for shape in [[], [3], [0, 3], [3, 0], [1, 2, 0, 4]] { #expect(refusal(("/input", shape, .float32)) == none) }
  }

  @Test func outputsOfTheBatch() {
    #expect(
      refusal(("/input", [2, 3], .float32), ("/layers/a", [3, 4], .float32))
        == "the output of 'a' is 3×4, and the batch has 2 inputs")
    #expect(
      refusal(("/input", [2, 3], .float32), ("/layers/a", [2, 0], .float32)) == "the output of 'a' has no numbers")
  }

  @Test func otherFiles() {
    let needed = "give a file that 'zoo run' or Scripts/record_reference.py writes"
    func refusal(_ format: HDF5Writer.Attribute?) -> String? { self.refusal { try read(format, []) } }
    #expect(refusal(nil) == "there are no activations in it; \(needed)")
    #expect(refusal(.integer(1)) == "these are weights in zoo's own format, and not activations; \(needed)")
    #expect(
      refusal(.string("activations/2")) == "its format is 'activations/2', and 'activations/1' is read; \(needed)")
  }

  /// An input has eight bytes for each of the file's and for 2 MiB beside them, or seven more.
  @Test func anInputThatInflates() throws {
    let packed = project.appending(path: "Tests/HDF5Tests/Fixtures/activations.h5")
    let whole = Array(try Data(contentsOf: packed))
    let folder = try Folder()
    let path = folder.path("file.h5")
    func shape(_ count: Int) -> [UInt8] {
      [1, count].flatMap { number in (0..<8).map { UInt8(number >> (8 * $0) & 255) } }
    }
    func refusal(_ count: Int) throws -> String? {
      try Data(whole.replacing(shape(17 << 20), with: shape(count))).write(to: URL(filePath: path))
      return self.refusal { try ActivationFile(path, worker: hdf5Worker) }
    }
    let most = 8 * (whole.count + 2 << 20) + 7
    #expect(try refusal(most) == nil)
    #expect(
      try refusal(most + 1) == "'/input' has \(most + 1) bytes for each input, and the file \(whole.count) in all")
  }
}
