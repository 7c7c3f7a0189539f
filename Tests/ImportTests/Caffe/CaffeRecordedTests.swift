import Foundation
import Import
import Inference
import TestSupport
import Testing
import Weights

/// Small networks of every type, as Scripts/record_imports_caffe.py recorded them with OpenCV.
@Suite struct CaffeRecordedTests {
  private struct Recording: Decodable {
    struct Output: Decodable {
      let shape: [Int]
      let values: [Float]
    }
    let outputs: [String: Output]
  }

  private static let folder = project.appendingPathComponent("Tests/ImportTests/Fixtures/Caffe")
  private static let recording = Result {
    try JSONDecoder().decode(Recording.self, from: Data(contentsOf: folder.appendingPathComponent("outputs.json")))
  }

  @Test(arguments: (try? recording.get().outputs.keys.sorted()) ?? [])
  func outputsAreThoseOfOpenCV(name: String) throws {
    let expected = try #require(try Self.recording.get().outputs[name])
    // The weights of the same name lie beside it.
    let model = try ImportedModel.read(Self.folder.appendingPathComponent("\(name).prototxt").path)
    if name == "lrn-within" {
      #expect(model.unknown.map(\.operation) == ["LRN (WITHIN_CHANNEL)"])
      return
    }
    #expect(model.unknown.isEmpty)
    let weights: SlotSource
    if let file = model.weights {
      let mapping = Mapping(of: file, onto: model.network)
      #expect(mapping.isComplete)
      weights = .file(file, mapping)
    } else {
      weights = .generator(Generator(seed: 0, scheme: .zeros))
    }
    let input = (0..<model.network.input.count).map { Float(sin(0.37 * Double($0))) }
    let output = try #require(try Executor(model.network, weights: weights).run(input).all.last)
    #expect(output.shape.dimensions == Array(expected.shape.dropFirst()))
    let largest = expected.values.map(abs).max() ?? 0
    let difference = zip(output.values, expected.values).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference <= 1e-5 * largest)
  }

  @Test func allCasesAreThere() throws { #expect(try Self.recording.get().outputs.count == 53) }
}
