import OneDNN

/// Max pooling of blocks of eight channels: first down the columns, then along the rows, so that a window of k×k cells takes
/// 2k comparisons instead of k². oneDNN's takes k², and longer for each.
struct BlockedMaxPooling: Kernel {
  private typealias Block = SIMD8<Float>

  private let axes: [PoolingAxis]
  /// Blocks of channels, of all images.
  private let planes: Int
  private let engine: Engine

  /// - Parameters:
  ///   - axes: the windows down and across; each sees at least one cell of the input.
  ///   - planes: blocks of channels, of all images.
  init(_ axes: [PoolingAxis], planes: Int, _ engine: Engine) {
    self.axes = axes
    self.planes = planes
    self.engine = engine
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let (rows, columns) = (axes[0], axes[1])
    let source = UnsafeRawPointer(inputs[0]).assumingMemoryBound(to: Block.self)
    let destination = UnsafeMutableRawPointer(output).assumingMemoryBound(to: Block.self)
    engine.parallel(planes * rows.spans.count) { index in
      let plane = source + index / rows.spans.count * rows.size * columns.size
      pool(plane, rows.spans[index % rows.spans.count].cells, to: destination + index * columns.spans.count)
    }
  }

  /// One row of the output, of the rows of the input that it sees.
  private func pool(_ plane: UnsafePointer<Block>, _ rows: Range<Int>, to target: UnsafeMutablePointer<Block>) {
    let width = axes[1].size
    withUnsafeTemporaryAllocation(of: Block.self, capacity: width) { room in
      guard let line = room.baseAddress else { return }
      line.update(from: plane + rows.lowerBound * width, count: width)
      for row in rows.dropFirst() {
        let cells = plane + row * width
        for x in 0..<width { line[x] = larger(line[x], cells[x]) }
      }
      axes[1].spans.withUnsafeBufferPointer { spans in
        for (x, span) in spans.enumerated() {
          var largest = line[span.cells.lowerBound]
          var cell = span.cells.lowerBound + 1
          while cell < span.cells.upperBound {
            largest = larger(largest, line[cell])
            cell += 1
          }
          target[x] = largest
        }
      }
    }
  }

  @inline(__always)
  private func larger(_ a: Block, _ b: Block) -> Block { a.replacing(with: b, where: b .> a) }
}
