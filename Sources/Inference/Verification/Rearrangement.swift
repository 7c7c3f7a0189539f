/// Numbers of a tensor in another order, as they come out when one framework's layout is taken for another's.
enum Rearrangement {
  /// Axes exchanged: element [… i, j …] becomes [… j, i …]. Both axes have one size.
  static func exchange(_ numbers: [Float], shape: [Int], _ first: Int, _ second: Int) -> [Float] {
    var order = Array(shape.indices)
    order.swapAt(first, second)
    return permuted(numbers, shape: shape, order)
  }

  /// The axes in the order given, row-major: axis i of the result is axis order[i].
  static func permuted(_ numbers: [Float], shape: [Int], _ order: [Int]) -> [Float] {
    var strides = shape
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = step
      step *= shape[axis]
    }
    let sizes = order.map { shape[$0] }
    let steps = order.map { strides[$0] }
    guard let last = sizes.last, let stride = steps.last else { return numbers }
    return [Float](unsafeUninitializedCapacity: numbers.count) { buffer, filled in
      numbers.withUnsafeBufferPointer { source in
        var index = Array(repeating: 0, count: sizes.count)
        var target = 0
        while target < source.count {
          var from = 0
          for axis in sizes.indices.dropLast() { from += index[axis] * steps[axis] }
          for _ in 0..<last {
            buffer[target] = source[from]
            from += stride
            target += 1
          }
          var axis = sizes.count - 2
          while axis >= 0 {
            index[axis] += 1
            if index[axis] < sizes[axis] { break }
            index[axis] = 0
            axis -= 1
          }
        }
      }
      filled = numbers.count
    }
  }

  /// Runs of `length` numbers, each read from its end: a kernel rotated by 180°.
  static func reversed(_ numbers: [Float], runs length: Int) -> [Float] {
    var result = numbers
    for start in stride(from: 0, to: numbers.count, by: length) { result[start..<(start + length)].reverse() }
    return result
  }

  /// Maps of `area` numbers in the reverse order, in each image of so many channels.
  static func channelsReversed(_ numbers: [Float], channels: Int, area: Int) -> [Float] {
    var result = numbers
    for image in stride(from: 0, to: numbers.count, by: channels * area) {
      for channel in 0..<channels {
        let from = image + (channels - 1 - channel) * area
        let to = image + channel * area
        for cell in 0..<area { result[to + cell] = numbers[from + cell] }
      }
    }
    return result
  }
}
