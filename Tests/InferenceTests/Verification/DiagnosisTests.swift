import Architecture
import Testing
import Weights

@testable import Inference

/// For each likely cause a network with just that fault: it is found, and named.
@Suite struct DiagnosisTests {
  private static let small = """
    - {conv: 4, kernel: 3, pad: 1, name: conv1}
    - {relu: , name: relu1}
    - {maxpool: 2, name: pool1}
    - {conv: 4, kernel: 3, name: conv2}
    - {fc: 4, name: fc}
    """

  /// The cause that is named for a network after a reference that the same network without the fault recorded.
  ///
  /// - Parameters:
  ///   - faulty: the network that is verified, where its layers are others.
  ///   - first: the layer that has to be the first one that differs.
  ///   - breaking: puts the fault in.
  private func cause(
    _ layers: String, faulty: String? = nil, input: [Int] = [3, 6, 6], first: String, recorded: [String]? = nil,
    breaking: (inout Sample) throws -> Void = { _ in }, change: (String, [Float]) -> [Float] = { $1 }
  ) throws -> [Cause] {
    let truth = try Sample(layers, input: input)
    let folder = try Folder()
    let file = try truth.record(to: folder.path("reference.h5"), layers: recorded, change: change)
    var broken = try Sample(faulty ?? layers, input: input)
    try breaking(&broken)
    let verification = try broken.verify(file)
    #expect(verification.first?.layer.name == first)
    let causes = verification.diagnosis?.causes ?? []
    for cause in causes { #expect(cause.remaining <= 1e-4) }
    return causes
  }

  private func rearranged(_ parameter: String, _ sample: inout Sample, _ change: ([Float]) -> [Float]) throws {
    sample.numbers[parameter] = change(try #require(sample.numbers[parameter]))
  }

  @Test func transposedKernels() throws {
    let causes = try cause(DiagnosisTests.small, first: "conv2") {
      try rearranged("conv2/weight", &$0) { Rearrangement.exchange($0, shape: [4, 4, 3, 3], 2, 3) }
    }
    #expect(causes.map(\.fault) == [.kernelTransposed])
    #expect(causes.first?.layer == "conv2")
  }

  @Test func rotatedKernels() throws {
    let causes = try cause(DiagnosisTests.small, first: "conv1") {
      try rearranged("conv1/weight", &$0) { Rearrangement.reversed($0, runs: 9) }
    }
    #expect(causes.map(\.fault) == [.kernelRotated])
  }

  @Test func outputsAndInputsExchanged() throws {
    let causes = try cause(DiagnosisTests.small, first: "conv2") {
      try rearranged("conv2/weight", &$0) { Rearrangement.exchange($0, shape: [4, 4, 9], 0, 1) }
    }
    #expect(causes.map(\.fault) == [.matrixTransposed])
    let connected = try cause("- {fc: 6, name: a}\n- {fc: 6, name: b}", input: [4], first: "b") {
      try rearranged("b/weight", &$0) { Rearrangement.exchange($0, shape: [6, 6], 0, 1) }
    }
    #expect(connected.map(\.fault) == [.matrixTransposed])
  }

  /// The weights' inputs lie in the order H·W·C for C·H·W, and the reverse.
  @Test func otherFlattenOrder() throws {
    let layers = "- {conv: 3, kernel: 3, stride: [3, 2], pad: [0, 2], name: conv}\n- flatten\n- {fc: 4, name: fc}"
    #expect(try Sample(layers).network.layers[1].shape.dimensions == [3, 2, 4])
    for shape in [[4, 8, 3], [4, 3, 8]] {
      let causes = try cause(layers, first: "fc") {
        try rearranged("fc/weight", &$0) { Rearrangement.permuted($0, shape: shape, [0, 2, 1]) }
      }
      #expect(causes.map(\.fault) == [.flattenOrder])
    }
  }

  @Test func channelsInReverseOrder() throws {
    let causes = try cause(DiagnosisTests.small, first: "conv1") {
      try rearranged("conv1/weight", &$0) { Rearrangement.channelsReversed($0, channels: 3, area: 9) }
    }
    #expect(causes.first?.fault == .channelsReversed)
    // Where the convolution itself was not recorded, too.
    let behind = try cause(DiagnosisTests.small, first: "pool1", recorded: ["pool1", "fc"]) {
      try rearranged("conv1/weight", &$0) { Rearrangement.channelsReversed($0, channels: 3, area: 9) }
    }
    #expect(behind.first?.fault == .channelsReversed)
  }

  /// The reference subtracts a mean that is nowhere written down: least squares finds it.
  @Test func aMeanThatWasNotSubtracted() throws {
    var truth = try Sample(DiagnosisTests.small)
    let raw = truth.input
    for index in truth.input.indices { truth.input[index] -= [0.1, 0.2, 0.3][index / 36 % 3] }
    let folder = try Folder()
    let file = try truth.record(to: folder.path("reference.h5"), given: raw)
    let verification = try Sample(DiagnosisTests.small).verify(file)
    #expect(verification.first?.layer.name == "conv1")
    guard case .inputScaled(let scale, let shift, false) = verification.diagnosis?.causes.first?.fault else {
      return #expect(Bool(false), "\(String(describing: verification.diagnosis))")
    }
    for (found, expected) in zip(scale + shift, [1, 1, 1, -0.1, -0.2, -0.3]) {
      #expect((found - expected).magnitude < 1e-4)
    }
  }

  /// The reference divides by 255, behind a layer that is not linear: one of the known preprocessings.
  @Test func anotherRangeOfPixels() throws {
    var truth = try Sample(DiagnosisTests.small)
    let raw = truth.input.map { ($0 + 1) * 127.5 }
    truth.input = raw.map { $0 / 255 }
    let folder = try Folder()
    let file = try truth.record(to: folder.path("reference.h5"), given: raw, layers: ["pool1"])
    let third = 1.0 / 255
    #expect(
      try Sample(DiagnosisTests.small).verify(file).diagnosis?.causes.first?.fault
        == .inputScaled(scale: [third, third, third], shift: [0, 0, 0], reversed: false))
  }

  @Test func anotherEpsilon() throws {
    func layers(_ epsilon: String) -> String {
      "- {conv: 4, kernel: 3, name: conv}\n- {batchnorm: , epsilon: \(epsilon), name: bn}"
    }
    let causes = try cause(layers("1e-3"), faulty: layers("1e-5"), first: "bn")
    #expect(causes.first?.fault == .epsilon(1e-3))
  }

  @Test func statisticsOfTheBatch() throws {
    let layers = "- {conv: 4, kernel: 3, name: conv}\n- {batchnorm: , name: bn}"
    var truth = try Sample(layers)
    let conv = try #require(try truth.activations()["conv"]?.values)
    var (mean, variance) = ([Float](repeating: 0, count: 4), [Float](repeating: 0, count: 4))
    for channel in 0..<4 {
      let own = conv.indices.filter { $0 / 16 % 4 == channel }.map { Double(conv[$0]) }
      let average = own.reduce(0, +) / 32
      mean[channel] = Float(average)
      variance[channel] = Float(own.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 32)
    }
    truth.numbers["bn/running_mean"] = mean
    truth.numbers["bn/running_var"] = variance
    let folder = try Folder()
    let verification = try Sample(layers).verify(try truth.record(to: folder.path("reference.h5")))
    #expect(verification.diagnosis?.causes.map(\.fault) == [.batchStatistics])
  }

  /// k of the paper for Caffe's, α not divided by the window's size, and both.
  @Test(arguments: [(2.0, 1.0), (1, 5), (2, 5)]) func constantsOfLocalResponseNormalization(k: Double, alpha: Double)
    throws
  {
    func layers(_ k: Double, _ alpha: Double) -> String {
      "- {conv: 8, kernel: 3, name: conv}\n- {lrn: 5, alpha: \(alpha), k: \(k), name: norm}"
    }
    let causes = try cause(layers(k, alpha), faulty: layers(1, 1), first: "norm")
    #expect(causes.map(\.fault) == [.normalization(k: k, alpha: alpha)])
  }

  /// The sizes differ, and with them all that follows.
  @Test(arguments: ["maxpool", "avgpool"]) func floorForCeil(pooling: String) throws {
    func layers(_ rounding: String) -> String { "- {\(pooling): 2, stride: 2, rounding: \(rounding), name: pool}" }
    let causes = try cause(layers("ceil"), faulty: layers("floor"), input: [2, 7, 7], first: "pool")
    // TensorFlow's padding comes to the same for the largest.
    #expect(causes.first?.fault == .rounding(.ceil))
    #expect(
      try cause(layers("floor"), faulty: layers("ceil"), input: [2, 7, 7], first: "pool").map(\.fault)
        == [.rounding(.floor)])
  }

