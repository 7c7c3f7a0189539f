import Foundation
import OneDNN
import TestSupport
import Testing

@testable import Inference

/// oneDNN's primitives by themselves, on row-major tensors, beside loops in double precision.
@Suite struct PrimitiveTests {
  private let engine: Engine

  init() throws { engine = try Engine(threads: 2) }

  /// Runs a primitive on row-major numbers.
  private func run(
    _ descriptor: PrimitiveDescriptor, _ tensors: [(Primitive.Argument, [Float])], source: TensorLayout? = nil
  ) throws -> [Float] {
    let layouts: [(Primitive.Argument, TensorLayout, [Float]?)] =
      tensors.map { argument, numbers in
        let layout =
          switch argument {
          case .weights: descriptor.weights()
          case .bias: descriptor.weights(1)
          default: source ?? descriptor.source()
          }
        return (argument, layout, numbers)
      } + [(.destination, descriptor.destination, nil), (.scratchpad, descriptor.scratchpad, nil)]
    var room: [Pages] = []
    var result: [Float] = []
    let memories = try layouts.map { argument, layout, numbers in
      let pages = try Pages(max(layout.byteCount, 4 * (numbers?.count ?? 0), 64))
      room.append(pages)
      let floats = pages.address.assumingMemoryBound(to: Float.self)
      if let numbers { floats.update(from: numbers, count: numbers.count) }
      return (argument, try TensorMemory(layout, engine, at: pages.address))
    }
    try withExtendedLifetime(room) {
      try Primitive(descriptor, memories).run()
      let count = descriptor.destination.dimensions.reduce(1, *)
      let floats = room[tensors.count].address.assumingMemoryBound(to: Float.self)
      result = Array(UnsafeBufferPointer(start: floats, count: count))
    }
    return result
  }

