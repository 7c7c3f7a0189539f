import CKernels
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
      var (mean, factor) = (0.0, 0.0)
      ckernels_moments(source, count, epsilon, &mean, &factor)
      guard !scale.isEmpty else { return ckernels_normalize(source, count, mean, factor, nil, nil, target) }
      let spans = count / span
      let first = row % (scale.count / spans) * spans
      if span == 1 {
        return scale.withUnsafeBufferPointer { scale in
          shift.withUnsafeBufferPointer { shift in
            ckernels_normalize(
              source, count, mean, factor, scale.baseAddress.map { $0 + first }, shift.baseAddress.map { $0 + first },
              target)
          }
        }
      }
      for part in 0..<spans {
        let (slope, summand) = (factor * Double(scale[first + part]), Double(shift[first + part]))
        for cell in (part * span)..<((part + 1) * span) {
          target[cell] = Float((Double(source[cell]) - mean) * slope + summand)
        }
      }
    }
  }
}
