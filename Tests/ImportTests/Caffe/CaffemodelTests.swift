import Architecture
import Import
import Testing
import Weights

/// Files with a network and its weights, built byte by byte.
@Suite struct CaffemodelTests {
  private func varint(_ number: UInt64) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F | 0x80)] + varint(number >> 7)
  }

  private func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(UInt64(number) << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  private func field(_ number: Int, _ value: UInt64) -> [UInt8] { varint(UInt64(number) << 3) + varint(value) }

  private func blob(_ sizes: [UInt64]) -> [UInt8] {
    let count = Int(sizes.reduce(1, *))
    return field(7, field(1, sizes.flatMap(varint))) + field(5, [UInt8](repeating: 0, count: 4 * count))
  }

  /// An input of 1×4×4 and an inner product of it.
  private func net(_ layer: [UInt8]) -> [UInt8] {
    field(1, "net") + field(3, "data") + field(8, field(1, [1, 1, 4, 4])) + layer
  }

  @Test func aNetworkAndItsWeights() throws {
    let layer = field(1, "fc") + field(2, "InnerProduct") + field(3, "data") + field(4, "fc")
    let model = try imported(
      net(field(100, layer + field(117, field(1, 3)) + field(7, blob([3, 16])) + field(7, blob([3])))),
      as: "net.caffemodel")
    #expect(model.format == .caffemodel)
    #expect(described(model.network) == ["data: input is 1×4×4", "fc: fc outputs=3 of data is 3"])
    let file = try #require(model.weights)
    #expect(file.format == .caffemodel)
    #expect(file.tensors.map(\.path) == ["fc/0", "fc/1"])
    #expect(Mapping(of: file, onto: model.network).isComplete)
  }

  @Test func theSecondFormat() throws {
    let layer = field(4, "fc") + field(5, 14) + field(2, "data") + field(3, "fc")
    let old = [1, 1, 3, 16].enumerated().flatMap { field($0 + 1, UInt64($1)) }
    let numbers = field(5, [UInt8](repeating: 0, count: 4 * 48))
    let model = try imported(
      net(field(2, layer + field(17, field(1, 3) + field(2, 0)) + field(6, old + numbers))), as: "net.caffemodel")
    #expect(described(model.network).last == "fc: fc outputs=3 bias=false of data is 3")
    #expect(Mapping(of: try #require(model.weights), onto: model.network).isComplete)
  }

  @Test func transposedWeights() throws {
    let layer = field(1, "fc") + field(2, "InnerProduct") + field(3, "data") + field(4, "fc")
    let parameters = field(117, field(1, 3) + field(2, 0) + field(6, 1))
    let model = try imported(net(field(100, layer + parameters + field(7, blob([16, 3])))), as: "net.caffemodel")
    let file = try #require(model.weights)
    #expect(file.tensors.map(\.shape) == [[3, 16]])
    #expect(Mapping(of: file, onto: model.network).isComplete)
  }

  @Test func rulesOfPhasesDoNotCount() throws {
    let layer = field(1, "fc") + field(2, "InnerProduct") + field(3, "data") + field(4, "fc") + field(8, field(1, 0))
    let model = try imported(net(field(100, layer + field(117, field(1, 3)))), as: "net.caffemodel")
    #expect(described(model.network).last == "fc: fc outputs=3 of data is 3")
    #expect(model.weights?.tensors.isEmpty == true)
  }

  @Test func theFirstFormatIsToldApart() {
    #expect(throws: ImportError.self) {
      try imported(net(field(2, field(1, field(1, "c")))), as: "net.caffemodel")
    }
  }

  @Test func aPrototxtHasNoWeights() throws {
    try withFile(Array(input.utf8), "net.prototxt") { path in
      let error = #expect(throws: WeightError.self) { try WeightFile.opening(path) }
      #expect(
        error?.message
          == "\(path): error: a prototxt describes a network and has no weights: they are in its .caffemodel")
    }
  }
}
