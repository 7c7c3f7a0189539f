import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// Every layer kind beside the reference, which computes in nested loops and double precision.
@Suite struct ExecutorTests {
  @Test(
    arguments: [
      "{conv: 5, kernel: 3}", "{conv: 8, kernel: [2, 3], stride: [2, 3], pad: [[1, 0], [2, 1]]}",
      "{conv: 16, kernel: 3, dilation: 2, pad: 2}", "{conv: 12, kernel: 3, groups: 4, pad: same, stride: 2}",
      "{conv: 8, kernel: 3, groups: 8, bias: false}", "{conv: 16, kernel: 1, stride: 2}",
      "{conv: 3, kernel: 2, connections: [[0, 1], [3], [2, 4, 7]]}",
      "{fc: 7}", "{fc: 8, bias: false}",
      "{maxpool: 3, stride: 2, rounding: ceil}", "{maxpool: 2, pad: [[1, 0], [0, 1]]}",
      "{avgpool: 3, stride: 2, pad: 1}", "{avgpool: 3, stride: 2, pad: 1, rounding: ceil}",
      "{avgpool: 3, stride: 2, pad: 1, rounding: ceil, count_padding: false}", "{avgpool: 2, pad: same, stride: 3}",
      "{adaptive_avgpool: 3}", "{adaptive_avgpool: [9, 2]}", "{adaptive_avgpool: [9, 11]}",
      "{adaptive_avgpool: [3, 11]}",
      "global_avgpool", "{subsample: 2}", "{subsample: 3, stride: 2, rounding: ceil, pad: 1}", "{rbf: 4}",
      "lrn", "{lrn: 3, alpha: 0.5, beta: 0.6, k: 2}", "{lrn: 4, alpha: 0.5}",
      "batchnorm", "{batchnorm: , affine: false, epsilon: 0.1}", "{batchnorm: , scale: false}",
      "relu", "tanh", "{tanh: , amplitude: 1.7159, slope: 0.6666666666666666}", "sigmoid", "softmax", "dropout",
      "flatten",
      "{concat: [[], [relu], [{conv: 3, kernel: 1}]]}", "{add: [[], [tanh], [sigmoid]]}",
    ], [1, 3])
  func layer(_ item: String, _ batch: Int) throws {
    // by itself, and after a convolution, whose output lies in blocks
    try Trial(network("{input: [8, 9, 11], layers: [\(item)]}"), batch: batch).check("alone")
    for channels in [8, 10] {
      let before = "{conv: \(channels), kernel: 3, pad: 1}"
      guard let network = try? network("{input: [3, 9, 11], layers: [\(before), \(item), {fc: 3}]}") else { continue }
      try Trial(network, batch: batch).check("after \(channels) channels")
    }
  }

  @Test(arguments: [
    "{conv: 4, kernel: 3, stride: 2, pad: [[1, 2]]}", "{maxpool: 3, stride: 2, rounding: ceil}", "{avgpool: 3, pad: 1}",
    "{adaptive_avgpool: 4}", "global_avgpool", "{subsample: 2}", "lrn", "batchnorm", "softmax", "{fc: 5}",
  ])
  func signal(_ item: String) throws {
    try Trial(network("{input: [3, 17], layers: [{conv: 8, kernel: 3}, relu, \(item)]}"), batch: 2).check()
  }

  @Test(
    arguments: [
      "{conv: 8, kernel: 3, pad: 1}", "{conv: 6, kernel: 2, stride: 2, pad: 1, groups: 2}",
      "{conv: 4, kernel: 3, groups: 4}", "{conv: 16, kernel: 1}, batchnorm, relu", "{maxpool: 2}",
      "{maxpool: 3, stride: 2, pad: 1, rounding: ceil}", "{avgpool: 3, stride: 2, pad: 1, rounding: ceil}",
      "{avgpool: 3, stride: 2, pad: 1, count_padding: false}", "{adaptive_avgpool: 3}", "global_avgpool",
      "{subsample: 2}", "batchnorm", "lrn", "{lrn: 4}", "softmax", "tanh", "flatten", "{fc: 5}",
      "{concat: [[], [relu], [{conv: 4, kernel: 1}]]}", "{add: [[], [tanh], [sigmoid]]}",
    ], [1, 3])
  func volume(_ item: String, _ batch: Int) throws {
    try Trial(network("{input: [4, 5, 6, 7], layers: [\(item)]}"), batch: batch).check("alone")
    try Trial(network("{input: [2, 5, 6, 7], layers: [{conv: 16, kernel: 2}, \(item)]}"), batch: batch).check("after")
  }

