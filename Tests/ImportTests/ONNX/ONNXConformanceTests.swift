import Architecture
import Import
import Inference
import TensorFiles
import Testing
import Weights

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the cases that Scripts/check_onnx.py lays out in the folder that ZOO_ONNX_CASES names: ONNX's own, each a model with
/// inputs and the outputs that are expected. What comes of each is a line on the standard output.
@Suite struct ONNXConformanceTests {
  private static let folder = getenv("ZOO_ONNX_CASES").map { String(cString: $0) }

  @Test(.enabled(if: folder != nil, "ZOO_ONNX_CASES names no folder; Scripts/check_onnx.py makes one"))
  func cases() throws {
    let folder = try #require(Self.folder)
    let list = try #require(fopen("\(folder)/cases.txt", "r"))
    defer { fclose(list) }
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), list) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count == 4, let inputs = Int(words[1]), let outputs = Int(words[2]), let bound = Float(words[3])
      else {
        continue
      }
      print("CASE \(words[0])")
      fflush(nil)
      print("RESULT \(words[0]) \(try result(of: "\(folder)/\(words[0])", inputs, outputs, bound))")
    }
  }

  /// `passed`, `failed` or `left` with a reason.
  private func result(of path: String, _ inputs: Int, _ outputs: Int, _ bound: Float) throws -> String {
    let model: ImportedModel
    do {
      model = try ImportedModel.read("\(path)/model.onnx")
    } catch {
      let problem = error.problems[0]
      return "left refused: \(problem.message)"
    }
    if let unknown = model.unknown.first { return "left no kind of layer for \(unknown.operation)" }
    let network = model.network.network(for: .inference)
    guard network.inputs.count == inputs else { return "left \(network.inputs.count) inputs of \(inputs)" }
    let given = try (0..<inputs).map { try array("\(path)/input_\($0).npy") }
    let sizes = network.inputs.map(\.shape.count)
    let batch = given[0].count / sizes[0]
    guard zip(given, sizes).allSatisfy({ $0.count == batch * $1 }) else { return "failed inputs of other sizes" }
    let weights: ParameterSource
    if let file = model.weights {
      let mapping = Mapping(of: file, onto: network)
      guard mapping.isComplete else { return "failed the weights do not fit" }
      weights = .file(file, mapping)
    } else if network.layers.allSatisfy(\.parameters.isEmpty) {
      weights = .numbers([:])
    } else {
      return "left quantized"
    }
    let executor: Executor
    do { executor = try Executor(network, weights: weights) } catch { return "failed \(error.message)" }
    var results: [[Float]] = network.outputs.map { _ in [] }
    for image in 0..<batch {
      let values = zip(given, sizes).flatMap { $0[(image * $1)..<((image + 1) * $1)] }
      let activations = try executor.run(Array(values))
      for (index, activation) in activations.all.enumerated() { results[index] += activation.values }
    }
    guard results.count == outputs else { return "left \(results.count) outputs of \(outputs)" }
    var largest: Float = 0
    for (index, result) in results.enumerated() {
      let expected = try array("\(path)/output_\(index).npy")
      guard expected.count == result.count else { return "failed \(result.count) numbers for \(expected.count)" }
      let scale = max(1, expected.map(abs).filter(\.isFinite).max() ?? 1)
      for (a, b) in zip(result, expected) where a != b && !(a.isNaN && b.isNaN) {
        largest = max(largest, a.isNaN || b.isNaN ? .infinity : abs(a - b) / scale)
      }
    }
    return largest <= bound ? "passed \(largest)" : "failed by \(largest)"
  }

  private func array(_ path: String) throws -> [Float] {
    let file = try FileBytes(path)
    return try NumpyArray.array(in: file.source).floats(in: file.source)
  }
}
