import OneDNN

/// (x − mean)/√(variance + ε) over each row of neighbours, then a factor and a summand: layer, group and instance normalization.
/// It may overwrite its input.
///
/// In double precision: of numbers that hardly differ, the difference from their mean would be rounding.
struct RowNormalization: Kernel {
  let rows: Int
  /// Numbers of a row.
  let count: Int
  let epsilon: Double
  /// A factor and a summand, for each `span` neighbours; row after row, until they begin anew. Empty for none.
  let scale: [Float]
  let shift: [Float]
  let span: Int
  let engine: Engine

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    engine.parallel(rows) { row in
      let (source, target) = (inputs[0] + row * count, output + row * count)
      let mean = sum(source) { $0 } / Double(count)
      let variance = sum(source) { ($0 - mean) * ($0 - mean) } / Double(count)
      let factor = 1 / (variance + epsilon).squareRoot()
      guard !scale.isEmpty else {
        for cell in 0..<count { target[cell] = Float((Double(source[cell]) - mean) * factor) }
        return
      }
      let spans = count / span
      let period = scale.count / spans
      for part in 0..<spans {
        let index = row % period * spans + part
        let (slope, summand) = (factor * Double(scale[index]), Double(shift[index]))
        for cell in (part * span)..<((part + 1) * span) {
          target[cell] = Float((Double(source[cell]) - mean) * slope + summand)
        }
      }
    }
  }

  /// The sum of a function of the numbers of a row.
  @inline(__always)
  private func sum(
    _ source: UnsafePointer<Float>, _ function: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      sums += function(SIMD8<Double>(UnsafeRawPointer(source + start).loadUnaligned(as: SIMD8<Float>.self)))
    }
    var sum = sums.sum()
    for cell in whole..<count { sum += function(SIMD8<Double>(repeating: Double(source[cell])))[0] }
    return sum
  }
}
