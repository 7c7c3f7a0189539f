import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Folding {
  /// Operators that work number by number.
  static let arithmetic: [String: Operation] = [
    "Add": binary({ $0 &+ $1 }, +), "Sub": binary({ $0 &- $1 }, -), "Mul": binary({ $0 &* $1 }, *),
    "Div": binary(divided, /),
    // The sign of the divisor, or as C has it that of the dividend.
    "Mod": { (reader, node, inputs) throws(NodeError) in
      let isC = node.integer("fmod", else: 0) != 0
      let result = try joined(
        &reader, try input(inputs, 0), try input(inputs, 1),
        { a, b in
          guard let rest = remainder(a, b) else { return nil }
          return !isC && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
        },
        { a, b in
          let rest = fmod(a, b)
          return !isC && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
        })
      return [result]
    },
    "Pow": binary({ ConstantReader.whole(pow(Double($0), Double($1))) }, { pow($0, $1) }),
    "Min": many(Swift.min, Swift.min), "Max": many(Swift.max, Swift.max), "Sum": many({ $0 &+ $1 }, +),
    "Equal": comparison { $0 == $1 }, "Less": comparison { $0 < $1 }, "Greater": comparison { $0 > $1 },
    "LessOrEqual": comparison { $0 <= $1 },
    "GreaterOrEqual": comparison { $0 >= $1 },
    "And": binary({ $0 != 0 && $1 != 0 ? 1 : 0 }, { $0 * $1 }),
    "Or": binary({ $0 != 0 || $1 != 0 ? 1 : 0 }, { $0 + $1 }),
    "Xor": binary({ ($0 != 0) != ($1 != 0) ? 1 : 0 }, { $0 - $1 }),
    "Not": unary({ $0 == 0 ? 1 : 0 }, { $0 }), "Neg": unary({ 0 &- $0 }, { -$0 }),
    "Abs": unary({ $0 == Int.min ? Int.max : Swift.abs($0) }, { Swift.abs($0) }),
    "Sign": unary({ $0.signum() }, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }),
    "Sqrt": unary({ $0 }, { $0.squareRoot() }), "Exp": unary({ $0 }, { exp($0) }), "Log": unary({ $0 }, { log($0) }),
    "Erf": unary({ $0 }, { erf($0) }), "Reciprocal": unary({ $0 }, { 1 / $0 }),
    "Floor": unary({ $0 }, { $0.rounded(.down) }), "Ceil": unary({ $0 }, { $0.rounded(.up) }),
    "Round": unary({ $0 }, { $0.rounded(.toNearestOrEven) }),
    "Cast": { (reader, node, inputs) throws(NodeError) in
      [try cast(&reader, try input(inputs, 0), to: node.integer("to", else: 1))]
    },
    "CastLike": { (reader, _, inputs) throws(NodeError) in
      [try cast(&reader, try input(inputs, 0), to: try input(inputs, 1).type.rawValue)]
    },
    "Where": { (reader, _, inputs) throws(NodeError) in [try chosen(&reader, inputs)] },
  ]

  /// The quotient, cut; nil where there is none.
  private static func divided(_ a: Int, _ b: Int) -> Int? {
    let (quotient, overflow) = a.dividedReportingOverflow(by: b)
    return overflow ? nil : quotient
  }

  private static func remainder(_ a: Int, _ b: Int) -> Int? {
    let (rest, overflow) = a.remainderReportingOverflow(dividingBy: b)
    return overflow ? nil : rest
  }

  /// A number as float32 keeps it, where the tensor is of that type.
  static func rounded(_ number: Double, _ type: ONNXElement) -> Double {
    type == .float64 ? number : Double(Float(number))
  }

  private static func unary(
    _ whole: @escaping @Sendable (Int) -> Int, _ fraction: @escaping @Sendable (Double) -> Double
  ) -> Operation {
    { (reader, _, inputs) throws(NodeError) in
      var result = try input(inputs, 0)
      try reader.spend(result.count)
      if result.type.isFloat {
        result.storage = .numbers(try reader.numbers(result).map { rounded(fraction($0), result.type) })
      } else {
        result.storage = .integers(try reader.integers(result).map(whole))
      }
      return [result]
    }
  }

  private static func binary(
    _ whole: @escaping @Sendable (Int, Int) -> Int?, _ fraction: @escaping @Sendable (Double, Double) -> Double
  ) -> Operation {
    { (reader, _, inputs) throws(NodeError) in
      [try joined(&reader, try input(inputs, 0), try input(inputs, 1), whole, fraction)]
    }
  }

  private static func many(
    _ whole: @escaping @Sendable (Int, Int) -> Int?, _ fraction: @escaping @Sendable (Double, Double) -> Double
  ) -> Operation {
    { (reader, _, inputs) throws(NodeError) in
      var result = try input(inputs, 0)
      for index in inputs.indices.dropFirst() {
        result = try joined(&reader, result, try input(inputs, index), whole, fraction)
      }
      return [result]
    }
  }

  private static func joined(
    _ reader: inout ConstantReader, _ a: ONNXTensor, _ b: ONNXTensor, _ whole: (Int, Int) -> Int?,
    _ fraction: (Double, Double) -> Double
  ) throws(NodeError) -> ONNXTensor {
    let shape = try broadcast([a.shape, b.shape])
    try reader.spend(try count(shape))
    let (first, second) = (indices(of: shape, in: a.shape), indices(of: shape, in: b.shape))
    var result = ONNXTensor(name: a.name, shape: shape, type: a.type, .integers([]))
    if a.type.isFloat {
      let (x, y) = (try reader.numbers(a), try reader.numbers(b))
      result.storage = .numbers(zip(first, second).map { rounded(fraction(x[$0], y[$1]), a.type) })
    } else {
      let (x, y) = (try reader.integers(a), try reader.integers(b))
      let numbers = zip(first, second).map { whole(x[$0], y[$1]) }
      guard !numbers.contains(nil) else { throw .wrong("divides a constant by zero") }
      result.storage = .integers(numbers.compactMap(\.self))
    }
    return result
  }

  private static func comparison(_ holds: @escaping @Sendable (Double, Double) -> Bool) -> Operation {
    { (reader, _, inputs) throws(NodeError) in
      var (a, b) = (try input(inputs, 0), try input(inputs, 1))
      // Numbers beyond 2^53 are compared as fractions, which shape arithmetic does not come near.
      (a.storage, b.storage) = (.numbers(try reader.numbers(a)), .numbers(try reader.numbers(b)))
      (a.type, b.type) = (.float64, .float64)
      let result = try joined(&reader, a, b, { _, _ in nil }, { holds($0, $1) ? 1 : 0 })
      return [ONNXTensor(name: a.name, shape: result.shape, type: .bool, .integers(try reader.integers(result)))]
    }
  }

  private static func cast(
    _ reader: inout ConstantReader, _ tensor: ONNXTensor, to number: Int
  ) throws(NodeError) -> ONNXTensor {
    guard let type = ONNXElement(rawValue: number), type != .string, tensor.type != .string else {
      throw .wrong("makes numbers of the type \(number), which are not read")
    }
    var result = tensor
    result.type = type
    if type == tensor.type { return result }
    if case .filled = tensor.storage { return result }
    // Fractions are what they are however they are stored.
    if type.isFloat, tensor.type.isFloat { return result }
    try reader.spend(tensor.count)
    if type.isFloat {
      result.storage = .numbers(try reader.numbers(tensor))
    } else if type == .bool {
      result.storage = .integers(try reader.numbers(tensor).map { $0 == 0 ? 0 : 1 })
    } else {
      result.storage = .integers(try reader.integers(tensor))
    }
    return result
  }

  /// The second where the first is true, else the third.
  private static func chosen(
    _ reader: inout ConstantReader, _ inputs: [ONNXTensor?]
  ) throws(NodeError) -> ONNXTensor {
    let (condition, a, b) = (try input(inputs, 0), try input(inputs, 1), try input(inputs, 2))
    let shape = try broadcast([condition.shape, a.shape, b.shape])
    try reader.spend(try count(shape))
    let flags = try reader.integers(condition)
    let places = zip(
      indices(of: shape, in: condition.shape), zip(indices(of: shape, in: a.shape), indices(of: shape, in: b.shape)))
    var result = ONNXTensor(name: a.name, shape: shape, type: a.type, .integers([]))
    if a.type.isFloat {
      let (x, y) = (try reader.numbers(a), try reader.numbers(b))
      result.storage = .numbers(places.map { flags[$0] != 0 ? x[$1.0] : y[$1.1] })
    } else {
      let (x, y) = (try reader.integers(a), try reader.integers(b))
      result.storage = .integers(places.map { flags[$0] != 0 ? x[$1.0] : y[$1.1] })
    }
    return result
  }
}
