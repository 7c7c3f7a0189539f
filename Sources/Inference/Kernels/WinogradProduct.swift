import OneDNN
import Synchronization

/// The products of Winograd's algorithm: at each of the sixteen places of a tile, the transformed tiles times the transformed
/// kernels. Each is a 1×1 convolution, which oneDNN computes.
final class WinogradProduct {
  /// Rows of tiles that are multiplied together.
  let strip: Int
  /// The layout of the transformed kernels of one place, which follow each other.
  let weights: TensorLayout
  /// Blocks from the transformed tiles of one place to those of the next.
  let sourceStep: Int
  /// Blocks from the products of one place to those of the next.
  let destinationStep: Int

  private let engine: Engine
  private let scratchBytes: Int
  /// One for each thread that computes places of its own; a single one where the threads share every product.
  private let lanes: [Lane]

  /// What one thread needs for a product.
  private struct Lane {
    let primitive: Primitive
    let source: TensorMemory
    let weights: TensorMemory
    let destination: TensorMemory
    let scratchpad: TensorMemory

    init(_ descriptor: PrimitiveDescriptor, _ engine: Engine) throws(OneDNNError) {
      source = try TensorMemory(descriptor.source(), engine, at: nil)
      weights = try TensorMemory(descriptor.weights(), engine, at: nil)
      destination = try TensorMemory(descriptor.destination, engine, at: nil)
      scratchpad = try TensorMemory(descriptor.scratchpad, engine, at: nil)
      primitive = try Primitive(
        descriptor,
        [(.source, source), (.weights, weights), (.destination, destination), (.scratchpad, scratchpad)])
    }
  }

  /// For strips of a size that stays in the processor's caches; nil where oneDNN has no fast convolution.
  init?(_ shape: WinogradConvolution.Shape, _ engine: Engine) throws(OneDNNError) {
    let (inputs, outputs) = (shape.input[1], shape.output[1])
    let rowBytes = Winograd.products * shape.tilesAcross * (inputs + outputs) * MemoryLayout<Float>.size
    // A strip reads all weights once: the more they are, the larger it should be.
    let weightBytes = Winograd.products * inputs * outputs * MemoryLayout<Float>.size
    let room = min(8 << 20, max(2 << 20, weightBytes / 2))
    let strips = (shape.tileRows * rowBytes + room - 1) / room
    strip = max(1, (shape.tileRows + strips - 1) / strips)
    let descriptor = try PrimitiveDescriptor.convolution(
      engine, source: try TensorLayout([1, inputs, strip, shape.tilesAcross], .blocks8),
      weights: try TensorLayout([outputs, inputs, 1, 1], .any), hasBias: false,
      destination: try TensorLayout([1, outputs, strip, shape.tilesAcross], .blocks8),
      SlidingWindow(kernel: [1, 1], stride: [1, 1], before: [0, 0], after: [0, 0], dilation: [1, 1]), activation: nil)
    guard descriptor.isCompiled else { return nil }
    self.engine = engine
    weights = descriptor.weights()
    sourceStep = WinogradProduct.step(descriptor.source())
    destinationStep = WinogradProduct.step(descriptor.destination)
    scratchBytes = descriptor.scratchpad.byteCount
    // Threads that go their own way need not wait for each other sixteen times; more of them than places would have nothing
    // to do.
    let threads = engine.threads <= Winograd.products ? engine.threads : 1
    var lanes: [Lane] = []
    for _ in 0..<threads { lanes.append(try Lane(descriptor, engine)) }
    self.lanes = lanes
  }

  /// The matrices of the places are read and written side by side: at a distance of whole pages they would push each other
  /// out of the nearest cache, whose lines are chosen by the place in the page.
  private static func step(_ matrix: TensorLayout) -> Int {
    let page = 4096
    return ((matrix.byteCount + page - 1) / page * page + page / Winograd.products)
      / MemoryLayout<Winograd.Block>.size
  }

  /// Bytes of transformed tiles, products, and what oneDNN needs while it multiplies.
  var workBytes: Int {
    Winograd.products * (sourceStep + destinationStep) * MemoryLayout<Winograd.Block>.size + lanes.count * scratchBytes
  }

  /// Multiplies.
  ///
  /// - Parameters:
  ///   - tiles: the transformed tiles; the products follow them, and room for oneDNN follows those: `workBytes` in all.
  ///   - kernels: the transformed kernels.
  func run(_ tiles: UnsafeMutablePointer<Winograd.Block>, _ kernels: UnsafeMutableRawPointer) throws(OneDNNError) {
    let products = tiles + Winograd.products * sourceStep
    let room = UnsafeMutableRawPointer(products + Winograd.products * destinationStep)
    let failure = Mutex<OneDNNError?>(nil)
    engine.parallel(lanes.count) { index in
      let lane = lanes[index]
      do throws(OneDNNError) {
        try lane.scratchpad.move(to: room + index * scratchBytes)
        for place in (index * Winograd.products / lanes.count)..<((index + 1) * Winograd.products / lanes.count) {
          try lane.source.move(to: tiles + place * sourceStep)
          try lane.weights.move(to: kernels + place * weights.byteCount)
          try lane.destination.move(to: products + place * destinationStep)
          try lane.primitive.run()
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
