import Architecture
import TestSupport
import Testing

@testable import Weights

@Suite struct MappingTests {
  private func tensor(_ layer: String, _ part: WeightTensor.Part, _ shape: [Int]) -> WeightTensor {
    WeightTensor(
      path: "\(layer).\(part.rawValue)", layer: layer, part: part, shape: shape, type: .float32, isBigEndian: false,
      storage: "contiguous", place: .file(offset: 0))
  }

  /// A convolution and two fully connected layers, with names in two other programs.
  private func sample() throws -> Network {
    try network(
      """
      title: t
      paper: p
      reference: r
      input: [2, 4, 4]
      names:
        torchvision: [features.0, classifier.1, classifier.4]
        keras: [block1_conv, fc1, predictions]
      layers:
      - {conv: 3, kernel: 3, name: conv1}
      - {fc: 5, name: fc6}
      - {fc: 2, name: fc7}
      """)
  }

  private func tensors(_ names: [String], _ shapes: [[Int]] = [[3, 2, 3, 3], [5, 12], [2, 5]]) -> [WeightTensor] {
    zip(names, shapes).flatMap { [tensor($0, .weight, $1), tensor($0, .bias, [$1[0]])] }
  }

  private func map(
    _ tensors: [WeightTensor], _ format: WeightFormat = .safetensors, onto network: Network? = nil
  ) throws -> Mapping {
    Mapping(of: tensors, format: format, onto: try network ?? sample(), flipsChannels: false)
  }

  private func pairs(_ mapping: Mapping) -> [String: String] {
    Dictionary(uniqueKeysWithValues: mapping.matches.map { ($0.parameter.name, $0.tensor.path) })
  }

  @Test(arguments: [
    ["conv1", "fc6", "fc7"], ["features.0", "classifier.1", "classifier.4"], ["block1_conv", "fc1", "predictions"],
  ])
  func everyListOfNamesIsKnown(names: [String]) throws {
    let mapping = try map(tensors(names))
    #expect(mapping.isComplete)
    #expect(!mapping.isByOrder)
    #expect(pairs(mapping)["fc7/weight"] == "\(names[2]).weight")
  }

  /// In whatever order the file has them.
  @Test func namesGoBeforeOrder() throws {
    let mapping = try map(tensors(["fc7", "conv1", "fc6"], [[2, 5], [3, 2, 3, 3], [5, 12]]), .torch)
    #expect(mapping.isComplete)
    #expect(!mapping.isByOrder)
  }

  @Test func unknownNamesGoByOrder() throws {
    let mapping = try map(tensors(["a", "b", "c"]), .torch)
    #expect(mapping.isComplete)
    #expect(mapping.isByOrder)
    #expect(pairs(mapping)["fc6/bias"] == "b.bias")
  }

