import Foundation
import TestSupport
import Testing

/// A network of each of timm's families, as Scripts/record_imports_timm.py recorded it.
@Suite struct TimmTests {
  private struct Recording: Decodable {
    let networks: [String: Network]
  }

  private struct Network: Decodable {
    let num_params: Int
    /// Multiply–adds of convolutions and matrix products.
    let fvcore: Int
    let parameters: Int?
    let macs: Int?
    /// What zoo does not know, by its name.
    let unknown: [String: Int]?
    /// Why zoo does not read the file.
    let error: String?
  }

  @Test func parametersAndProducts() throws {
    let path = Recorded.folder("timm.json")
    let networks = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: path)).networks
    #expect(networks.count == 68)
    for (name, network) in networks where network.error == nil {
      #expect(network.unknown == nil, "\(name)")
      // The kernels that TResNet blurs with are buffers, and here weights of its depthwise convolutions.
      let blurs = name == "tresnet_m" ? 8064 : 0
      #expect(network.parameters == network.num_params + blurs, "\(name)")
      #expect(network.macs == network.fvcore, "\(name)")
    }
    // Networks that take maps apart, compute where each position is, or standardize their kernels while they run.
    let refused = networks.filter { $0.value.error != nil }.keys.sorted()
    #expect(refused == ["bat_resnext26ts", "edgenext_xx_small", "nf_regnet_b0", "nf_resnet50"])
  }
}
