import Analysis
import Architecture
import TestSupport
import Testing

/// Layers with parameters between a layer and the nearest classifier.
@Suite struct GradientPathTests {
  @Test func countsLayersWithParametersBehind() throws {
    let network = try network(
      """
      input: [1, 4, 4]
      layers: [{conv: 2, kernel: 1}, relu, {conv: 2, kernel: 1}, batchnorm, flatten, {fc: 2}, softmax]
      """)
    #expect(GradientPath.lengths(in: network, countsAuxiliaries: true) == [4, 3, 3, 2, 1, 1, 0, 0])
  }

  @Test func takesTheShortestBranch() throws {
    let network = try network(
      """
      input: [2]
      layers:
      - {fc: 4, name: start}
      - add:
        - [{fc: 4}, {fc: 4}, {fc: 4}]
        - start
      - {fc: 2}
      """)
    #expect(GradientPath.lengths(in: network, countsAuxiliaries: true) == [2, 1, 3, 2, 1, 1, 0])
  }

  /// An auxiliary classifier brings what lies below it nearer, and leaves the rest as it is.
  @Test func auxiliaryClassifierShortensThePath() throws {
    let network = try network(
      """
      input: [2]
      layers:
      - {fc: 4, name: a}
      - {auxiliary: [{fc: 2, name: head}], name: aux}
      - {fc: 4, name: b}
      - {fc: 4, name: c}
      - {fc: 2, name: d}
      """)
    #expect(GradientPath.lengths(in: network, countsAuxiliaries: true) == [2, 1, 0, 2, 1, 0])
    #expect(GradientPath.lengths(in: network, countsAuxiliaries: false) == [4, 3, nil, 2, 1, 0])
  }

  /// Through modules the shortest way has one convolution. Auxiliary classifiers have three layers with parameters.
  @Test(arguments: [
    // conv2/3x3_reduce, conv2/3x3, 3a, 3b, 4a, then loss1's three; or 4b to 4e, 5a, 5b and the classifier
    ("conv1/7x7_s2", 8, 12), ("conv2/3x3", 6, 10), ("inception_3a/output", 5, 9), ("inception_3b/output", 4, 8),
    ("inception_4a/output", 3, 7), ("inception_4b/output", 5, 6), ("inception_4c/output", 4, 5),
    ("inception_4d/output", 3, 4), ("inception_4e/output", 3, 3), ("inception_5b/output", 1, 1), ("prob", 0, 0),
  ])
  func googLeNetInTraining(_ layer: String, _ with: Int, _ without: Int) throws {
    let training = try zooProfile("googlenet", .training).row(layer)
    #expect(training.gradientPath == with)
    #expect(training.gradientPathWithoutAuxiliaries == without)
    #expect(try zooProfile("googlenet").row(layer).gradientPath == without)
  }

  @Test func auxiliariesOwnLayersHaveAPathOnlyWhereTheyCount() throws {
    let row = try zooProfile("googlenet", .training).row("loss1/conv")
    #expect(row.gradientPath == 2)
    #expect(row.gradientPathWithoutAuxiliaries == nil)
  }
}
