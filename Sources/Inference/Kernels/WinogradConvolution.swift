import CKernels
import OneDNN

/// A 3×3 convolution with stride 1 by Winograd's algorithm: tiles of the input are transformed, multiplied with the transformed
/// kernels, and the sums transformed back, a strip of tiles at a time.
///
/// Input and output lie in blocks of eight channels, or of a multiple of eight.
final class WinogradConvolution: Kernel {
  /// Sizes of input and output, and what becomes of the sums.
  struct Shape {
    let tile: Winograd.Tile
    /// N×C×H×W.
    let input: [Int]
    let output: [Int]
    /// Channels side by side at each position.
    let block: Int
    /// Rows and columns of zeros in front.
    let before: [Int]
    let hasReLU: Bool

    /// Rows of tiles of all images.
    var tileRows: Int { input[0] * tilesDown }
    var tilesDown: Int { (output[2] + tile.rawValue - 1) / tile.rawValue }
    var tilesAcross: Int { (output[3] + tile.rawValue - 1) / tile.rawValue }

    /// Numbers before the first of eight channels, where so many positions of each block lie together.
    func start(of channels: Int, positions: Int) -> Int {
      let parts = block / Int(CKERNELS_LANES)
      return channels / parts * positions * block + channels % parts * Int(CKERNELS_LANES)
    }
  }

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
    zeros = try Pages(shape.input[3] * shape.block * MemoryLayout<Float>.size)
  }

  /// - Parameter inputs: the maps, and what is added to the sums where there is a second.
  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) throws(OneDNNError) {
    guard let tiles = scratchpad.address?.assumingMemoryBound(to: Float.self) else { return }
    let products = tiles + shape.tile.products * product.sourceStep
    let strip = product.strip
    let addend = inputs.count > 1 ? inputs[1] : nil
    var done = 0
    while done < shape.tileRows {
      // The last strip begins earlier rather than being smaller: of what is added in place, nothing would be added twice.
      let first = min(done, shape.tileRows - strip)
      let again = done - first
      engine.parallel(shape.input[1] / Int(CKERNELS_LANES) * strip) { index in
        transform(inputs[0], row: first + index % strip, channels: index / strip, to: tiles + place(index, strip))
      }
      try product.run(tiles, kernels)
      engine.parallel(shape.output[1] / Int(CKERNELS_LANES) * strip) { index in
        guard index % strip >= again else { return }
        collect(
          products + place(index, strip), row: first + index % strip, channels: index / strip, addend, in: output)
      }
      done = first + strip
    }
  }

  /// Numbers before the first tile of a row of a strip, of eight channels.
  private func place(_ index: Int, _ strip: Int) -> Int {
    shape.start(of: index / strip, positions: strip * shape.tilesAcross)
      + index % strip * shape.tilesAcross * shape.block
  }

  /// Transforms a row of tiles of eight channels.
  ///
  /// - Parameters:
  ///   - row: counted over all images.
  ///   - target: the first of its places; the others follow, a matrix of tiles apart.
  private func transform(
    _ source: UnsafePointer<Float>, row: Int, channels: Int, to target: UnsafeMutablePointer<Float>
  ) {
    let (height, width, side) = (shape.input[2], shape.input[3], shape.tile.side)
    let (image, down) = (row / shape.tilesDown, row % shape.tilesDown)
    let plane =
      source + image * shape.input[1] * height * width + shape.start(of: channels, positions: height * width)
    let top = down * shape.tile.rawValue - shape.before[0]
    let room = Int(CKERNELS_LANES) * side * (shape.tilesAcross * shape.tile.rawValue + 2)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: side) { lines in
      for index in 0..<side {
        let y = top + index
        lines.initializeElement(
          at: index,
          to: 0..<height ~= y
            ? plane + y * width * shape.block : UnsafePointer(zeros.address.assumingMemoryBound(to: Float.self)))
      }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { room in
        ckernels_winograd_input(
          shape.tile.rawValue, lines.baseAddress, width, shape.before[1], shape.tilesAcross, shape.block, target,
          product.sourceStep, room.baseAddress)
      }
    }
  }

  /// Writes the outputs of a row of tiles of eight channels.
  ///
  /// - Parameters:
  ///   - products: the first of their places; the others follow, a matrix of products apart.
  ///   - row: counted over all images.
  private func collect(
    _ products: UnsafePointer<Float>, row: Int, channels: Int, _ addend: UnsafePointer<Float>?,
    in destination: UnsafeMutablePointer<Float>
  ) {
    let (height, width) = (shape.output[2], shape.output[3])
    let (image, down) = (row / shape.tilesDown, row % shape.tilesDown)
    let top = down * shape.tile.rawValue
    let first =
      image * shape.output[1] * height * width + shape.start(of: channels, positions: height * width)
      + top * width * shape.block
    let finish = ckernels_finish(
      bias: bias + channels * Int(CKERNELS_LANES), addend: addend.map { $0 + first }, relu: shape.hasReLU ? 1 : 0)
    ckernels_winograd_output(
      shape.tile.rawValue, products, product.destinationStep, shape.tilesAcross, shape.block, finish,
      destination + first, width, min(shape.tile.rawValue, height - top))
  }
}