  @Test(arguments: ["relu", "{tanh: , slope: 2}", "softmax", "{rbf: 3}", "{fc: 9}", "dropout", "batchnorm"])
  func vector(_ item: String) throws {
    try Trial(network("{input: [12], layers: [{fc: 10}, \(item), {fc: 4}]}"), batch: 3).check()
  }

  /// Odd strides, uneven padding, dilation, groups, pooling rounded up, branches that part and meet.
  @Test(arguments: [1, 2])
  func randomNetworks(_ axes: Int) throws {
    for hasBranches in [false, true] {
      for (seed, network) in RandomNetwork.networks(40, axes: axes, hasBranches: hasBranches, seed: 7_000) {
        try Trial(network, batch: 1 + seed % 3, seed: seed).check("seed \(seed)")
      }
    }
  }

  /// oneDNN pads no input of a large kernel with a stride; it is padded before.
  @Test func largeKernelsWithStrideAndPadding() throws {
    try Trial(
      network("{input: [3, 30, 33], layers: [{conv: 16, kernel: 11, stride: 4, pad: [[2, 1], [3, 2]]}, relu]}"),
      batch: 2
    ).check()
  }

  @Test func batchNormalizationGoesIntoTheWeights() throws {
    let layers = "{conv: 16, kernel: 3, groups: 2, bias: false}, batchnorm, relu, {fc: 9}, batchnorm, dropout, tanh"
    try Trial(network("{input: [4, 6, 7], layers: [\(layers)]}"), batch: 3).check()
  }

  /// What is written into a join's memory stays there for those who read it later.
  @Test func branchesThatAreReadAgain() throws {
    try Trial(
      network(
        """
        input: [3, 6, 6]
        layers:
        - {conv: 8, kernel: 3, pad: 1, name: a}
        - {conv: 16, kernel: 1, from: a, name: b}
        - {concat: [a, b], name: joined}
        - {relu: , name: r}
        - {concat: [a, r, b]}
        - {add: [[], [relu], [{conv: 48, kernel: 1}]]}
        """)
    ).check()
  }

  /// What is kept under other sizes is still there when layers that do not read it have run.
  @Test func viewsThatAreReadLate() throws {
    let network = try network(
      "{input: [16], layers: [{tanh: , name: a}, {sigmoid: , from: input}, {flatten: , from: a, name: kept}]}")
    let trial = Trial(network)
    let values = try trial.run(.layers(["kept"])).all[0].values
    #expect(largestDifference(values, try #require(try trial.reference()["kept"])) < 1e-5)
  }

  /// Inputs of two sizes, in batches, one after the other.
  @Test(arguments: [1, 3]) func severalInputs(_ batch: Int) throws {
    var builder = NetworkBuilder(named: "two")
    let image = try builder.input(Shape(channels: 3, extent: [5, 4]), name: "image")
    let vector = try builder.input(Shape(channels: 6), name: "vector")
    let maps = try builder.add(Tanh(amplitude: 1, slope: 2), name: "tanh", reading: [image])
    let flat = try builder.add(FullyConnected(outputs: 6, hasBias: true), name: "fc", reading: [maps])
    let changed = try builder.add(Sigmoid(), name: "sigmoid", reading: [vector])
    try builder.add(Addition(), name: "add", reading: [flat, vector, changed])
    try Trial(builder.network(), batch: batch).check()
  }
}
