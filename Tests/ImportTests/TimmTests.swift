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
    #expect(networks.count >= 20)
    for (name, network) in networks where network.error == nil && network.unknown == nil {
      // The kernels that TResNet blurs with are buffers, and here weights of its depthwise convolutions.
      let blurs = name == "tresnet_m" ? 8064 : 0
      #expect(network.parameters == network.num_params + blurs, "\(name)")
      #expect(network.macs == network.fvcore, "\(name)")
    }
    // Networks that standardize their kernels or reshape their scales while they run, take maps apart, or pad with −∞.
    let refused = networks.filter { $0.value.error != nil }.keys.sorted()
    #expect(
      refused == [
        "bat_resnext26ts", "convnext_atto", "convnextv2_atto", "edgenext_xx_small", "inception_next_atto",
        "nf_regnet_b0", "nf_resnet50", "pnasnet5large", "poolformer_s12", "rdnet_tiny",
      ])
  }
}
