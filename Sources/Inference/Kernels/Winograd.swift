import Architecture

/// Winograd's minimal filtering F(2×2, 3×3): four outputs of a 3×3 convolution with 16 multiplications for each pair of
/// channels instead of 36.
///
/// Y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A, with d a tile of 4×4 inputs, g a kernel and Y a tile of 2×2 outputs (A. Lavin, S. Gray:
/// Fast Algorithms for Convolutional Neural Networks, 2015, section 4.1). Its rounding errors are of the size of a direct
/// convolution's; the larger tiles, which multiply less, lose digits.
enum Winograd {
  /// Eight channels at one position.
  typealias Block = SIMD8<Float>
  /// Four numbers along one axis: of a tile, or of the products.
  typealias Four = (Block, Block, Block, Block)

  /// Products of each tile: 4×4.
  static let products = 16
  /// Outputs along one side of a tile.
  static let tile = 2
  /// Multiply–adds of a layer below which a direct convolution is as fast.
  static let leastWork = 20_000_000

  /// Bᵀ·d along one axis.
  @inline(__always)
  static func input(_ d: Four) -> Four { (d.0 - d.2, d.1 + d.2, d.2 - d.1, d.1 - d.3) }

  /// Aᵀ·m along one axis.
  @inline(__always)
  static func output(_ m: Four) -> (Block, Block) { (m.0 + m.1 + m.2, m.1 - m.2 - m.3) }

  /// G·g·Gᵀ of one kernel of 3×3 numbers, computed in double precision.
  ///
  /// - Parameter stride: numbers between two of the sixteen results, row by row.
  static func transform(kernel g: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, stride: Int) {
    /// G·g along one axis.
    @inline(__always)
    func kernel(_ a: Double, _ b: Double, _ c: Double) -> (Double, Double, Double, Double) {
      (a, (a + b + c) / 2, (a - b + c) / 2, c)
    }
    let left = kernel(Double(g[0]), Double(g[3]), Double(g[6]))
    let middle = kernel(Double(g[1]), Double(g[4]), Double(g[7]))
    let right = kernel(Double(g[2]), Double(g[5]), Double(g[8]))
    @inline(__always)
    func put(_ row: Int, _ a: Double, _ b: Double, _ c: Double) {
      let numbers = kernel(a, b, c)
      let start = target + 4 * row * stride
      start[0] = Float(numbers.0)
      start[stride] = Float(numbers.1)
      start[2 * stride] = Float(numbers.2)
      start[3 * stride] = Float(numbers.3)
    }
    put(0, left.0, middle.0, right.0)
    put(1, left.1, middle.1, right.1)
    put(2, left.2, middle.2, right.2)
    put(3, left.3, middle.3, right.3)
  }

  /// Whether a layer can be computed so, and is large enough that it is faster.
  ///
  /// - Note: asked of a single image, so that a batch of it gives the same numbers.
  static func pays(for layer: Layer, leastWork: Int = leastWork) -> Bool {
    guard let kind = layer.kind as? Convolution, kind.groups == 1, layer.windows.count == 2,
      layer.windows.allSatisfy({ $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1 })
    else { return false }
    let (inputs, outputs) = (layer.inputShapes[0].channels, layer.shape.channels)
    return inputs % 8 == 0 && outputs % 8 == 0 && inputs >= 32 && outputs >= 32
      && layer.shape.extent.allSatisfy { $0 >= 4 }
      && layer.arithmetic(.inference).multiplyAdds >= leastWork
  }

  /// Bytes that the transformed kernels of a layer take beyond the kernels: 16 numbers instead of 9.
  static func additionalBytes(for layer: Layer) -> Int {
    guard pays(for: layer) else { return 0 }
    return layer.inputShapes[0].channels * layer.shape.channels * (products - 9) * MemoryLayout<Float>.size
  }
}
