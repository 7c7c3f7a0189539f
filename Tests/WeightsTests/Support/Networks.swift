import Architecture
import Foundation
import TestSupport
import Testing

@testable import Weights

/// A network of Scripts/record_weights.py.
func recordedNetwork(_ name: String) throws -> Network {
  try network(try String(contentsOfFile: fixture("\(name).yaml"), encoding: .utf8))
}

func smallNetwork() throws -> Network { try recordedNetwork("small") }

/// A parameter of a network by its name.
func parameter(_ name: String, of network: Network) throws -> NetworkParameter {
  try #require(NetworkParameter.all(of: network).first { $0.name == name }, "no parameter \(name)")
}

extension ParameterSource {
  /// A parameter's numbers in its own order.
  func numbers(of parameter: NetworkParameter) throws(WeightError) -> [Float] {
    var all: [Float] = []
    try forEachBlock(of: parameter, order: Array(parameter.axes.indices)) { all += Array($0) }
    return all
  }

  /// The bits of every parameter's numbers, by its name.
  func bits(of network: Network) throws(WeightError) -> [String: [UInt32]] {
    var bits: [String: [UInt32]] = [:]
    for parameter in NetworkParameter.all(of: network) where contains(parameter) {
      bits[parameter.name] = try numbers(of: parameter).map(\.bitPattern)
    }
    return bits
  }
}

/// What a file holds for a network, by the parameters' names.
func bits(of file: WeightFile, _ network: Network, flipsChannels: Bool = false) throws -> [String: [UInt32]] {
  try ParameterSource.file(file, Mapping(of: file, onto: network, flipsChannels: flipsChannels)).bits(of: network)
}

/// That a file has every tensor of a network, and nothing else.
func expectComplete(_ file: WeightFile, _ network: Network, sourceLocation: SourceLocation = #_sourceLocation) {
  let mapping = Mapping(of: file, onto: network)
  #expect(mapping.missing.map(\.parameter.name) == [], sourceLocation: sourceLocation)
  #expect(mapping.misshapen.map(\.parameter.name) == [], sourceLocation: sourceLocation)
  #expect(mapping.extra.map(\.path) == [], sourceLocation: sourceLocation)
}
