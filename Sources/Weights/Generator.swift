import Architecture

/// Synthetic weights: each number depends on the seed, its tensor's name and its index alone, so that any program can make
/// the same ones without storing them.
///
/// The generator is SplitMix64 (Steele, Lea, Flood 2014) used as a counter:
///
///     key   = mix(seed XOR fnv1a(name))            name is "layer/part" in UTF-8, FNV-1a with 64 bits
///     u(i)  = mix(key + (i + 1)·0x9E3779B97F4A7C15)           modulo 2⁶⁴, i is the row-major index in OIHW
///     r(i)  = float32(u(i) >> 40)·2⁻²³ − 1                     exact, in [−1, 1)
///     w(i)  = float32(centre) + float32(scale)·r(i)            each operation rounded to float32
///
/// where mix(z): z ^= z >> 30, z *= 0xBF58476D1CE4E5B9, z ^= z >> 27, z *= 0x94D049BB133111EB, z ^= z >> 31.
public struct Generator: Sendable {
  public enum Scheme: String, CaseIterable, Sendable {
    /// Weights within ±√(6/fan in) (He et al. 2015).
    case he
    /// Weights within ±√(6/(fan in + fan out)) (Glorot, Bengio 2010).
    case glorot
    /// All zero, but for batch normalization's scale and variance, which are one.
    case zeros
  }

  public let seed: UInt64
  public let scheme: Scheme

  public init(seed: UInt64, scheme: Scheme) {
    self.seed = seed
    self.scheme = scheme
  }

  /// Writes the numbers `range` of a parameter, counted in the parameter's row-major order.
  public func fill(_ numbers: UnsafeMutableBufferPointer<Float>, of parameter: NetworkParameter, from first: Int) {
    let (centre, scale) = spread(of: parameter)
    fill(numbers, named: parameter.name, centre: centre, scale: scale, from: first)
  }

  /// Writes the numbers from `first` on of a tensor of any name, within `scale` of the centre.
  ///
  /// The input of recorded references is the tensor `input` over the whole batch, with centre 0 and scale 1.
  public func fill(
    _ numbers: UnsafeMutableBufferPointer<Float>, named name: String, centre: Float, scale: Float, from first: Int
  ) {
    guard scale != 0 else { return numbers.update(repeating: centre) }
    let key = Generator.mix(seed ^ Generator.hash(name))
    for index in numbers.indices {
      let bits = Generator.mix(key &+ UInt64(first + index + 1) &* 0x9E37_79B9_7F4A_7C15)
      let unit = Float(bits >> 40) * 0x1p-23 - 1
      numbers[index] = centre + scale * unit
    }
  }

  /// The middle of a parameter's numbers, and how far they spread to both sides.
  ///
  /// Biases spread by 1/√(fan in) of their layer's weights; batch normalization has scales and variances of 1 ± ½, shifts
  /// and means of ± 0.1.
  func spread(of parameter: NetworkParameter) -> (centre: Float, scale: Float) {
    let isNormalization = parameter.layer.kind is BatchNormalization
    let isScale = isNormalization && ["weight", "running_var"].contains(parameter.declaration.name)
    guard scheme != .zeros else { return (isScale ? 1 : 0, 0) }
    if isScale { return (1, 0.5) }
    if isNormalization { return (0, 0.1) }
    let weight = parameter.layer.parameters.first { $0.name == "weight" } ?? parameter.declaration
    let fanIn = weight.shape.dropFirst().reduce(1, *)
    if parameter.declaration.role == .bias { return (0, Float((1 / Double(fanIn)).squareRoot())) }
    let fanOut = weight.shape[0] * weight.shape.dropFirst(2).reduce(1, *)
    return (0, Float((6 / Double(scheme == .he ? fanIn : fanIn + fanOut)).squareRoot()))
  }

  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// FNV-1a with 64 bits.
  public static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
