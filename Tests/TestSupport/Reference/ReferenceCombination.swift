import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ReferenceKind {
  static let addition = ReferenceKind(Addition.self) { _, layer in combination(layer) { $0 + $1 } }
  static let multiplication = ReferenceKind(Multiplication.self) { _, layer in combination(layer) { $0 * $1 } }
  static let subtraction = ReferenceKind(Subtraction.self) { _, layer in combination(layer) { $0 - $1 } }
  static let division = ReferenceKind(Division.self) { _, layer in combination(layer) { $0 / $1 } }
  static let exponentiation = ReferenceKind(Exponentiation.self) { _, layer in combination(layer, pow) }
  static let minimum = ReferenceKind(Minimum.self) { _, layer in combination(layer) { $0 < $1 ? $0 : $1 } }
  static let maximum = ReferenceKind(Maximum.self) { _, layer in combination(layer) { $0 > $1 ? $0 : $1 } }

  /// Number by number; an axis of size 1 is repeated, and a vector is one of channels.
  private static func combination(
    _ layer: ReferenceLayer, _ combine: @escaping (Double, Double) -> Double
  ) -> Function {
    let axes = layer.output.count
    return { inputs in
      let maps = inputs.map { $0.reshaped($0.sizes + Array(repeating: 1, count: axes - $0.sizes.count)) }
      return Maps(sizes: layer.output) { index in
        maps.dropFirst().reduce(maps[0][index]) { combine($0, $1[index]) }
      }
    }
  }

  /// Matrices on the last two axes; of the axes before, those of size 1 are repeated.
  static let matrixProduct = ReferenceKind(MatrixProduct.self) { kind, layer in
    let axes = layer.output.count
    let inner = layer.input[layer.input.count - 1]
    return { inputs in
      Maps(sizes: layer.output) { index in
        let (row, column) = (index[axes - 2], index[axes - 1])
        let outer = index.dropLast(2)
        let sum = (0..<inner).reduce(0.0) { sum, step in
          sum + inputs[0][outer + [row, step]]
            * inputs[1][outer + (kind.transposesSecond ? [column, step] : [step, column])]
        }
        return kind.scale * sum
      }
    }
  }
}
