import HDF5
import Testing

@testable import Weights

/// Numbers that a file states of itself, on both sides of what is taken.
@Suite struct AttributeTests {
  private func contents(_ name: String, _ values: [Int]) -> HDF5Contents {
    HDF5Contents([
      HDF5Object(path: "/", attributes: [HDF5Attribute(name: name, value: .integers(values))], dataset: nil)
    ])
  }

  @Test func layersOfTheano() throws {
    for count in [0, 100_000] { #expect(try TheanoFormat.read(contents("nb_layers", [count]))?.tensors.count == 0) }
    for count in [-1, 100_001, .min, .max] {
      let error = #expect(throws: WeightError.self) { try TheanoFormat.read(contents("nb_layers", [count])) }
      #expect(error?.message == "nb_layers is \(count)")
    }
    #expect(try TheanoFormat.read(contents("nb_layers", [])) == nil)
  }

  @Test func versionsOfOurOwn() throws {
    #expect(try ZooFormat.read(contents("zoo_format", [1]))?.format == .zoo)
    for version in [[0], [2], [], [1, 1]] {
      #expect(throws: WeightError.self) { try ZooFormat.read(contents("zoo_format", version)) }
    }
  }

  @Test func tablesOfDigests() throws {
    let tensors = ["/b/bias", "/a/weight"].map { path in
      WeightTensor(
        path: path, layer: "", part: .weight, shape: [1], type: .float32, isBigEndian: false, storage: "",
        place: .file(offset: 0))
    }
    let table = (0..<64).map { UInt8($0) }
    let digests = try ZooFormat.digests(of: tensors, in: table)
    #expect(digests == ["/a/weight": Array(table[..<32]), "/b/bias": Array(table[32...])])
    for bytes in [[], Array(table.dropLast()), table + [0], table + table] {
      #expect(throws: WeightError.self) { try ZooFormat.digests(of: tensors, in: bytes) }
    }
    #expect(throws: WeightError.self) { try ZooFormat.check(tableBytes: nil, tensors) }
  }
}
