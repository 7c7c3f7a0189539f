import Import
import Testing

@Suite struct ImportErrorTests {
  @Test func aFileThatIsNotThere() {
    let error = #expect(throws: ImportError.self) { try ImportedModel.read("/nowhere/net.onnx") }
    #expect(error?.isAbsent == true)
    #expect(error?.description == "/nowhere/net.onnx: error: No such file or directory")
  }

  @Test func manyProblemsAreCounted() {
    let problems = (1...22).map { ImportError.Problem(at: "node \($0)", "is not known") }
    let lines = ImportError("a.onnx", problems).description.split(separator: "\n")
    #expect(lines.count == 21)
    #expect(lines.first == "a.onnx: error: node 1: is not known")
    #expect(lines.last == "a.onnx: error: and 2 more")
  }
}
