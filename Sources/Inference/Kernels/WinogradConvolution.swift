import OneDNN

/// A 3×3 convolution with stride 1 by Winograd's algorithm: tiles of the input are transformed, multiplied with the transformed
/// kernels as sixteen 1×1 convolutions, which oneDNN computes, and their sums transformed back, a strip of tiles at a time.
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
  /// Rows of tiles that are computed together.
  private let strip: Int
  private let engine: Engine
  private let weights: UnsafeMutableRawPointer
  /// One number for each output channel.
  private let bias: UnsafePointer<Float>
  private let scratchpad: Scratchpad
  private let product: Product
  private let invocation: Invocation
  /// Source, weights, destination and scratchpad of the product.
  private let memories: [TensorMemory]
  /// A row of the input that lies in the padding.
  private let zeros: Pages

  /// The multiplication of all tiles at one of their sixteen places: a 1×1 convolution.
  struct Product {
    let operation: Operation
    let weights: TensorLayout
    /// Blocks from one of the sixteen matrices of transformed tiles to the next.
    let sourceStep: Int
    /// Blocks from one of the sixteen matrices of products to the next.
    let destinationStep: Int

    init(_ operation: Operation) {
      self.operation = operation
      weights = operation.weights()
      sourceStep = Product.step(operation.source())
      destinationStep = Product.step(operation.destination)
    }

    /// The matrices are read and written side by side: at a distance of whole pages they would push each other out of the
    /// first cache, whose lines are chosen by the place in the page.
    private static func step(_ matrix: TensorLayout) -> Int {
      let page = 4096
      return ((matrix.byteCount + page - 1) / page * page + page / Winograd.products) / MemoryLayout<Block>.size
    }

    fileprivate func invocation(_ engine: Engine) throws(OneDNNError) -> (Invocation, [TensorMemory]) {
      let memories = [
        try TensorMemory(operation.source(), engine, at: nil), try TensorMemory(weights, engine, at: nil),
        try TensorMemory(operation.destination, engine, at: nil),
        try TensorMemory(operation.scratchpad, engine, at: nil),
      ]
      let arguments: [Invocation.Argument] = [.source, .weights, .destination, .scratchpad]
      return (try Invocation(operation, Array(zip(arguments, memories))), memories)
    }
  }

  /// - Parameters:
  ///   - weights: the sixteen matrices, each in the layout that the product wants, one after the other.
  ///   - bias: as many numbers as output channels.
  init(
    _ shape: Shape, _ product: Product, weights: UnsafeMutableRawPointer, bias: UnsafePointer<Float>, engine: Engine,
    _ scratchpad: Scratchpad
  ) throws {
    self.shape = shape
    self.product = product
    strip = product.operation.source().dimensions[2]
    self.weights = weights
    self.bias = bias
    self.engine = engine
    self.scratchpad = scratchpad
    scratchpad.reserve(
      Winograd.products * (product.sourceStep + product.destinationStep) * MemoryLayout<Block>.size
        + product.operation.scratchpad.byteCount)
    zeros = try Pages(shape.input[3] * MemoryLayout<Block>.size)
    (invocation, memories) = try product.invocation(engine)
  }

  /// The product for strips of a size that stays in the processor's caches; nil where oneDNN has no fast one.
  static func product(_ shape: Shape, _ engine: Engine) throws(OneDNNError) -> Product? {
    let (inputs, outputs) = (shape.input[1], shape.output[1])
    let rowBytes = Winograd.products * shape.tilesAcross * (inputs + outputs) * MemoryLayout<Float>.size
    // A strip reads all weights once: the more they are, the larger it should be.
    let weightBytes = Winograd.products * inputs * outputs * MemoryLayout<Float>.size
    let room = min(8 << 20, max(2 << 20, weightBytes / 2))
    let strips = (shape.tileRows * rowBytes + room - 1) / room
    let rows = max(1, (shape.tileRows + strips - 1) / strips)
    let operation = try Operation.convolution(
      engine, source: try TensorLayout([1, inputs, rows, shape.tilesAcross], .blocks8),
      weights: try TensorLayout([outputs, inputs, 1, 1], .any), hasBias: false,
      destination: try TensorLayout([1, outputs, rows, shape.tilesAcross], .blocks8),
      SlidingWindow(kernel: [1, 1], stride: [1, 1], before: [0, 0], after: [0, 0], dilation: [1, 1]), activation: nil)
    return operation.isCompiled ? Product(operation) : nil
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    guard let start = scratchpad.address else { return }
    let tiles = start.assumingMemoryBound(to: Block.self)
    let products = tiles + Winograd.products * product.sourceStep
    try memories[3].move(to: products + Winograd.products * product.destinationStep)
    let source = UnsafeRawPointer(inputs[0]).assumingMemoryBound(to: Block.self)
    let destination = UnsafeMutableRawPointer(output).assumingMemoryBound(to: Block.self)
    var done = 0
    while done < shape.tileRows {
      // The last strip begins earlier rather than being smaller.
      let first = min(done, shape.tileRows - strip)
      engine.parallel(shape.input[1] / 8 * strip) { index in
        transform(
          source, row: first + index % strip, block: index / strip, to: tiles + index * shape.tilesAcross)
      }
      for place in 0..<Winograd.products {
        try memories[0].move(to: tiles + place * product.sourceStep)
        try memories[1].move(to: weights + place * product.weights.byteCount)
        try memories[2].move(to: products + place * product.destinationStep)
        try invocation.run()
      }
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
