import Analysis
import Architecture
import TestSupport
import Testing

/// Totals are the sums of their parts, for every model, mode and convention.
@Suite struct TotalsTests {
  @Test(arguments: familyNames, Mode.allCases)
  func totalsAreSumsOfParts(_ name: String, _ mode: Mode) throws {
    let network = try zoo(name)
    for convention in Convention.allCases {
      let profile = try Profile(of: network, mode, convention: convention, batch: 3)
      let totals = profile.totals
      let rows = profile.rows
      #expect(totals.layers == rows.count)
      #expect(rows.count == network.network(for: mode).layers.count - 1)
      #expect(totals.parameters.weights == rows.reduce(0) { $0 + $1.parameters.weights })
      #expect(totals.parameters.biases == rows.reduce(0) { $0 + $1.parameters.biases })
      #expect(totals.parameters.trainable == rows.reduce(0) { $0 + $1.parameters.trainable })
      #expect(totals.macs == rows.reduce(0) { $0 + $1.macs })
      #expect(totals.flops == rows.reduce(0) { $0 + $1.flops })
      #expect(totals.operations == rows.reduce(0) { $0 + ($1.operations.number ?? 0) })
      #expect(totals.uncountedLayers == rows.count { $0.operations == .unknown })
      #expect(totals.uncountedLayers == profile.uncounted.reduce(0) { $0 + $1.layers.count })
      #expect(totals.activationBytes == rows.reduce(0) { $0 + $1.activationBytes })
      #expect(totals.activationBytes == profile.memory.total)
      for parts in [profile.byKind, profile.byFamily] {
        #expect(totals.layers == parts.reduce(0) { $0 + $1.layers })
        #expect(totals.parameters == parts.reduce(ParameterCount()) { $0 + $1.parameters })
        #expect(totals.arithmetic == parts.reduce(Arithmetic()) { $0 + $1.arithmetic })
        #expect(totals.operations == parts.reduce(0) { $0 + $1.operations })
        #expect(totals.uncountedLayers == parts.reduce(0) { $0 + $1.uncountedLayers })
        #expect(totals.activationBytes == parts.reduce(0) { $0 + $1.activationBytes })
        #expect(Set(parts.map(\.kind)).count == parts.count)
      }
    }
  }

  @Test(arguments: familyNames, Mode.allCases)
  func totalsAgreeWithTheLayers(_ name: String, _ mode: Mode) throws {
    let profile = try zooProfile(name, mode)
    let layers = profile.network.body
    let classes = layers.reduce(Arithmetic()) { $0 + $1.arithmetic(mode) }
    #expect(profile.totals.arithmetic == classes)
    #expect(profile.totals.operations == classes.multiplyAdds)
    #expect(
      profile.totals.flops
        == 2 * classes.multiplyAdds + classes.multiplies + classes.adds + classes.compares + classes.divides
        + classes.exponentials)
    let parameters = layers.flatMap(\.parameters).filter { $0.role != .statistic }
    #expect(profile.totals.parameters.total == parameters.reduce(0) { $0 + $1.count })
    #expect(profile.parameterBytes == 4 * profile.totals.parameters.total)
  }

  /// ptflops alone divides a part of its sum by the batch.
  @Test(arguments: familyNames, Mode.allCases)
  func operationsGrowWithTheBatch(_ name: String, _ mode: Mode) throws {
    let network = try zoo(name)
    for convention in Convention.allCases where convention != .ptflops {
      let one = try Profile(of: network, mode, convention: convention).totals
      let many = try Profile(of: network, mode, convention: convention, batch: 7).totals
      #expect(many.operations == 7 * one.operations, "\(convention)")
      #expect(many.arithmetic == one.arithmetic * 7)
      #expect(many.activationBytes == 7 * one.activationBytes)
      #expect(many.parameters == one.parameters)
    }
  }

  @Test func ptflopsDividesWhatModulesCountByTheBatch() throws {
    // one multiply-add and a bias, counted once; a ReLU module, counted once for the image and once for the batch
    let network = try network(
      """
      input: [1]
      layers: [{fc: 1, name: fc}, {relu: , name: relu}]
      """)
    #expect(try Profile(of: network, .inference, convention: .ptflops, batch: 10).totals.operations == 2 + 1 + 10)
  }

  @Test func layersAreSortedByKindAndFamily() throws {
    let profile = try zooProfile("lenet-caffe")
    #expect(profile.byKind.map(\.kind) == ["conv", "max_pool", "fc", "relu", "softmax"])
    #expect(profile.byKind.map(\.layers) == [2, 2, 2, 1, 1])
    #expect(profile.byFamily.map(\.kind) == ["conv", "fc", "rest"])
    #expect(profile.byFamily.map(\.layers) == [2, 2, 4])
    #expect(profile.byFamily.map(\.parameters.total) == [520 + 25_050, 400_500 + 5_010, 0])
    #expect(profile.byFamily.map(\.macs) == [288_000 + 1_600_000, 400_000 + 5_000, 0])
  }

  /// Training is one consistent mode: auxiliary classifiers, dropout and batch statistics together.
  @Test func modesDoNotMix() throws {
    let inference = try zooProfile("googlenet-torchvision")
    let training = try zooProfile("googlenet-torchvision", .training)
    #expect(inference.auxiliaries == ["aux1", "aux2"])
    #expect(training.auxiliaries == ["aux1", "aux2"])
    #expect(inference.rows.allSatisfy { $0.layer.auxiliary == nil })
    #expect(Set(training.rows.compactMap(\.layer.auxiliary)) == ["aux1", "aux2"])
    #expect(try inference.row("dropout").flops == 0)
    #expect(try training.row("dropout").flops == 2 * 1024)
    #expect(try inference.row("conv1.bn").flops == 2 * 64 * 112 * 112)
    #expect(try training.row("conv1.bn").flops == 7 * 64 * 112 * 112 + 3 * 64)
  }
}
