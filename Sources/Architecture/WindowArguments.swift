/// Kernel, stride, padding and dilation as a model file states them, before the number of axes is known.
///
/// Each list has one number for all axes, or one per axis (height, width).
public struct WindowArguments: Hashable, Sendable {
  public let kernel: [Int]
  public let stride: [Int]
  public let padding: Padding
  public let dilation: [Int]
  public let rounding: Window.Rounding

  /// How far the input is padded with zeros.
  public enum Padding: Hashable, Sendable {
    /// Before and after, one pair for all axes or one per axis.
    case cells([Pair])
    /// As much as makes out = ⌈in/stride⌉, the odd cell after: TensorFlow's and Keras's `same`.
    case same

    public struct Pair: Hashable, Sendable {
      public let before: Int
      public let after: Int
      public init(before: Int, after: Int) {
        self.before = before
        self.after = after
      }
    }

    /// Padding of TensorFlow's `same`: max(span − stride, 0) in all where the stride divides the size, else
    /// max(span − size mod stride, 0); the smaller half before. Nil where the size is not known.
    public static func same(size: Int?, span: Int, stride: Int) -> Pair? {
      if span <= stride && stride == 1 { return Pair(before: 0, after: 0) }
      guard let size else { return nil }
      let remainder = size % stride
      let total = max(span - (remainder == 0 ? stride : remainder), 0)
      return Pair(before: total / 2, after: total - total / 2)
    }
  }

  public init(kernel: [Int], stride: [Int], padding: Padding, dilation: [Int], rounding: Window.Rounding) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.rounding = rounding
  }

  /// The same window with its last step rounded as given.
  public func rounded(_ rounding: Window.Rounding) -> WindowArguments {
    WindowArguments(kernel: kernel, stride: stride, padding: padding, dilation: dilation, rounding: rounding)
  }

  /// The same window with the input padded as given.
  public func padded(_ padding: Padding) -> WindowArguments {
    WindowArguments(kernel: kernel, stride: stride, padding: padding, dilation: dilation, rounding: rounding)
  }

  /// One window per spatial axis of the input.
  ///
  /// - Throws: `Misfit` for a vector, or where a list has another number of axes.
  public func windows(for input: Shape) throws(Misfit) -> [Window] {
    guard !input.isVector else {
      throw Misfit("a window needs feature maps or a signal, and a vector of \(input) arrives")
    }
    let axes = input.extent.count
    var lengths = [("kernel", kernel.count), ("stride", stride.count), ("dilation", dilation.count)]
    if case .cells(let pairs) = padding { lengths.append(("pad", pairs.count)) }
    for (name, count) in lengths where count != 1 && count != axes {
      throw Misfit(
        "\(name) has \(count) numbers, and the input \(input) has \(axes == 1 ? "one axis" : "\(axes) axes")")
    }
    return input.extent.indices.map { axis in
      let kernel = WindowArguments.pick(kernel, axis)
      let stride = WindowArguments.pick(stride, axis)
      let dilation = WindowArguments.pick(dilation, axis)
      let pair =
        switch padding {
        case .cells(let pairs): WindowArguments.pick(pairs, axis)
        case .same:
          Padding.same(size: input.extent[axis], span: (kernel - 1) * dilation + 1, stride: stride)
            ?? Padding.Pair(before: 0, after: 0)
        }
      return Window(
        kernel: kernel, stride: stride, before: pair.before, after: pair.after, dilation: dilation, rounding: rounding)
    }
  }

  /// The output for a given number of channels.
  ///
  /// - Throws: `Misfit` also where output elements times window cells pass `Limits.operations`.
  public func output(channels: Int, for input: Shape) throws(Misfit) -> Shape {
    let windows = try windows(for: input)
    var extent: [Int] = []
    for (window, size) in zip(windows, input.extent) {
      extent.append(try window.outputSize(size))
    }
    let output = try Shape(channels: channels, extent: extent)
    try Limits.check([output.count] + windows.map(\.kernel), atMost: Limits.operations, "operations")
    return output
  }

  /// The windows for an input that is known to fit.
  func fittingWindows(for input: Shape) -> [Window] { (try? windows(for: input)) ?? [] }

  private static func pick<Number>(_ list: [Number], _ axis: Int) -> Number { list.count == 1 ? list[0] : list[axis] }
}
