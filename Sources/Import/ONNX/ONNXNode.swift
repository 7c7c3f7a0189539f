import PlainText
import TensorFiles

/// An operation of an ONNX graph.
struct ONNXNode: Sendable {
  let name: String
  /// Whether the file gives it a name; else it has that of its value.
  let isNamed: Bool
  /// The operator; outside of ONNX's own domain with its domain: `com.microsoft.FusedConv`.
  let operation: String
  /// The version of its domain's operators.
  let opset: Int
  /// Names of values; empty for what is left out.
  let inputs: [String]
  let outputs: [String]
  /// What PyTorch's exporter says of its place.
  let metadata: [String: String]
  private let attributes: [String: Onnx_AttributeProto]
  private let tensors: [String: ONNXTensor]

  /// - Parameters:
  ///   - opsets: versions by domain.
  ///   - files: where tensors of attributes lie.
  init(
    _ message: Onnx_NodeProto, name: String, opsets: [String: Int], files: inout ExternalFiles
  ) throws(FormatError) {
    self.name = name
    isNamed = !message.name.isEmpty
    let domain = message.domain == "ai.onnx" ? "" : message.domain
    operation = domain.isEmpty ? message.opType : "\(domain).\(message.opType)"
    opset = opsets[domain] ?? 1
    inputs = message.input
    outputs = message.output
    metadata = Dictionary(message.metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    attributes = Dictionary(message.attribute.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var tensors: [String: ONNXTensor] = [:]
    for attribute in message.attribute where attribute.hasT {
      tensors[attribute.name] = try ONNXTensor(attribute.t, name: message.output.first ?? name, files: &files)
    }
    self.tensors = tensors
  }

  func has(_ attribute: String) -> Bool { attributes[attribute] != nil }

  func integer(_ attribute: String) -> Int? {
    attributes[attribute].flatMap { $0.hasI ? Int($0.i) : nil }
  }

  func integer(_ attribute: String, else standIn: Int) -> Int { integer(attribute) ?? standIn }

  func integers(_ attribute: String) -> [Int]? { attributes[attribute].map { $0.ints.map { Int($0) } } }

  /// A fraction. The file has float32, whose decimal that is shortest is what was meant: 1e-05 and not 9.99999974e-06.
  func number(_ attribute: String) -> Double? {
    attributes[attribute].flatMap { $0.hasF ? shortest($0.f) : nil }
  }

  func number(_ attribute: String, else standIn: Double) -> Double { number(attribute) ?? standIn }

  func numbers(_ attribute: String) -> [Double]? { attributes[attribute].map { $0.floats.map { shortest($0) } } }

  func text(_ attribute: String) -> String? {
    attributes[attribute].flatMap { $0.hasS ? String(decoding: $0.s, as: UTF8.self) : nil }
  }

  func tensor(_ attribute: String) -> ONNXTensor? { tensors[attribute] }
}

/// The number whose decimal digits are the fewest that give a float32.
func shortest(_ number: Float) -> Double { Double("\(number)") ?? Double(number) }

/// Why a node becomes no layer.
enum NodeError: Error {
  /// It breaks its operator's rules, or asks for what no file does.
  case wrong(Phrase)
  /// It is in order, and zoo has no kind of layer for it.
  ///
  /// - Parameter dimensions: the sizes of its outputs in ONNX's order, as far as they follow.
  case noKind(dimensions: [[Int]])
  /// It reads what could not be made, which was said already.
  case silent
}
