import Foundation
import TestSupport
import Testing

/// torchvision's convolutional classification networks, as Scripts/record_imports_torchvision.py exported them three ways and ran
/// them: too large for a test of every day.
@Suite struct TorchvisionTests {
  private struct Recording: Decodable {
    let networks: [String: Network]
  }

  private struct Network: Decodable {
    let num_params: Int
    let _ops: Double
    let own_parameters: Int
    let torchscript: File
    let dynamo: File
    let pt2: File
    let same_as_torchscript: [String: Sameness]
  }

  private struct File: Decodable {
    let parameters: Int
    let folded_norms: Int
    let folded_parameters: Int
    let macs: Int
    /// Over the largest number of the output.
    let difference: Double
  }

  private struct Sameness: Decodable {
    let same: Bool
    let share: Double
  }

  private static let networks: [String: Network] = {
    let path = Recorded.folder("torchvision.json")
    return (try? JSONDecoder().decode(Recording.self, from: Data(contentsOf: path)).networks) ?? [:]
  }()

  @Test func theyAreThere() { #expect(Self.networks.count == 68) }

  @Test(arguments: networks.keys.sorted()) func parametersProductsAndOutputs(name: String) throws {
    let network = try #require(Self.networks[name])
    // What torchvision states of Inception v3 has its auxiliary classifier, which exists in training alone.
    #expect(network.num_params - network.own_parameters == (name == "inception_v3" ? 3_326_696 : 0))
    for file in [network.torchscript, network.dynamo, network.pt2] {
      #expect(file.parameters + file.folded_parameters == network.own_parameters)
      #expect((Double(file.macs) / 1e6).rounded() / 1e3 == network._ops)
      #expect(file.difference <= 1e-4)
    }
    #expect(network.pt2.folded_norms == 0)
  }

  @Test(arguments: networks.keys.sorted()) func allThreeWaysAreTheSame(name: String) throws {
    let network = try #require(Self.networks[name])
    #expect(network.same_as_torchscript.keys.sorted() == ["dynamo", "pt2"])
    for sameness in network.same_as_torchscript.values {
      #expect(sameness.same)
      #expect(sameness.share <= 1)
    }
  }
}
