import OneDNN

/// A 3×3 convolution with stride 1 by Winograd's algorithm: tiles of the input are transformed, multiplied with the transformed
/// kernels, and the sums transformed back, a strip of tiles at a time.
///
/// Input and output lie in blocks of eight channels.
final class WinogradConvolution: Kernel {
  /// Sizes of input and output, and what becomes of the sums.
  struct Shape {
    /// N×C×H×W.
    let input: [Int]
    let output: [Int]
    /// Rows and columns of zeros in front.
    let before: [Int]
    let hasReLU: Bool

    /// Rows of tiles of all images.
    var tileRows: Int { input[0] * tilesDown }
    var tilesDown: Int { (output[2] + Winograd.tile - 1) / Winograd.tile }
    var tilesAcross: Int { (output[3] + Winograd.tile - 1) / Winograd.tile }
  }

  private typealias Block = Winograd.Block

  private let shape: Shape
  private let product: WinogradProduct
  /// The kernels as the product wants them.
  private let kernels: UnsafeMutableRawPointer
  /// One number for each output channel.
  private let bias: UnsafePointer<Float>
  private let engine: Engine
  private let scratchpad: Scratchpad
  /// A row of the input that lies in the padding.
  private let zeros: Pages

  init(
    _ shape: Shape, _ product: WinogradProduct, kernels: UnsafeMutableRawPointer, bias: UnsafePointer<Float>,
    _ engine: Engine, _ scratchpad: Scratchpad
  ) throws(InferenceError) {
    self.shape = shape
    self.product = product
    self.kernels = kernels
    self.bias = bias
    self.engine = engine
    self.scratchpad = scratchpad
    scratchpad.reserve(product.workBytes)
    zeros = try Pages(shape.input[3] * MemoryLayout<Block>.size)
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    guard let tiles = scratchpad.address?.assumingMemoryBound(to: Block.self) else { return }
    let products = tiles + Winograd.products * product.sourceStep
    let source = UnsafeRawPointer(inputs[0]).assumingMemoryBound(to: Block.self)
    let destination = UnsafeMutableRawPointer(output).assumingMemoryBound(to: Block.self)
    let strip = product.strip
    var done = 0
    while done < shape.tileRows {
      // The last strip begins earlier rather than being smaller.
      let first = min(done, shape.tileRows - strip)
      engine.parallel(shape.input[1] / 8 * strip) { index in
        transform(source, row: first + index % strip, block: index / strip, to: tiles + index * shape.tilesAcross)
      }
      try product.run(tiles, kernels)
      engine.parallel(shape.output[1] / 8 * strip) { index in
        collect(
          products + index * shape.tilesAcross, row: first + index % strip, block: index / strip, in: destination)
      }
      done = first + strip
    }
  }

  /// Transforms a row of tiles of eight channels: Bᵀ·d·B.
  ///
  /// - Parameters:
  ///   - row: counted over all images.
  ///   - target: the first of its places; the other fifteen follow, a matrix of tiles apart.
  private func transform(_ source: UnsafePointer<Block>, row: Int, block: Int, to target: UnsafeMutablePointer<Block>) {
    let (height, width) = (shape.input[2], shape.input[3])
    let (image, down) = (row / shape.tilesDown, row % shape.tilesDown)
    let plane = source + (image * (shape.input[1] / 8) + block) * height * width
    let top = down * Winograd.tile - shape.before[0]
    /// A row of the input, or of zeros beside it.
    func line(_ y: Int) -> UnsafePointer<Block> {
      0..<height ~= y ? plane + y * width : UnsafeRawPointer(zeros.address).assumingMemoryBound(to: Block.self)
    }
    let lines = (line(top), line(top + 1), line(top + 2), line(top + 3))
    @inline(__always)
    func column(_ x: Int) -> Winograd.Four {
      guard x >= 0, x < width else { return (.zero, .zero, .zero, .zero) }
      return Winograd.input((lines.0[x], lines.1[x], lines.2[x], lines.3[x]))
    }
    let step = product.sourceStep
    var x = -shape.before[1]
    // Two columns of a tile are the first two of the next.
    var (a, b) = (column(x), column(x + 1))
    for tile in 0..<shape.tilesAcross {
      let (c, d) = (column(x + 2), column(x + 3))
      let place = target + tile
      @inline(__always)
      func put(_ row: Int, _ numbers: Winograd.Four) {
        let place = place + 4 * row * step
        place[0] = numbers.0
        place[step] = numbers.1
        place[2 * step] = numbers.2
        place[3 * step] = numbers.3
      }
      put(0, Winograd.input((a.0, b.0, c.0, d.0)))
      put(1, Winograd.input((a.1, b.1, c.1, d.1)))
      put(2, Winograd.input((a.2, b.2, c.2, d.2)))
      put(3, Winograd.input((a.3, b.3, c.3, d.3)))
      (a, b) = (c, d)
      x += Winograd.tile
    }
  }

  /// Writes the outputs of a row of tiles of eight channels: Aᵀ·m·A, the bias, and ReLU.
  ///
  /// - Parameters:
  ///   - products: the first of their places; the other fifteen follow, a matrix of products apart.
  ///   - row: counted over all images.
  private func collect(
    _ products: UnsafePointer<Block>, row: Int, block: Int, in destination: UnsafeMutablePointer<Block>
  ) {
    let (height, width) = (shape.output[2], shape.output[3])
    let (image, down) = (row / shape.tilesDown, row % shape.tilesDown)
    let top = down * Winograd.tile
    let line = destination + ((image * (shape.output[1] / 8) + block) * height + top) * width
    let bias = UnsafeRawPointer(bias).assumingMemoryBound(to: Block.self)[block]
    let step = product.destinationStep
    let rows = min(Winograd.tile, height - top)
    let hasReLU = shape.hasReLU
    @inline(__always)
    func finished(_ sum: Block) -> Block {
      let sum = sum + bias
      return hasReLU ? sum.replacing(with: 0, where: sum .< 0) : sum
    }
    for tile in 0..<shape.tilesAcross {
      let place = products + tile
      @inline(__always)
      func column(_ column: Int) -> (Block, Block) {
        let place = place + column * step
        return Winograd.output((place[0], place[4 * step], place[8 * step], place[12 * step]))
      }
      let (a, b, c, d) = (column(0), column(1), column(2), column(3))
      let upper = Winograd.output((a.0, b.0, c.0, d.0))
      let lower = Winograd.output((a.1, b.1, c.1, d.1))
      let x = tile * Winograd.tile
      let isWhole = x + 1 < width
      line[x] = finished(upper.0)
      if isWhole { line[x + 1] = finished(upper.1) }
      guard rows == Winograd.tile else { continue }
      line[width + x] = finished(lower.0)
      if isWhole { line[width + x + 1] = finished(lower.1) }
    }
  }
}
