import OneDNN

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Two tensors, number by number; an axis of size 1 is repeated. It may overwrite an input that is not repeated.
struct Broadcast: Kernel {
  enum Function: Sendable {
    case add, subtract, multiply, divide
    /// The left number to the power of the right one.
    case raise
    case maximum, minimum
  }

  private let function: Function
  /// Sizes of the output, and for each input numbers from one index of an axis to the next: 0 where it is repeated. Axes that
  /// lie one after the other in all are one; at least two.
  private let axes: [(size: Int, left: Int, right: Int)]
  private let engine: Engine

  /// Numbers of one axis that a thread takes at a time.
  private static let share = 1 << 12

  /// - Parameters:
  ///   - left, right: as many sizes as the output has, each that of the output or 1.
  init(_ function: Function, left: [Int], right: [Int], output: [Int], _ engine: Engine) {
    self.function = function
    self.engine = engine
    let (leftStrides, rightStrides) = (TensorLayout.strides(left), TensorLayout.strides(right))
    var axes: [(size: Int, left: Int, right: Int)] = []
    for axis in output.indices where output[axis] > 1 {
      let next = (
        size: output[axis], left: left[axis] == 1 ? 0 : leftStrides[axis],
        right: right[axis] == 1 ? 0 : rightStrides[axis]
      )
      if let last = axes.last, last.left == next.left * next.size, last.right == next.right * next.size {
        axes[axes.count - 1] = (last.size * next.size, next.left, next.right)
      } else {
        axes.append(next)
      }
    }
    if axes.isEmpty { axes = [(1, 0, 0)] }
    if axes.count == 1, let axis = axes.first {
      // Cut for the threads, the last part shorter.
      axes = [(1, 0, 0), axis]
    }
    self.axes = axes
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let (rows, columns) = (axes[axes.count - 2], axes[axes.count - 1])
    let outer = axes.dropLast(2)
    let planes = outer.reduce(1) { $0 * $1.size }
    // Parts of a plane: some rows, or of a single row some columns.
    let rowShare = max(1, Broadcast.share / columns.size)
    let columnShare = rows.size == 1 ? Broadcast.share : columns.size
    let rowParts = (rows.size + rowShare - 1) / rowShare
    let columnParts = (columns.size + columnShare - 1) / columnShare
    engine.parallel(planes * rowParts * columnParts) { index in
      var (rest, left, right) = (index / (rowParts * columnParts), 0, 0)
      let target = output + rest * rows.size * columns.size
      for axis in outer.reversed() {
        left += rest % axis.size * axis.left
        right += rest % axis.size * axis.right
        rest /= axis.size
      }
      let firstRow = index / columnParts % rowParts * rowShare
      let first = index % columnParts * columnShare
      let count = min(columnShare, columns.size - first)
      let lastRow = min(firstRow + rowShare, rows.size)
      if isRepeatedBlock {
        return applyBlocks(
          inputs[0] + left + firstRow * rows.left, inputs[1] + right, target + firstRow * columns.size,
          lastRow - firstRow)
      }
      for row in firstRow..<lastRow {
        apply(
          inputs[0] + left + row * rows.left + first * columns.left, columns.left,
          inputs[1] + right + row * rows.right + first * columns.right, columns.right,
          target + row * columns.size + first, count)
      }
    }
  }

  /// Whether the right numbers are one row of a few, the same for each row of the left ones: a number for each channel of a block.
  private var isRepeatedBlock: Bool {
    let (rows, columns) = (axes[axes.count - 2], axes[axes.count - 1])
    return columns.left == 1 && columns.right == 1 && rows.right == 0 && rows.left == columns.size
      && columns.size % 8 == 0
  }

  /// Some rows with the same right numbers, eight columns at a time.
  private func applyBlocks(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ rows: Int
  ) {
    typealias Block = SIMD8<Float>
    let count = axes[axes.count - 1].size
    let (source, destination) = (UnsafeRawPointer(left), UnsafeMutableRawPointer(target))
    @inline(__always)
    func each(_ function: (Block, Block) -> Block) {
      for column in stride(from: 0, to: count, by: 8) {
        let factors = UnsafeRawPointer(right + column).loadUnaligned(as: Block.self)
        for row in 0..<rows {
          let offset = (row * count + column) * MemoryLayout<Float>.size
          let numbers = source.loadUnaligned(fromByteOffset: offset, as: Block.self)
          destination.storeBytes(of: function(numbers, factors), toByteOffset: offset, as: Block.self)
        }
      }
    }
    switch function {
    case .add: each { $0 + $1 }
    case .subtract: each { $0 - $1 }
    case .multiply: each { $0 * $1 }
    case .divide: each { $0 / $1 }
    case .raise, .maximum, .minimum:
      for row in 0..<rows { apply(left + row * count, 1, right, 1, target + row * count, count) }
    }
  }

  /// A part of a row.
  private func apply(
    _ left: UnsafePointer<Float>, _ leftStep: Int, _ right: UnsafePointer<Float>, _ rightStep: Int,
    _ target: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always)
    func each(_ function: (Float, Float) -> Float) {
      if leftStep == 1 && rightStep == 1 {
        for x in 0..<count { target[x] = function(left[x], right[x]) }
      } else {
        for x in 0..<count { target[x] = function(left[x * leftStep], right[x * rightStep]) }
      }
    }
    switch function {
    case .add: each { $0 + $1 }
    case .subtract: each { $0 - $1 }
    case .multiply: each { $0 * $1 }
    case .divide: each { $0 / $1 }
    case .raise: each { Float(pow(Double($0), Double($1))) }
    case .maximum: each { $0 > $1 || $0.isNaN ? $0 : $1 }
    case .minimum: each { $0 < $1 || $0.isNaN ? $0 : $1 }
    }
  }
}
