import Architecture
import Models
import TestSupport
import Testing

@testable import Weights

@Suite struct IdentificationTests {
  private let networks: [Network]

  init() throws {
    networks = try ["lenet5", "alexnet-torchvision", "vgg16", "vgg16-bn", "googlenet"].map { try zoo($0) }
  }

  private func tensor(_ layer: String, _ part: WeightTensor.Part, _ shape: [Int]) -> WeightTensor {
    WeightTensor(
      path: "\(layer).\(part.rawValue)", layer: layer, part: part, shape: shape, type: .float32, isBigEndian: false,
      storage: "contiguous", place: .file(offset: 0))
  }

  /// All tensors of a network as PyTorch would keep them.
  private func tensors(of network: Network, renamed: Bool = false) -> [WeightTensor] {
    NetworkParameter.all(of: network).enumerated().compactMap { index, parameter in
      guard let part = WeightTensor.Part(rawValue: parameter.declaration.name) else { return nil }
      return tensor(renamed ? "x\(index)" : parameter.layer.name, part, parameter.declaration.shape)
    }
  }

  private func identify(_ tensors: [WeightTensor]) -> Identification {
    Identification(of: tensors, format: .safetensors, among: networks)
  }

  @Test(arguments: ["lenet5", "alexnet-torchvision", "vgg16", "vgg16-bn", "googlenet"], [false, true])
  func everyNetworkIsItself(name: String, renamed: Bool) throws {
    let found = identify(tensors(of: try zoo(name), renamed: renamed))
    #expect(found.best.map(\.network.model.name) == [name])
    #expect(found.best.first?.isWhole == true)
    #expect(found.best.first?.isByName == !renamed)
  }

  /// VGG-16's convolutions before two classes.
  @Test func anotherHead() throws {
    let trunk = tensors(of: try zoo("vgg16")).filter { $0.shape.count == 4 || $0.shape[0] <= 512 }
    let head = [tensor("classifier", .weight, [2, 512]), tensor("classifier", .bias, [2])]
    let found = identify(trunk + head)
    #expect(found.best.map(\.network.model.name) == ["vgg16"])
    #expect(found.best.first?.isTrunk == true)
    #expect(found.best.first?.convolutions.found == 13)
    #expect(found.otherOutputs == 2)
  }

  @Test func aNetworkOfNobody() {
    let found = identify([tensor("a", .weight, [7, 3, 9, 9]), tensor("b", .weight, [10, 700])])
    #expect(found.best.isEmpty)
    #expect(found.otherOutputs == nil)
  }

  /// Another size in the middle is no other head.
  @Test func anotherSizeOfTheFirstMatrix() throws {
    let changed = tensors(of: try zoo("alexnet-torchvision"), renamed: true).map { tensor in
      tensor.shape == [4096, 9216] ? self.tensor(tensor.layer, .weight, [4096, 256]) : tensor
    }
    let found = identify(changed)
    #expect(found.best.map(\.network.model.name) == ["alexnet-torchvision"])
    #expect(found.best.first.map { !$0.isWhole && !$0.isTrunk } == true)
    #expect(found.otherOutputs == nil)
  }

  @Test func nothingAtAll() { #expect(identify([]).best.isEmpty) }
}