  @Test func paddingInAverages() throws {
    func layers(_ counts: Bool) -> String { "- {avgpool: 3, stride: 2, pad: 1, count_padding: \(counts), name: pool}" }
    #expect(
      try cause(layers(false), faulty: layers(true), first: "pool").map(\.fault) == [.paddingCounted(false)])
    #expect(
      try cause(layers(true), faulty: layers(false), first: "pool").map(\.fault) == [.paddingCounted(true)])
  }

  /// TensorFlow pads an even size with stride 2 after alone.
  @Test func paddingOfTensorFlow() throws {
    func layers(_ pad: String) -> String { "- {conv: 4, kernel: 3, stride: 2, pad: \(pad), name: conv}" }
    #expect(try cause(layers("same"), faulty: layers("1"), first: "conv").map(\.fault) == [.samePadding])
  }

  @Test func theOtherPooling() throws {
    #expect(
      try cause("- {avgpool: 2, name: pool}", faulty: "- {maxpool: 2, name: pool}", first: "pool").map(\.fault)
        == [.otherPooling])
  }

  /// A program that has the activation in the layer, as Keras; one that has none; and one that has it before.
  @Test func missingReLU() throws {
    let plain = "- {conv: 4, kernel: 3, name: conv1}\n- {conv: 4, kernel: 3, name: conv2}"
    let added = try cause(
      plain, first: "conv1",
      change: { layer, values in
        layer == "conv1" ? values.map { max($0, 0) } : values
      })
    #expect(added.map(\.fault) == [.reluAdded])
    let rectified = "- {conv: 4, kernel: 3, name: conv1}\n- {relu: , name: relu}\n- {conv: 4, kernel: 3, name: conv2}"
    let relu = try Sample(rectified).activations()["relu"]?.values ?? []
    let inside = try cause(rectified, first: "conv1", recorded: ["conv1"], change: { _, _ in relu })
    #expect(inside.first?.fault == .recordedAfter("relu"))
    let missing = try cause(plain, faulty: rectified, first: "conv2", recorded: ["conv1", "conv2"])
    #expect(missing.map(\.fault) == [.activationMissing])
    #expect(missing.first?.layer == "relu")
    let before = try cause(rectified, faulty: plain, first: "conv2", recorded: ["conv1", "conv2"])
    #expect(before.map(\.fault) == [.reluBefore])
    let own = try cause(rectified, first: "relu", change: { $0 == "relu" ? $1.map { $0 - 1 } : $1 })
    #expect(own.map(\.fault) == [])
  }

  /// A program that has two layers more in one, as a fused kernel: looking at the next one alone does not find it.
  @Test func recordedAfterBatchNormalizationAndReLU() throws {
    let layers =
      "- {conv: 4, kernel: 3, name: conv}\n- {batchnorm: , name: bn}\n- {relu: , name: relu}\n- {fc: 3, name: fc}"
    let activations = try Sample(layers).activations()
    for (name, fault) in [("bn", Fault.recordedAfter("bn")), ("relu", .recordedAfter("relu"))] {
      let values = activations[name]?.values ?? []
      let causes = try cause(layers, first: "conv", recorded: ["conv"], change: { _, _ in values })
      #expect(causes.first?.fault == fault)
      #expect(causes.first?.layer == "conv")
    }
  }

  @Test func missingSoftmaxAndOtherTangents() throws {
    let scores = "- {fc: 7, name: fc}\n- {softmax: , name: prob}"
    let fc = try Sample(scores, input: [4]).activations()["fc"]?.values ?? []
    let causes = try cause(scores, input: [4], first: "prob", change: { $0 == "prob" ? fc : $1 })
    #expect(causes.map(\.fault) == [.activationMissing])
    func squashed(_ arguments: String) -> String { "- {fc: 7, name: fc}\n- {tanh: \(arguments), name: t}" }
    #expect(
      try cause(
        squashed(", amplitude: 1.7159, slope: 0.6666666666666666"), faulty: squashed(""), input: [4], first: "t"
      )
      .map(\.fault) == [.tangent(amplitude: 1.7159, slope: 2.0 / 3)])
  }

  @Test func biases() throws {
    let layers = "- {conv: 4, kernel: 3, name: conv}"
    var truth = try Sample(layers)
    truth.numbers["conv/bias"] = [0, 0, 0, 0]
    let folder = try Folder()
    #expect(
      try Sample(layers).verify(try truth.record(to: folder.path("none.h5"))).diagnosis?.causes.first?.fault
        == .biasMissing)
    truth.numbers["conv/bias"] = [1, 2, 3, 4]
    #expect(
      try Sample(layers).verify(try truth.record(to: folder.path("other.h5"))).diagnosis?.causes.map(\.fault)
        == [.otherBias])
  }

  @Test func aFactor() throws {
    let causes = try cause("- {maxpool: 2, name: pool}", first: "pool", change: { $1.map { 2.5 * $0 } })
    #expect(causes.count == 1)
    guard case .scaled(let factor) = causes.first?.fault else { return #expect(Bool(false)) }
    #expect((factor - 2.5).magnitude < 1e-6)
  }

  @Test func activeDropout() throws {
    let layers = "- {fc: 9, name: fc}\n- {dropout: 0.5, name: drop}"
    let causes = try cause(
      layers, input: [4], first: "drop",
      change: { layer, values in
        layer == "drop" ? values.enumerated().map { $0 % 3 == 0 ? 0 : 2 * $1 } : values
      })
    #expect(causes.map(\.fault) == [.dropoutActive])
  }

  @Test func branchesInAnotherOrder() throws {
    func layers(_ first: String, _ second: String) -> String {
      """
      - concat:
        - [{conv: 2, kernel: 1, name: \(first)}]
        - [{conv: 2, kernel: 1, name: \(second)}]
        - [{conv: 3, kernel: 1, name: c}]
        name: join
      """
    }
    let causes = try cause(layers("b", "a"), faulty: layers("a", "b"), first: "join")
    #expect(causes.map(\.fault) == [.branchOrder([1, 0, 2])])
  }

  /// The forms of an activation that two frameworks have under one name, or of one that is cheaper.
  @Test(arguments: [
    ("gelu: , approximation: tanh", "gelu: ", Fault.approximation(.tanh)),
    ("gelu: ", "gelu: , approximation: tanh", .approximation(.none)),
    ("leaky_relu: 0.3", "leaky_relu: ", .slope(0.3)),
    ("silu: ", "hard_swish: ", .otherActivation("silu")), ("hard_swish: ", "silu: ", .otherActivation("hard_swish")),
    ("sigmoid: ", "hard_sigmoid: ", .otherActivation("sigmoid")),
    ("hard_sigmoid: ", "sigmoid: ", .otherActivation("hard_sigmoid")),
  ])
  func otherForms(recorded: String, own: String, fault: Fault) throws {
    func layers(_ activation: String) -> String { "- {fc: 8, name: fc}\n- {\(activation), name: act}" }
    let causes = try cause(layers(recorded), faulty: layers(own), input: [4], first: "act")
    #expect(causes.first?.fault == fault)
  }

  @Test(arguments: ["layernorm: ", "groupnorm: 2", "instancenorm: "])
  func epsilonOfOtherNormalizations(kind: String) throws {
    func layers(_ epsilon: String) -> String {
      "- {conv: 4, kernel: 3, name: conv}\n- {\(kind), epsilon: \(epsilon), name: norm}"
    }
    #expect(
      try cause(layers("1e-3"), faulty: layers("1e-5"), first: "norm").map(\.fault) == [.epsilon(1e-3)])
  }

  @Test func cellsOfAResizedMap() throws {
    func layers(_ coordinates: String) -> String {
      "- {resize: 2, mode: linear, coordinates: \(coordinates), name: up}"
    }
    #expect(
      try cause(layers("align_corners"), faulty: layers("half_pixel"), first: "up").map(\.fault)
        == [.coordinates(.alignCorners)])
  }

  @Test func groupsOfAShuffle() throws {
    func layers(_ groups: Int) -> String { "- {conv: 8, kernel: 1, name: conv}\n- {shuffle: \(groups), name: mix}" }
    #expect(try cause(layers(4), faulty: layers(2), first: "mix").map(\.fault) == [.shuffle(groups: 4)])
  }

  @Test func kernelsOfATransposedConvolution() throws {
    let causes = try cause("- {transposed_conv: 3, kernel: 3, stride: 2, name: up}", first: "up") {
      try rearranged("up/weight", &$0) { Rearrangement.exchange($0, shape: [3, 3, 3, 3], 2, 3) }
    }
    #expect(causes.map(\.fault) == [.kernelTransposed])
  }

  /// A gate whose branches have other sizes: one number for each map.
  private static let gated = """
    - {conv: 4, kernel: 3, name: conv}
    - multiply:
      - []
      - [{global_avgpool: , name: squeeze}, {sigmoid: , name: gate}]
      name: excite
    - {relu: , name: relu}
    """

  @Test func joints() throws {
    // A fused kernel has the activation after the joint within it.
    let relu = try Sample(Self.gated).activations()["relu"]?.values ?? []
    let fused = try cause(Self.gated, first: "excite", recorded: ["excite"], change: { _, _ in relu })
    #expect(fused.first?.fault == .recordedAfter("relu"))
    // What is subtracted from what.
    func difference(_ first: String, _ second: String) -> String {
      "- subtract: [[{conv: 3, kernel: 1, name: \(first)}], [{conv: 3, kernel: 1, name: \(second)}]]\n  name: minus"
    }
    #expect(
      try cause(difference("b", "a"), faulty: difference("a", "b"), first: "minus").map(\.fault)
        == [.branchOrder([1, 0])])
  }

  /// Two networks with nothing in common: no cause is made up.
  @Test func otherWeights() throws {
    let causes = try cause(DiagnosisTests.small, first: "conv1") { sample in
      for (parameter, numbers) in sample.numbers { sample.numbers[parameter] = numbers.reversed().map { $0 * $0 } }
    }
    #expect(causes == [])
  }

  /// An output with more channels begins with the same numbers.
  @Test func anotherSize() throws {
    func sample(_ channels: Int) throws -> Sample {
      var sample = try Sample("- {fc: \(channels), name: fc, bias: false}", input: [3])
      sample.numbers["fc/weight"] = (0..<3 * channels).map { Float($0 * 7 % 5) - 2 }
      sample.batch = 1
      sample.input = [1, 2, 4]
      return sample
    }
    let folder = try Folder()
    let file = try sample(4).record(to: folder.path("reference.h5"))
    let verification = try sample(2).verify(file)
    #expect(verification.first?.layer.name == "fc")
    #expect(verification.diagnosis?.causes == [])
  }

  /// As many numbers in another size, some or all of which are no numbers.
  @Test(arguments: [[0, 1, 2, 3], [1]]) func nothingFitsWhatIsNoNumber(places: [Int]) throws {
    let truth = try Sample("- {fc: 4, name: out}", input: [1, 3, 3])
    let folder = try Folder()
    let file = try truth.record(to: folder.path("reference.h5")) { _, values in
      values.indices.map { places.contains($0) ? .nan : values[$0] }
    }
    let verification = try Sample("- {conv: 1, kernel: 2, name: out}", input: [1, 3, 3]).verify(file)
    #expect(verification.first?.layer.name == "out")
    #expect(verification.diagnosis?.causes == [])
  }

  /// The layer after it makes no number of any of its outputs.
  @Test func nothingFitsWhatBecomesNoNumber() throws {
    var sample = try Sample("- {fc: 2, name: fc}\n- {power: 0.5, name: root}", input: [2])
    sample.numbers = ["fc/weight": [-1, -2, -3, -4], "fc/bias": [0, 0]]
    sample.input = [1, 2, 3, 5]
    let folder = try Folder()
    let file = try sample.record(to: folder.path("reference.h5"), layers: ["fc"]) { _, _ in [1, -4, 2, 7] }
    let verification = try sample.verify(file)
    #expect(verification.first?.layer.name == "fc")
    #expect(verification.diagnosis?.causes == [])
  }

  /// A reference of other layers, and one of another input.
  @Test func whatIsNoReference() throws {
    func refusal(_ recorded: Sample, _ own: Sample) throws -> String? {
      let folder = try Folder()
      let path = folder.path("reference.h5")
      let file = try recorded.record(to: path)
      do throws(InferenceError) {
        _ = try own.verify(file)
        return nil
      } catch { return error.message.hasPrefix(path + ": ") ? String(error.message.dropFirst(path.count + 2)) : nil }
    }
    let own = try Sample("- {relu: , name: a}\n- {tanh: , name: b}")
    #expect(try refusal(own, own) == nil)
    #expect(
      try refusal(try Sample("- {relu: , name: strange}"), own)
        == "no layer of it is one of test: it has 'strange', and the network has 'a', 'b'; "
        + "record_reference.py --model test names them so")
    #expect(
      try refusal(try Sample("- {relu: , name: a}", input: [3, 6]), own)
        == "its input is 3×6, and test takes 3×6×6: record the reference with that size")
  }
}
