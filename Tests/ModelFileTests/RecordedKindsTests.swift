import Architecture
import ModelFile
import func TestSupport.recording
import Testing

/// Sizes and parameters of every kind, as PyTorch has them (`Scripts/record_kinds.py`).
@Suite struct RecordedKindsTests {
  struct Recording: Decodable, CustomTestStringConvertible {
    let name: String
    let input: [Int]
    let layers: [String]
    let output: [Int]
    let parameters: Int

    var testDescription: String { name }

    var text: String { "input: \(input)\nlayers:\n\(layers.joined(separator: "\n"))\n" }
  }

  private struct File: Decodable { let cases: [Recording] }

  static let recordings: [Recording] = recording("kinds.json", as: File.self)?.cases ?? []

  @Test func thereAreRecordingsOfEveryKind() throws {
    var kinds: Set<String> = []
    for recording in Self.recordings {
      kinds.formUnion(try network(recording.text).body.map(\.kind.name))
    }
    let missing = LayerKinds.all.map { $0.name }.filter { !kinds.contains($0) }
    // Recorded elsewhere, of Caffe or LeNet-5 alone, or random.
    #expect(missing == ["subsample", "rbf", "lrn", "batch_norm", "tanh", "dropout", "flatten"])
    #expect(Self.recordings.count == 284)
  }

  @Test("The output's size and the number of parameters", arguments: recordings)
  func sizes(_ recording: Recording) throws {
    let network = try network(recording.text)
    #expect(network.layers.last?.shape.dimensions == recording.output)
    #expect(
      network.layers.flatMap(\.parameters).filter { $0.role != .statistic }.reduce(0) { $0 + $1.count }
        == recording.parameters)
  }
}