  private func random(_ count: Int, seed: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: range, using: &random) }
  }

  /// Every activation from −30 to 30, within 2·10⁻⁶ of the largest number or of 1.
  @Test func activations() throws {
    let functions: [(Elementwise, (Double) -> Double)] = [
      (.relu, { max($0, 0) }), (.logistic, { 1 / (1 + exp(-$0)) }),
      (.leakyReLU(slope: 0.25), { $0 < 0 ? 0.25 * $0 : $0 }),
      (.elu(alpha: 1.5), { $0 < 0 ? 1.5 * expm1($0) : $0 }), (.swish, { $0 / (1 + exp(-$0)) }),
      (.mish, { $0 * tanh(log1p(exp($0))) }), (.hardSwish, { $0 * min(max($0 + 3, 0), 6) / 6 }),
      (.gelu, { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }),
      (.geluByTanh, { $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }),
      (.softplus, { max($0, 0) + log1p(exp(-abs($0))) }), (.clip(lower: 0, upper: 6), { min(max($0, 0), 6) }),
      (.clip(lower: -.infinity, upper: 2), { min($0, 2) }), (.linear(scale: 3, shift: 0.5), { 3 * $0 + 0.5 }),
    ]
    for scale in [1, 10] as [Float] {
      let x = (-3000...3000).map { Float($0) / 1000 * scale }
      let layout = try TensorLayout([1, x.count, 1, 1])
      for (activation, exact) in functions {
        let values = try run(.activation(engine, activation, layout), [(.source, x)])
        let difference = largestDifference(values, x.map { exact(Double($0)) })
        #expect(difference < 2e-6, "\(activation)")
      }
    }
  }

  @Test(arguments: [1, 3]) func channelReLU(_ batch: Int) throws {
    let sizes = [batch, 5, 2, 3]
    let (x, slopes) = (random(sizes.reduce(1, *), seed: 1), random(5, seed: 2))
    let descriptor = try PrimitiveDescriptor.channelReLU(
      engine, try TensorLayout(sizes), weights: try TensorLayout([1, 5, 1, 1]))
    let expected = x.enumerated().map { cell, value in
      Double(value) * (value < 0 ? Double(slopes[cell / 6 % 5]) : 1)
    }
    #expect(largestDifference(try run(descriptor, [(.source, x), (.weights, slopes)]), expected) < 1e-6)
  }

  /// Strides, uneven padding, dilation, groups, and cells that are added behind; of one, two and three axes.
  @Test(
    arguments: [
      SlidingWindow(kernel: [3, 2], stride: [2, 1], before: [1, 0], after: [0, 1], dilation: [1, 1]),
      SlidingWindow(kernel: [2, 3], stride: [3, 2], before: [0, 1], after: [0, 1], dilation: [1, 2]),
      SlidingWindow(kernel: [4, 4], stride: [2, 2], before: [1, 1], after: [1, 1], dilation: [1, 1]),
      SlidingWindow(
        kernel: [2, 2, 3], stride: [2, 1, 2], before: [0, 1, 1], after: [1, 0, 1], dilation: [1, 1, 1]),
    ], [1, 2])
  func transposedConvolution(_ window: SlidingWindow, _ groups: Int) throws {
    for (batch, added) in [(1, 0), (3, 1)] {
      let axes = window.kernel.count
      let (inputs, outputs) = (4, 6)
      let extent = [3, 4, 5].prefix(axes)
      let result = extent.indices.map { axis -> Int in
        let span = (window.kernel[axis] - 1) * window.dilation[axis] + 1
        let steps = (extent[axis] - 1) * window.stride[axis]
        return steps + span - window.before[axis] - window.after[axis] + min(added, window.stride[axis] - 1)
      }
      let (source, target) = ([batch, inputs] + extent, [batch, outputs] + result)
      let kernel = [outputs / groups, inputs / groups] + window.kernel
      let x = random(source.reduce(1, *), seed: 1)
      let weights = random(groups * kernel.reduce(1, *), seed: 2)
      let bias = random(outputs, seed: 3)
      let descriptor = try PrimitiveDescriptor.transposedConvolution(
        engine, source: try TensorLayout(source), weights: try TensorLayout((groups > 1 ? [groups] : []) + kernel),
        hasBias: true, destination: try TensorLayout(target), window, activation: nil)
      var expected = indices(target).map { Double(bias[$0[1]]) }
      for from in indices(source) {
        for output in 0..<(outputs / groups) {
          for tap in indices(window.kernel) {
            let to = extent.indices.map { axis -> Int in
              let start = from[axis + 2] * window.stride[axis] - window.before[axis]
              return start + tap[axis] * window.dilation[axis]
            }
            guard zip(to, result).allSatisfy({ (0..<$1).contains($0) }) else { continue }
            let group = from[1] / (inputs / groups)
            let weight = weights[
              position([group, output, from[1] % (inputs / groups)] + tap, [groups] + kernel)]
            expected[position([from[0], group * (outputs / groups) + output] + to, target)] +=
              Double(weight) * Double(x[position(from, source)])
          }
        }
      }
      let values = try run(descriptor, [(.source, x), (.weights, weights), (.bias, bias)])
      #expect(largestDifference(values, expected) < 1e-6, "batch \(batch)")
    }
  }

  @Test func poolingWithDilation() throws {
    let window = SlidingWindow(kernel: [2, 3], stride: [1, 2], before: [1, 1], after: [1, 2], dilation: [2, 2])
    let (source, target) = ([3, 5, 6, 7], [3, 5, 6, 3])
    let x = random(source.reduce(1, *), seed: 1)
    let descriptor = try PrimitiveDescriptor.pooling(
      engine, .maximum, source: try TensorLayout(source), destination: try TensorLayout(target), window)
    let expected = indices(target).map { index -> Double in
      let cells = indices(window.kernel).compactMap { tap -> Double? in
        let cell = (0..<2).map { axis -> Int in
          index[axis + 2] * window.stride[axis] - window.before[axis] + tap[axis] * 2
        }
        guard (0..<6).contains(cell[0]), (0..<7).contains(cell[1]) else { return nil }
        return Double(x[position(index.prefix(2) + cell, source)])
      }
      return cells.max() ?? 0
    }
    #expect(largestDifference(try run(descriptor, [(.source, x)]), expected) == 0)
  }

  /// With a factor, the second matrix as it is or transposed, and repeated for each of the first.
  @Test(arguments: [false, true], [1, 3]) func matrixProduct(_ isTransposed: Bool, _ repeated: Int) throws {
    let (outer, rows, inner, columns) = ([3, 2], 5, 7, 4)
    let matrices = repeated == 1 ? outer : [1, 1]
    let left = random(outer.reduce(1, *) * rows * inner, seed: 1)
    let right = random(matrices.reduce(1, *) * inner * columns, seed: 2)
    let strides = isTransposed ? [1, inner] : [columns, 1]
    let layout = try TensorLayout(
      matrices + [inner, columns], strides: [matrices[1] * inner * columns, inner * columns] + strides)
    let descriptor = try PrimitiveDescriptor.matrixProduct(
      engine, source: try TensorLayout(outer + [rows, inner]), weights: layout,
      destination: try TensorLayout(outer + [rows, columns]), activation: .linear(scale: 0.5, shift: 0))
    let expected = indices(outer + [rows, columns]).map { index -> Double in
      let matrix = repeated == 1 ? index[0] * outer[1] + index[1] : 0
      return (0..<inner).reduce(0) { sum, step in
        let a = left[((index[0] * outer[1] + index[1]) * rows + index[2]) * inner + step]
        let b = right[matrix * inner * columns + step * strides[0] + index[3] * strides[1]]
        return sum + 0.5 * Double(a) * Double(b)
      }
    }
    #expect(largestDifference(try run(descriptor, [(.source, left), (.weights, right)]), expected) < 1e-6)
  }

  @Test(arguments: [1, 2, 3]) func softmaxAlongAnAxis(_ axis: Int) throws {
    let sizes = [3, 4, 5, 6]
    let x = random(sizes.reduce(1, *), seed: 1, in: -9...9)
    let descriptor = try PrimitiveDescriptor.softmax(engine, try TensorLayout(sizes), axis: axis)
    let expected = indices(sizes).map { index -> Double in
      let all = (0..<sizes[axis]).map { cell -> Double in
        var other = index
        other[axis] = cell
        return exp(Double(x[position(other, sizes)]))
      }
      return all[index[axis]] / all.reduce(0, +)
    }
    #expect(largestDifference(try run(descriptor, [(.source, x)]), expected) < 1e-6)
  }

  /// A transposition and a part of every second index are reorderings of strided views.
  @Test func stridedViews() throws {
    let sizes = [2, 3, 4, 5, 6]
    let x = random(sizes.reduce(1, *), seed: 1)
    let order = [0, 3, 1, 4, 2]
    let strides = TensorLayout.strides(sizes)
    let turned = order.map { sizes[$0] }
    let transposition = try PrimitiveDescriptor.reorder(
      engine, from: try TensorLayout(turned, strides: order.map { strides[$0] }), to: try TensorLayout(turned))
    let expected = indices(turned).map { index -> Double in
      var source = sizes
      for (axis, old) in order.enumerated() { source[old] = index[axis] }
      return Double(x[position(source, sizes)])
    }
    #expect(largestDifference(try run(transposition, [(.source, x)]), expected) == 0)

    let part = [2, 3, 2, 5, 6]
    let view = try TensorLayout(part, strides: strides.enumerated().map { $0 == 2 ? 2 * $1 : $1 }, offset: strides[2])
    let slice = try PrimitiveDescriptor.reorder(engine, from: view, to: try TensorLayout(part))
    let parts = indices(part).map { index -> Double in
      Double(x[position([index[0], index[1], 1 + 2 * index[2], index[3], index[4]], sizes)])
    }
    #expect(largestDifference(try run(slice, [(.source, x)], source: view), parts) == 0)
  }
}
