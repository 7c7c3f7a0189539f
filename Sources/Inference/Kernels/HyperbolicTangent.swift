import Architecture
import OneDNN

/// amplitude·tanh(slope·x) of every number (LeCun et al. 1998, appendix A). oneDNN has it only unscaled, and takes four times
/// as long.
struct HyperbolicTangent: Kernel {
  private typealias Block = SIMD8<Float>

  private let amplitude: Float
  private let slope: Float
  private let count: Int
  private let engine: Engine

  /// Numbers that a thread takes at a time.
  private static let share = 1 << 12

  init(_ kind: Tanh, count: Int, _ engine: Engine) {
    amplitude = Float(kind.amplitude)
    slope = Float(kind.slope)
    self.count = count
    self.engine = engine
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let source = UnsafeRawPointer(inputs[0])
    let target = UnsafeMutableRawPointer(output)
    let bytes = count * MemoryLayout<Float>.size
    let size = MemoryLayout<Block>.size
    let share = HyperbolicTangent.share * MemoryLayout<Float>.size
    engine.parallel((bytes + share - 1) / share) { index in
      let end = min((index + 1) * share, bytes)
      var place = index * share
      while place + size <= end {
        target.storeBytes(
          of: scaled(source.loadUnaligned(fromByteOffset: place, as: Block.self)), toByteOffset: place, as: Block.self)
        place += size
      }
      while place < end {
        let number = scaled(Block(repeating: source.loadUnaligned(fromByteOffset: place, as: Float.self)))[0]
        target.storeBytes(of: number, toByteOffset: place, as: Float.self)
        place += MemoryLayout<Float>.size
      }
    }
  }

  @inline(__always)
  private func scaled(_ x: Block) -> Block { amplitude * HyperbolicTangent.tanh(slope * x) }

  /// tanh of eight numbers within 4·10⁻⁷ of each.
  ///
  /// Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))) up to 25, written as a fraction of two polynomials of x². Beyond
  /// 9 the result is ±1.
  @inline(__always)
  static func tanh(_ number: SIMD8<Float>) -> SIMD8<Float> {
    var x = number.replacing(with: 9, where: number .> 9)
    x.replace(with: -9, where: x .< -9)
    let square = x * x
    var numerator = square + 4095.0
    numerator = numerator * square + 2_552_550.0
    numerator = numerator * square + 523_783_260.0
    numerator = numerator * square + 41_247_931_725.0
    numerator = numerator * square + 1_159_525_191_825.0
    numerator = numerator * square + 7_905_853_580_625.0
    var denominator = 91 * square + 120_120.0
    denominator = denominator * square + 41_351_310.0
    denominator = denominator * square + 5_237_832_600.0
    denominator = denominator * square + 252_070_693_875.0
    denominator = denominator * square + 3_794_809_718_700.0
    denominator = denominator * square + 7_905_853_580_625.0
    var result = x * numerator / denominator
    result.replace(with: 1, where: result .> 1 .| number .> 9)
    result.replace(with: -1, where: result .< -1 .| number .< -9)
    return result
  }
}
