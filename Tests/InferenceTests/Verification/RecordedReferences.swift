import Foundation
import Weights

/// What another program computed with the synthetic weights, from `Tests/Fixtures/references`, which
/// Scripts/record_activations.py writes.
struct RecordedReference: Decodable, CustomStringConvertible, Sendable {
  struct RecordedLayer: Decodable, Sendable {
    let name: String
    let shape: [Int]
    let sum: Double
    let sumOfSquares: Double
    let largest: Double
    let samples: [Double]

    enum CodingKeys: String, CodingKey {
      case name, shape, sum, largest, samples
      case sumOfSquares = "sum_of_squares"
    }

    /// Where the samples were taken: mix(fnv1a(name) + k) modulo the count of numbers.
    func places(_ count: Int) -> [Int] {
      let key = Generator.hash(name)
      return samples.indices.map { Int(Generator.mix(key &+ UInt64($0)) % UInt64(count)) }
    }
  }

  let model: String
  let mode: String
  let batch: Int
  let programs: [String]
  /// The five best classes of every input, by the classifier's name.
  let classes: [String: [[Int]]]
  let layers: [RecordedLayer]

  var description: String { model }

  static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "../../Fixtures/references").standardized

  init(_ model: String) throws {
    let file = RecordedReference.folder.appending(path: "\(model).json")
    self = try JSONDecoder().decode(RecordedReference.self, from: Data(contentsOf: file))
  }
}
