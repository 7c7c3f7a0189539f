import Architecture
import PlainText

extension GraphReader {
  /// Networks with whole numbers are analyzed as those with fractions that they were made of.
  static let quantized: [String: Operation] = [
    "QuantizeLinear": passed, "DequantizeLinear": passed,
    "DynamicQuantizeLinear": { (reader, node) throws(NodeError) in
      reader.remarkQuantized()
      return [
        .activation(try reader.activation(node, 0)), .constant(ONNXTensor(name: "scale", [1.0])),
        .constant(ONNXTensor(name: "zero", [0])),
      ]
    },
  ]

  private static let passed: Operation = { (reader, node) throws(NodeError) in
    reader.remarkQuantized()
    switch reader.value(node, 0) {
    case .constant(let tensor): return [.constant(tensor)]
    default: return [.activation(try reader.activation(node, 0))]
    }
  }

  mutating func remarkQuantized() {
    remark(
      "a quantized network: it is analyzed as the one of fractions that it stands for, and has no weights to run with")
  }
}
