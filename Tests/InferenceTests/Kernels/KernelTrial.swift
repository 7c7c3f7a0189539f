import OneDNN
import TestSupport
import Testing

@testable import Inference

/// A kernel on random numbers beside a function of them in double precision.
struct KernelTrial {
  private(set) var inputs: [[Float]] = []
  private var random: SeededGenerator
  let engine: Engine

  init(seed: Int = 1, threads: Int = 2) throws {
    random = SeededGenerator(seed: seed)
    engine = try Engine(threads: threads)
  }

  /// Adds an input of so many numbers.
  mutating func add(_ count: Int, in range: ClosedRange<Float> = -2...2) -> [Double] {
    let numbers = (0..<count).map { _ in Float.random(in: range, using: &random) }
    inputs.append(numbers)
    return numbers.map(Double.init)
  }

  mutating func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -1...1, using: &random) } }

  /// The largest difference, relative to the largest expected number.
  ///
  /// - Parameter isInPlace: the output overwrites the first input.
  func difference(_ kernel: any Kernel, _ expected: [Double], isInPlace: Bool = false) throws -> Double {
    let buffers = inputs.map { numbers in
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: numbers.count)
      _ = buffer.initialize(from: numbers)
      return buffer
    }
    let output = UnsafeMutableBufferPointer<Float>.allocate(capacity: expected.count)
    output.initialize(repeating: .nan)
    defer { for buffer in buffers + [output] { buffer.deallocate() } }
    let target = isInPlace ? buffers[0] : output
    let start = try #require(target.baseAddress)
    try kernel.run(buffers.compactMap { $0.baseAddress.map { UnsafePointer($0) } }, start)
    return largestDifference(Array(target), expected)
  }
}

/// Index over all axes, row-major.
func position(_ index: [Int], _ sizes: [Int]) -> Int { zip(index, sizes).reduce(0) { $0 * $1.1 + $1.0 } }

/// Every index of the axes, in order.
func indices(_ sizes: [Int]) -> [[Int]] {
  sizes.reduce([[]]) { indices, size in indices.flatMap { index in (0..<size).map { index + [$0] } } }
}
