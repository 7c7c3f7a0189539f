import OneDNN
import Synchronization

/// The products of Winograd's algorithm: at each of the places of a tile, the transformed tiles times the transformed
/// kernels. Each is a 1×1 convolution, which oneDNN computes.
final class WinogradProduct {
  /// Rows of tiles that are multiplied together.
  let strip: Int
  /// The layout of the transformed kernels of one place, which follow each other.
  let weights: TensorLayout
  /// Numbers from the transformed tiles of one place to those of the next.
  let sourceStep: Int
  /// Numbers from the products of one place to those of the next.
  let destinationStep: Int

  /// Places of a tile.
  private let places: Int
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

  /// For strips of a size that stays in the processor's caches.
  ///
  /// - Parameter mustBeFast: nil is returned where oneDNN has no fast convolution.
  init?(_ shape: WinogradConvolution.Shape, mustBeFast: Bool, _ engine: Engine) throws(OneDNNError) {
    let (inputs, outputs) = (shape.input[1], shape.output[1])
    places = shape.tile.products
    let rowBytes = places * shape.tilesAcross * (inputs + outputs) * MemoryLayout<Float>.size
    // A strip reads all weights once: the more they are, the larger it should be.
    let weightBytes = places * inputs * outputs * MemoryLayout<Float>.size
    let room = min(8 << 20, max(2 << 20, weightBytes / 2))
    let strips = (shape.tileRows * rowBytes + room - 1) / room
    strip = max(1, (shape.tileRows + strips - 1) / strips)
    let order = TensorLayout.Order.blocks(shape.block, axis: 1)
    let descriptor = try PrimitiveDescriptor.convolution(
      engine, source: try TensorLayout([1, inputs, strip, shape.tilesAcross], order),
      weights: try TensorLayout([outputs, inputs, 1, 1], .any), hasBias: false,
      destination: try TensorLayout([1, outputs, strip, shape.tilesAcross], order),
      SlidingWindow(kernel: [1, 1], stride: [1, 1], before: [0, 0], after: [0, 0], dilation: [1, 1]), activation: nil)
    guard descriptor.isCompiled || !mustBeFast else { return nil }
    self.engine = engine
    weights = descriptor.weights()
    sourceStep = WinogradProduct.step(descriptor.source(), places)
    destinationStep = WinogradProduct.step(descriptor.destination, places)
    scratchBytes = descriptor.scratchpad.byteCount
    // Threads that go their own way need not wait for each other at each place; more of them than places would have nothing
    // to do.
    let threads = engine.threads <= places ? engine.threads : 1
    var lanes: [Lane] = []
    for _ in 0..<threads { lanes.append(try Lane(descriptor, engine)) }
    self.lanes = lanes
  }

  /// The matrices of the places are read and written side by side: at a distance of whole pages they would push each other
  /// out of the nearest cache, whose lines are chosen by the place in the page.
  private static func step(_ matrix: TensorLayout, _ places: Int) -> Int {
    let page = 4096
    // In whole lines of the cache.
    let line = 64
    return ((matrix.byteCount + page - 1) / page * page + max(line, page / places / line * line))
      / MemoryLayout<Float>.size
  }

  /// Bytes of transformed tiles, products, and what oneDNN needs while it multiplies.
  var workBytes: Int {
    places * (sourceStep + destinationStep) * MemoryLayout<Float>.size + lanes.count * scratchBytes
  }

  /// Multiplies.
  ///
  /// - Parameters:
  ///   - tiles: the transformed tiles; the products follow them, and room for oneDNN follows those: `workBytes` in all.
  ///   - kernels: the transformed kernels.
  func run(_ tiles: UnsafeMutablePointer<Float>, _ kernels: UnsafeMutableRawPointer) throws(OneDNNError) {
    let products = tiles + places * sourceStep
    let room = UnsafeMutableRawPointer(products + places * destinationStep)
    let failure = Mutex<OneDNNError?>(nil)
    engine.parallel(lanes.count) { index in
      let lane = lanes[index]
      do throws(OneDNNError) {
        try lane.scratchpad.move(to: room + index * scratchBytes)
        for place in (index * places / lanes.count)..<((index + 1) * places / lanes.count) {
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
