import Architecture
import PlainText

/// A window as Keras states it: sizes per axis.
struct KerasWindow {
  let kernel: [Int]
  let stride: [Int]
  let dilation: [Int]
  let padding: WindowArguments.Padding

  /// - Parameters:
  ///   - key: that of the kernel's sizes; a pool's are 2 and its steps its size where none are stated.
  ///   - axes: spatial axes.
  init(_ arguments: KerasArguments, kernel key: String = "kernel_size", axes: Int) throws(KerasProblem) {
    let ones = Array(repeating: 1, count: axes)
    let isPool = key == "pool_size"
    guard let kernel = try arguments.sizes(key, axes: axes) ?? (isPool ? ones.map { 2 * $0 } : nil) else {
      throw KerasProblem("'\(key)' is missing")
    }
    self.kernel = kernel
    stride = try arguments.sizes("strides", axes: axes) ?? (isPool ? kernel : ones)
    dilation = try arguments.sizes("dilation_rate", axes: axes) ?? ones
    for number in kernel + stride + dilation where !(1...Limits.window).contains(number) {
      throw KerasProblem("a window of size, stride or dilation \(number)")
    }
    switch try arguments.word("padding", default: "valid").lowercased() {
    case "valid": padding = .cells([.init(before: 0, after: 0)])
    case "same": padding = .same
    case "causal":
      guard axes == 1 else { throw KerasProblem("causal padding of more than one axis") }
      padding = .cells([.init(before: (kernel[0] - 1) * dilation[0], after: 0)])
    case let other: throw KerasProblem("nothing is known of the padding '\(other)'")
    }
  }

  var arguments: WindowArguments {
    WindowArguments(
      kernel: Self.shortest(kernel), stride: Self.shortest(stride), padding: padding, dilation: Self.shortest(dilation))
  }

  /// The window of a transposed convolution, whose padding is cut from the output, and what is added at the end.
  ///
  /// It is the gradient of a convolution with that padding: with `same` out = in·stride, of span − stride cells the smaller half
  /// cut before; with `valid` out = (in − 1)·stride + span, or in·stride where the stride is larger than the span.
  ///
  /// - Parameter stated: Keras's `output_padding`: with `same` out = (in − 1)·stride + kernel − 2·⌊kernel/2⌋ + output padding.
  func transposed(stated: [Int]?) throws(KerasProblem) -> (window: WindowArguments, added: [Int]) {
    var pairs: [WindowArguments.Padding.Pair] = []
    var added: [Int] = []
    for axis in kernel.indices {
      let span = (kernel[axis] - 1) * dilation[axis] + 1
      let isSame = padding == .same
      if let stated {
        guard (0...Limits.window).contains(stated[axis]) else {
          throw KerasProblem("an output padding of \(stated[axis])")
        }
        let cut = isSame ? kernel[axis] / 2 : 0
        pairs.append(.init(before: cut, after: cut))
        added.append(stated[axis])
      } else {
        let cut = isSame ? max(span - stride[axis], 0) : 0
        pairs.append(.init(before: cut / 2, after: cut - cut / 2))
        added.append(max(stride[axis] - span, 0))
      }
    }
    let isEven = Set(pairs).count == 1
    return (arguments.padded(.cells(isEven ? [pairs[0]] : pairs)), Self.shortest(added))
  }

  /// One number where all axes have the same.
  private static func shortest(_ numbers: [Int]) -> [Int] { Set(numbers).count == 1 ? [numbers[0]] : numbers }
}