  /// A format that sorts by name has no order to go by.
  @Test(arguments: [WeightFormat.caffe, .pytorch, .safetensors, .zoo])
  func unknownNamesAreMissingWhereThereIsNoOrder(format: WeightFormat) throws {
    let mapping = try map(tensors(["a", "b", "c"]), format)
    #expect(!mapping.isByOrder)
    #expect(mapping.missing.count == 6)
    #expect(mapping.extra.count == 6)
    #expect(
      mapping.missing.map(\.candidate?.path) == ["a.weight", "a.bias", "b.weight", "b.bias", "c.weight", "c.bias"])
  }

  @Test func missingAndExtraAreToldApart() throws {
    var all = tensors(["conv1", "fc6", "fc7"])
    all.removeAll { $0.path == "fc6.bias" }
    all.append(tensor("fc6_1", .bias, [5]))
    all.append(tensor("head", .weight, [7]))
    let mapping = try map(all)
    #expect(mapping.missing.map(\.parameter.name) == ["fc6/bias"])
    #expect(mapping.missing.first?.candidate?.path == "fc6_1.bias")
    #expect(mapping.extra.map(\.path) == ["fc6_1.bias", "head.weight"])
    #expect(mapping.misshapen.isEmpty)
    #expect(!mapping.isComplete)
  }

  @Test(
    arguments: [
      ([3, 3, 2, 3], "it fits transposed, as HWIO"), ([2, 3, 3, 3], "it fits with its axes in another order"),
      ([54], "it has as many numbers"), ([3, 2, 5, 5], nil),
    ] as [([Int], String?)])
  func misshapenTensorsGetAHint(shape: [Int], hint: String?) throws {
    var all = tensors(["conv1", "fc6", "fc7"])
    all[0] = tensor("conv1", .weight, shape)
    let mapping = try map(all)
    let misshapen = try #require(mapping.misshapen.first)
    #expect(misshapen.parameter.name == "conv1/weight")
    #expect(misshapen.expected == [[3, 2, 3, 3], [3, 18]])
    #expect(misshapen.hint?.description == hint)
    #expect(mapping.missing.isEmpty)
    #expect(mapping.extra.isEmpty)
  }

  @Test func aTransposedFullyConnectedLayerIsHinted() throws {
    let mapping = try map(tensors(["conv1", "fc6", "fc7"], [[3, 2, 3, 3], [12, 5], [2, 5]]))
    #expect(mapping.misshapen.first?.hint == "it fits transposed, as HWIO")
    let keras = try map(tensors(["conv1", "fc6", "fc7"], [[3, 3, 2, 3], [5, 12], [5, 2]]), .keras)
    #expect(keras.misshapen.first { $0.parameter.name == "fc6/weight" }?.hint == "it fits transposed, as OIHW")
  }

  /// With the number of batches, which nobody needs.
  @Test func caffeHasBatchNormalizationInTwoLayers() throws {
    let network = try smallNetwork()
    var all = [("conv1", [4, 3, 3, 3]), ("conv2", [6, 4, 3, 3]), ("fc1", [5, 24]), ("fc2", [3, 5])].flatMap {
      [tensor($0, .weight, $1), tensor($0, .bias, [$1[0]])]
    }
    all += [
      tensor("bn1", .runningMean, [4]), tensor("bn1", .runningVariance, [4]), tensor("bn1", .scaleFactor, [1]),
      tensor("bn1", .batchCount, []),
    ]
    for name in ["scale1", "bn1/scale"] {
      let scale = [tensor(name, .weight, [4]), tensor(name, .bias, [4])]
      let mapping = try map(all + scale, .caffe, onto: network)
      #expect(mapping.isComplete)
      for match in mapping.matches {
        #expect((match.divisor != nil) == ["bn1/running_mean", "bn1/running_var"].contains(match.parameter.name))
      }
    }
  }

  @Test func scaleLayersAreNamedAfterTheirNormalization() {
    #expect(CaffeFormat.scale(of: "bn1_1") == "scale1_1")
    #expect(CaffeFormat.scale(of: "conv1_bn") == "conv1_scale")
    #expect(CaffeFormat.scale(of: "block/bn2") == "block/scale2")
    #expect(CaffeFormat.scale(of: "norm") == "norm_scale")
  }

  @Test func auxiliaryClassifiersMayBeAbsent() throws {
    let network = try network(
      """
      title: t
      paper: p
      reference: r
      input: [2, 4, 4]
      layers:
      - {conv: 3, kernel: 3, name: conv1}
      - {auxiliary: [{fc: 4, name: out}], name: aux}
      - {fc: 2, name: fc}
      """)
    let main = tensors(["conv1", "fc"], [[3, 2, 3, 3], [2, 12]])
    let without = try map(main, onto: network)
    #expect(without.isComplete)
    #expect(without.absentAuxiliaries == ["aux"])
    // By order too: the file has the layers of the main path alone.
    let ordered = try map(tensors(["a", "b"], [[3, 2, 3, 3], [2, 12]]), .torch, onto: network)
    #expect(ordered.isComplete)
    // A part of one is an error.
    let name = try #require(network.layers.first { $0.auxiliary != nil && !$0.parameters.isEmpty }?.name)
    let half = try map(main + [tensor(name, .weight, [4, 12])], onto: network)
    #expect(half.missing.map(\.parameter.name) == ["\(name)/bias"])
    let whole = try map(main + [tensor(name, .weight, [4, 12]), tensor(name, .bias, [4])], onto: network)
    #expect(whole.isComplete)
    #expect(whole.absentAuxiliaries.isEmpty)
  }

  @Test func slashesAndDotsAreTheSame() throws {
    let network = try zoo("inception")
    let all = NetworkParameter.all(of: network).map { parameter in
      tensor(
        PyTorchFormat.plain(parameter.layer.name), parameter.declaration.name == "weight" ? .weight : .bias,
        parameter.axes)
    }
    #expect(try map(all, onto: network).isComplete)
  }

  /// `x_y` and `x.y` are one name in Keras: a tensor fills one of them, and not both.
  @Test(arguments: [WeightFormat.keras, .keras3]) func oneTensorFillsOneParameter(format: WeightFormat) throws {
    let network = try network(
      """
      title: t
      paper: p
      reference: r
      input: [2, 1, 1]
      layers: [{fc: 2, name: x_y}, {fc: 2, name: x.y}]
      """)
    let one = tensors(["x_y"], [[2, 2]])
    let half = try map(one, format, onto: network)
    #expect(half.matches.map(\.parameter.name) == ["x_y/weight", "x_y/bias"])
    #expect(half.missing.map(\.parameter.name) == ["x.y/weight", "x.y/bias"])
    #expect(!half.isComplete && half.extra.isEmpty)
    // The first has a wrong shape: its tensor is not the second's for that.
    let misshapen = try map([tensor("x_y", .weight, [3, 2])], format, onto: network)
    #expect(misshapen.misshapen.map(\.parameter.name) == ["x_y/weight"])
    #expect(misshapen.missing.map(\.parameter.name) == ["x_y/bias", "x.y/weight", "x.y/bias"])
    // Two of one name cannot be told apart: none fills both, and one is left over.
    let two = try map(tensors(["x_y", "x.y"], [[2, 2], [2, 2]]), format, onto: network)
    #expect(Set(two.matches.map(\.tensor.path)).count == two.matches.count)
    #expect(!two.isComplete)
    // They are two elsewhere, and Keras's files are not written.
    #expect(try map(tensors(["x_y", "x.y"], [[2, 2], [2, 2]]), onto: network).isComplete)
    let folder = try Folder()
    let error = #expect(throws: WeightError.self) {
      try WeightWriter(network, format, type: .float32, worker: worker)
        .write(.generator(Generator(seed: 0, scheme: .he)), to: folder.path("w"), mayReplace: false)
    }
    #expect(error?.message.contains("two layers would have one name in \(format.title)") == true)
    #expect(try folder.names == [])
  }

  /// Folders of Keras 3 are counted by class, and walked as text: `conv2d_10` before `conv2d_2`.
  @Test func keras3WithoutTheNetworksNames() throws {
    let layers =
      (0..<12).map { "{conv: 4, kernel: 1, name: c\($0)}" } + ["{batchnorm: , name: norm}", "{fc: 2, name: last}"]
    let network = try network(
      "title: t\npaper: p\nreference: r\ninput: [4, 1, 1]\nlayers: [\(layers.joined(separator: ", "))]")
    func stored(_ folder: String, _ name: String, _ parts: [(WeightTensor.Part, [Int])]) -> [WeightTensor] {
      parts.enumerated().map { number, part in
        WeightTensor(
          path: "/layers/\(folder)/vars/\(number)", layer: name, part: part.0, shape: part.1, type: .float32,
          isBigEndian: false, storage: "contiguous", place: .file(offset: 0))
      }
    }
    let convolutions = (0..<12).map { ($0 == 0 ? "conv2d" : "conv2d_\($0)", "x\(40 + $0)") }.sorted { $0.0 < $1.0 }
    let tensors =
      stored(
        "batch_normalization", "y",
        [(.weight, [4]), (.bias, [4]), (.runningMean, [4]), (.runningVariance, [4])])
      + convolutions.flatMap { stored($0.0, $0.1, [(.weight, [1, 1, 4, 4]), (.bias, [4])]) }
      + stored("dense", "z", [(.weight, [4, 2]), (.bias, [2])])
    let mapping = try map(tensors, .keras3, onto: network)
    #expect(mapping.isComplete && mapping.isByOrder)
    #expect(
      mapping.matches.filter { $0.parameter.name.hasSuffix("/weight") }.map(\.tensor.layer)
        == (40..<52).map { "x\($0)" } + ["y", "z"])
  }

  /// Of two tensors for one parameter one is used, and the other is left over and not passed over in silence.
  @Test func aTensorTwiceIsExtra() throws {
    let mapping = try map(tensors(["conv1", "fc6", "fc7"]) + [tensor("fc7", .bias, [2])])
    #expect(mapping.extra.count == 1)
    #expect(mapping.missing.isEmpty)
  }
}
