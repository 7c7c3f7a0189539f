import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// How the gradient changes from layer to layer.
@Suite struct GradientNormsTests {
  /// Output gradients of a chain's first and last activation.
  private func ends(_ activation: any LayerKind, _ scheme: Generator.Scheme) throws -> (first: Double, last: Double) {
    let norms = try GradientNorms(of: GradientNorms.chain(activation: activation), scheme: scheme, seed: 0)
    let rows = norms.rows.filter { $0.kind != "fc" }
    #expect(rows.count == 20)
    return (try #require(rows.first).output, try #require(rows.last).output)
  }

  /// With Glorot's weights, whose variance is 1/n, a ReLU halves the gradient's variance in each layer: 2⁻⁹·⁵ over 19 of them. With
  /// He's it stays.
  @Test func chains() throws {
    let glorot = try ends(ReLU(), .glorot)
    let ratio = glorot.first / glorot.last
    #expect(ratio > 0.3e-3 && ratio < 6e-3, "\(ratio)")
    let he = try ends(ReLU(), .he)
    #expect(he.first / he.last > 0.2 && he.first / he.last < 5, "\(he)")
  }

  @Test func auxiliaryClassifiersAddTheirGradient() throws {
    let network = try network(
      """
      input: [2, 6, 6]
      layers:
      - {conv: 4, kernel: 3, name: first}
      - {auxiliary: [{fc: 3, name: scores}], name: aux}
      - {conv: 4, kernel: 3, name: second}
      - {fc: 3, name: fc}
      - {softmax: , name: prob}
      """)
    let norms = try GradientNorms(of: network, scheme: .he, seed: 1)
    #expect(norms.rows.map(\.layer) == ["first", "second", "fc"])
    #expect(norms.losses.map(\.layer) == ["prob", "aux/scores"])
    #expect(norms.rows[0].output != norms.rows[0].outputWithout)
    for row in norms.rows.dropFirst() {
      #expect(row.output == row.outputWithout && row.weights == row.weightsWithout, "\(row.layer)")
    }
    // 4·2·9 numbers within √(6/18).
    let length = try #require(norms.rows[0].weightLength)
    #expect(abs(length - (72.0 / 9).squareRoot()) < 0.5)
    let inference = try GradientNorms(of: network.network(for: .inference), scheme: .he, seed: 1)
    #expect(inference.losses.count == 1)
    #expect(inference.rows.map(\.output) == norms.rows.map(\.outputWithout))
  }
}
