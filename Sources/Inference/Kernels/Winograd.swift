import Architecture

/// Winograd's minimal filtering F(m×m, 3×3): m² outputs of a 3×3 convolution with (m + 2)² multiplications for each pair of
/// channels instead of 9·m²: 16 instead of 36 for m = 2, and 36 instead of 144 for m = 4.
///
/// Y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A, with d a tile of (m + 2)² inputs, g a kernel and Y a tile of m² outputs (A. Lavin, S. Gray:
/// Fast Algorithms for Convolutional Neural Networks, 2015, section 4.1). The rounding errors of m = 2 are of the size of a
/// direct convolution's. Those of m = 4 depend on the points at which the polynomials are evaluated: 0, ±1/√2, ±√2 and infinity
/// are chosen here, whose errors are several times smaller than those of the paper's 0, ±1, ±2 (B. Barabasz et al.: Error
/// Analysis and Improving the Accuracy of Winograd Convolution for Deep Neural Networks, 2020, on how they arise).
///
/// For m = 4, with a = 1/√2 and b = √2, so that (x² - a²)·(x² - b²) = x⁴ - 5/2·x² + 1:
///
///     Bᵀ = ⎡ 1   0   -5/2   0    1   0 ⎤   G = ⎡   1      0      0   ⎤   Aᵀ = ⎡ 1   1    1    1    1    0 ⎤
///          ⎢ 0  -2a   -2    a    1   0 ⎥       ⎢ -2/3  -2/3·a  -1/3  ⎥        ⎢ 0   a   -a    b   -b    0 ⎥
///          ⎢ 0   2a   -2   -a    1   0 ⎥       ⎢ -2/3   2/3·a  -1/3  ⎥        ⎢ 0  1/2  1/2   2    2    0 ⎥
///          ⎢ 0 -b/2  -1/2   b    1   0 ⎥       ⎢  1/6   1/6·b   1/3  ⎥        ⎣ 0  a/2 -a/2  2b  -2b    1 ⎦
///          ⎢ 0  b/2  -1/2  -b    1   0 ⎥       ⎢  1/6  -1/6·b   1/3  ⎥
///          ⎣ 0   1     0  -5/2   0   1 ⎦       ⎣   0      0      1   ⎦
///
/// Bᵀ and Aᵀ are in Sources/CKernels/winograd.c.
enum Winograd {
  /// Outputs along one side of a tile: m.
  enum Tile: Int, CaseIterable, Sendable {
    case two = 2
    case four = 4

    /// Inputs along one side, and products.
    var side: Int { rawValue + 2 }
    /// Products of each tile and pair of channels.
    var products: Int { side * side }
    /// Tiles that cover a map.
    func count(_ extent: [Int]) -> Int { extent.reduce(1) { $0 * (($1 + rawValue - 1) / rawValue) } }
  }

  /// Which convolutions are computed so, and how.
  struct Choice: Sendable {
    /// Multiply–adds of a layer below which a direct convolution is as fast; 0 for all layers that can be.
    var leastWork = 5_000_000
    /// Nil for the fastest.
    var tile: Tile?
    /// Channels side by side; nil for as many as a direct convolution has.
    var block: Int?
  }

  /// G·g·Gᵀ of one kernel of 3×3 numbers, computed in double precision.
  ///
  /// - Parameter stride: numbers between two of the results, row by row.
  static func transform(
    kernel g: UnsafePointer<Float>, _ tile: Tile, to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * tile.side) { columns in
      for column in 0..<3 {
        let (a, b, c) = (Double(g[column]), Double(g[3 + column]), Double(g[6 + column]))
        transform(a, b, c, tile) { columns[3 * $0 + column] = $1 }
      }
      for row in 0..<tile.side {
        transform(columns[3 * row], columns[3 * row + 1], columns[3 * row + 2], tile) {
          target[(tile.side * row + $0) * stride] = Float($1)
        }
      }
    }
  }

  /// G·g along one axis.
  @inline(__always)
  private static func transform(_ a: Double, _ b: Double, _ c: Double, _ tile: Tile, _ put: (Int, Double) -> Void) {
    switch tile {
    case .two:
      put(0, a)
      put(1, (a + b + c) / 2)
      put(2, (a - b + c) / 2)
      put(3, c)
    case .four:
      let (near, far) = (b * 0.5.squareRoot(), b * 2.0.squareRoot())
      put(0, a)
      put(1, (a + near + c / 2) / -1.5)
      put(2, (a - near + c / 2) / -1.5)
      put(3, (a + far + 2 * c) / 6)
      put(4, (a - far + 2 * c) / 6)
      put(5, c)
    }
  }
}

// MARK: - The choice

extension Winograd {
  /// What moving a transformed number, in and out of the caches, takes of the time of a multiply–add; measured with two threads
  /// on AVX2.
  private static let movedNumber = 20
  /// What reading a weight from memory takes.
  private static let readWeight = 16

  /// The tile with which a layer is computed fastest; nil where a direct convolution is faster, or the layer is no 3×3
  /// convolution with stride 1.
  ///
  /// The time is that of the products, of moving transformed numbers, and of reading the transformed kernels, which small maps
  /// read for few tiles: (m + 2)²·(T·I·O + r·I·O + v·T·(I + O)) for T tiles, I and O channels. A direct convolution takes
  /// 9·(P·I·O + r·I·O) for P positions.
  ///
  /// - Note: asked of a single image, so that a batch of it gives the same numbers.
  static func tile(for layer: Layer, _ choice: Choice = Choice()) -> Tile? {
    guard let kind = layer.kind as? Convolution, kind.groups == 1, layer.windows.count == 2,
      layer.windows.allSatisfy({ $0.kernel == 3 && $0.stride == 1 && $0.dilation == 1 })
    else { return nil }
    let (inputs, outputs, extent) = (layer.inputShapes[0].channels, layer.shape.channels, layer.shape.extent)
    guard inputs % 8 == 0, outputs % 8 == 0, inputs >= 32, outputs >= 32, extent.allSatisfy({ $0 >= 4 }),
      layer.arithmetic(.inference).multiplyAdds >= choice.leastWork
    else { return nil }
    let pairs = Double(inputs * outputs)
    func time(_ tile: Tile) -> Double {
      let tiles = Double(tile.count(extent))
      return Double(tile.products)
        * (tiles * pairs + Double(readWeight) * pairs + Double(movedNumber) * tiles * Double(inputs + outputs))
    }
    guard let best = choice.tile ?? Tile.allCases.min(by: { time($0) < time($1) }) else { return nil }
    let direct = 9 * pairs * Double(extent.reduce(1, *) + readWeight)
    return choice.leastWork == 0 || time(best) < direct ? best : nil
  }

  /// Bytes that the transformed kernels of a layer take beyond the kernels.
  static func additionalBytes(for layer: Layer) -> Int {
    guard let tile = tile(for: layer) else { return 0 }
    return layer.inputShapes[0].channels * layer.shape.channels * (tile.products - 9) * MemoryLayout<Float>.size
  }
}
