import OneDNN

/// A function of eight numbers at a time, each by itself.
protocol VectorFunction: Sendable {
  func callAsFunction(_ x: SIMD8<Float>) -> SIMD8<Float>
}

/// A function of every number, which may overwrite its input.
struct ElementwiseKernel<Function: VectorFunction>: Kernel {
  private typealias Vector = SIMD8<Float>

  private let function: Function
  private let count: Int
  private let engine: Engine

  /// Numbers that a thread takes at a time.
  private var share: Int { 1 << 12 }

  init(_ function: Function, count: Int, _ engine: Engine) {
    self.function = function
    self.count = count
    self.engine = engine
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let source = UnsafeRawPointer(inputs[0])
    let target = UnsafeMutableRawPointer(output)
    let bytes = count * MemoryLayout<Float>.size
    let size = MemoryLayout<Vector>.size
    let share = share * MemoryLayout<Float>.size
    engine.parallel((bytes + share - 1) / share) { index in
      let end = min((index + 1) * share, bytes)
      var offset = index * share
      while offset + size <= end {
        let numbers = function(source.loadUnaligned(fromByteOffset: offset, as: Vector.self))
        target.storeBytes(of: numbers, toByteOffset: offset, as: Vector.self)
        offset += size
      }
      while offset < end {
        let number = function(Vector(repeating: source.loadUnaligned(fromByteOffset: offset, as: Float.self)))[0]
        target.storeBytes(of: number, toByteOffset: offset, as: Float.self)
        offset += MemoryLayout<Float>.size
      }
    }
  }
}
