import Testing

@testable import HDF5
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

  private func group(_ path: String, _ names: [String: [String]] = [:]) -> HDF5Object {
    HDF5Object(
      path: path, attributes: names.map { HDF5Attribute(name: $0, value: .strings($1)) }, dataset: nil)
  }

  private func dataset(_ path: String) -> HDF5Object {
    HDF5Object(
      path: path, attributes: [],
      dataset: HDF5Dataset(
        shape: [1], type: .float32, typeName: "float32", layout: .contiguous(offset: 0)))
  }

  /// A layer that is listed has a group, which need not have tensors.
  @Test func layersOfKeras() throws {
    let root = group("/", ["layer_names": ["relu", "fc"]])
    let fc = [group("/fc", ["weight_names": ["fc/kernel:0"]]), group("/fc/fc"), dataset("/fc/fc/kernel:0")]
    let reading = try KerasFormat.read(HDF5Contents([root, group("/relu")] + fc))
    #expect(reading?.tensors.map(\.path) == ["/fc/fc/kernel:0"])
    let error = #expect(throws: WeightError.self) { try KerasFormat.read(HDF5Contents([root] + fc)) }
    #expect(error?.message == "layer_names lists 'relu', and there is no such group")
  }

  /// Each blob lies in the group of its layer, under its number.
  @Test(arguments: [
    ("/data/c1/0", "c1"), ("/data/a/b/0", "a/b"), ("/data/0", nil), ("/data/c1/x", nil), ("/data/c1/0/x", nil),
  ])
  func blobsOfCaffe(path: String, layer: String?) throws {
    let reading = try CaffeFormat.read(HDF5Contents([group("/"), group("/data"), dataset(path)]))
    #expect(reading?.tensors.map(\.layer) == layer.map { [$0] })
  }
}
