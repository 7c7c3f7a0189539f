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

/// A slot of a network by its name.
func slot(_ name: String, of network: Network) throws -> ParameterSlot {
  try #require(ParameterSlot.slots(of: network).first { $0.name == name }, "no slot \(name)")
}

extension SlotSource {
  /// A slot's numbers in its own order.
  func numbers(of slot: ParameterSlot) throws(WeightError) -> [Float] {
    var all: [Float] = []
    try forEachBlock(of: slot, order: Array(slot.axes.indices)) { all += Array($0) }
    return all
  }

  /// The bits of every slot's numbers, by its name.
  func bits(of network: Network) throws(WeightError) -> [String: [UInt32]] {
    var bits: [String: [UInt32]] = [:]
    for slot in ParameterSlot.slots(of: network) where contains(slot) {
      bits[slot.name] = try numbers(of: slot).map(\.bitPattern)
    }
    return bits
  }
}

/// What a file holds for a network, by the slots' names.
func bits(of file: WeightFile, _ network: Network, flipsChannels: Bool = false) throws -> [String: [UInt32]] {
  try SlotSource.file(file, Mapping(of: file, onto: network, flipsChannels: flipsChannels)).bits(of: network)
}

/// That a file has every tensor of a network, and nothing else.
func expectComplete(_ file: WeightFile, _ network: Network, sourceLocation: SourceLocation = #_sourceLocation) {
  let mapping = Mapping(of: file, onto: network)
  #expect(mapping.missing.map(\.slot.name) == [], sourceLocation: sourceLocation)
  #expect(mapping.misshapen.map(\.slot.name) == [], sourceLocation: sourceLocation)
  #expect(mapping.extra.map(\.path) == [], sourceLocation: sourceLocation)
}
