import Foundation
import TestSupport
import Testing

/// The networks of keras.applications, as Scripts/record_imports_keras.py ran them: too large for a test of every day.
@Suite struct KerasApplicationsTests {
  private struct Recording: Decodable {
    let networks: [Network]

    struct Network: Decodable {
      let name: String
      let parameters: Int
      let keras: File
      let h5: File
    }

    struct File: Decodable, Equatable {
      let parameters: Int
      let macs: Int
      let layers: Int
      let largestDifference: Double
    }
  }

  @Test func parametersAndOutputsAreThoseOfKeras() throws {
    let path = project.appending(path: "Tests/ImportTests/Fixtures/keras-applications.json")
    let recording = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: path))
    #expect(recording.networks.count == 40)
    for network in recording.networks {
      for file in [network.keras, network.h5] {
        #expect(file.parameters == network.parameters, "\(network.name)")
        #expect(file.largestDifference < 1e-4, "\(network.name)")
      }
      #expect(network.keras == network.h5, "\(network.name)")
    }
  }
}
