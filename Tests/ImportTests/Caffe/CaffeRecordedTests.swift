import Import
import Testing

/// Small networks of every type, as Scripts/record_imports_caffe.py recorded them with OpenCV.
@Suite struct CaffeRecordedTests {
  private static let outputs = (try? Recorded.outputs(in: "Caffe")) ?? [:]

  @Test(arguments: outputs.keys.sorted()) func outputsAreThoseOfOpenCV(name: String) throws {
    let expected = try #require(Self.outputs[name])
    // The weights of the same name lie beside it.
    let model = try ImportedModel.read(Recorded.folder("Caffe").appendingPathComponent("\(name).prototxt").path)
    #expect(model.unknown.isEmpty)
    try Recorded.compare(model, with: expected)
  }

  @Test func allCasesAreThere() { #expect(Self.outputs.count == 57) }
}
