import Analysis
import Architecture
import TestSupport
import Testing

/// What keras.applications counts of its networks, which count running statistics among the parameters.
@Suite struct KerasParametersTests {
  /// A network, as `Scripts/record_keras_applications.py` recorded it.
  struct Counts: Decodable, CustomTestStringConvertible {
    let network: String
    /// What the zoo calls it.
    let model: String
    /// `count_params()`.
    let parameters: Int
    let trainable: Int

    var testDescription: String { network }
  }

  static let all: [Counts] = recording("keras_applications.json") ?? []

  @Test func everyNetworkIsThere() { #expect(Self.all.count == 10) }

  @Test(arguments: all) func countsAreKeras(_ counts: Counts) throws {
    let network = try zoo(counts.model)
    let parameters = network.layers.flatMap(\.parameters)
    #expect(parameters.reduce(0) { $0 + $1.count } == counts.parameters)
    #expect(parameters.reduce(0) { $0 + ($1.isTrainable ? $1.count : 0) } == counts.trainable)
    #expect(try zooProfile(counts.model).totals.parameters.trainable == counts.trainable)
  }
}
