import PlainText

extension Folding {
  /// Operators that make constants of sizes and limits.
  static let makers: [String: Operation] = [
    "ConstantOfShape": { (reader, node, inputs) throws(NodeError) in
      let shape = try reader.integers(try input(inputs, 0))
      _ = try count(shape)
      var type = ONNXElement.float32
      var number = 0.0
      if let value = node.tensor("value") {
        guard let first = try reader.numbers(value).first, value.count == 1 else {
          throw .wrong("has a value that is no single number")
        }
        (type, number) = (value.type, first)
      }
      return [ONNXTensor(name: node.name, shape: shape, type: type, .filled(number))]
    },
    "Range": { (reader, node, inputs) throws(NodeError) in
      let tensors = (try input(inputs, 0), try input(inputs, 1), try input(inputs, 2))
      let limits = (try reader.numbers(tensors.0), try reader.numbers(tensors.1), try reader.numbers(tensors.2))
      guard let start = limits.0.first, let end = limits.1.first, let step = limits.2.first, step != 0 else {
        throw .wrong("has no limits, or a step of 0")
      }
      let count = ((end - start) / step).rounded(.up)
      guard count <= Double(ConstantReader.most) else { throw .wrong("makes \(count) numbers") }
      let length = count > 0 ? Int(count) : 0
      try reader.spend(length)
      let numbers = (0..<length).map { start + Double($0) * step }
      let type = tensors.0.type
      return [
        ONNXTensor(
          name: node.name, shape: [length], type: type,
          type.isFloat ? .numbers(numbers) : .integers(numbers.map(ConstantReader.whole)))
      ]
    },
    "Shape": { (_, node, inputs) throws(NodeError) in
      [ONNXTensor(name: node.name, part(of: try input(inputs, 0).shape, node))]
    },
    "Size": { (_, node, inputs) throws(NodeError) in
      [ONNXTensor(name: node.name, shape: [], type: .int64, .integers([try input(inputs, 0).count]))]
    },
  ]

  /// The sizes that Shape gives: all, or from `start` up to `end`.
  static func part(of shape: [Int], _ node: ONNXNode) -> [Int] {
    func place(_ number: Int) -> Int { min(max(number < 0 ? number &+ shape.count : number, 0), shape.count) }
    let (start, end) = (place(node.integer("start", else: 0)), place(node.integer("end", else: shape.count)))
    return start < end ? Array(shape[start..<end]) : []
  }
}
