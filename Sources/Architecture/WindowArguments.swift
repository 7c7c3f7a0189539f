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

    /// `pad`: `same`, a number, one number per axis, or pairs.
    public var attribute: Attribute {
      guard case .cells(let pairs) = self else { return Attribute("pad", "same") }
      guard pairs.allSatisfy({ $0.before == $0.after }) else {
        return Attribute("pad", .pairs(pairs.map { [$0.before, $0.after] }))
      }
      return Attribute("pad", perAxis: pairs.map(\.before), default: 0)
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

  public init(
    kernel: [Int], stride: [Int] = [1], padding: Padding = .cells([Padding.Pair(before: 0, after: 0)]),
    dilation: [Int] = [1], rounding: Window.Rounding = .floor
  ) {
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
  /// - Throws: `SizeError` for a vector, or where a list has another number of axes.
  public func windows(for input: Shape) throws(SizeError) -> [Window] {
    guard !input.isVector else {
      throw .noPositions(operation: .window, input: input)
    }
    let axes = input.extent.count
    var lengths: [(SizeError.Argument, Int)] = [
      (.kernel, kernel.count), (.stride, stride.count), (.dilation, dilation.count),
    ]
    if case .cells(let pairs) = padding { lengths.append((.padding, pairs.count)) }
    for (argument, count) in lengths where count != 1 && count != axes {
      throw .wrongAxes(argument, count: count, input: input)
    }
    try checkNumbers()
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

  /// - Throws: `SizeError.windowNumber` where a number is not one that a window can have.
  private func checkNumbers() throws(SizeError) {
    func check(_ argument: SizeError.Argument, _ numbers: [Int], from least: Int) throws(SizeError) {
      if let wrong = numbers.first(where: { !(least...Limits.window).contains($0) }) {
        throw .windowNumber(argument, wrong, least: least)
      }
    }
    try check(.kernel, kernel, from: 1)
    try check(.stride, stride, from: 1)
    try check(.dilation, dilation, from: 1)
    if case .cells(let pairs) = padding { try check(.padding, pairs.flatMap { [$0.before, $0.after] }, from: 0) }
  }

  /// The output for a given number of channels.
  ///
  /// - Throws: `SizeError` also where output elements times window cells pass `Limits.operations`.
  public func output(channels: Int, for input: Shape) throws(SizeError) -> Shape {
    let windows = try windows(for: input)
    var extent: [Int] = []
    for (window, size) in zip(windows, input.extent) {
      extent.append(try window.outputSize(size))
    }
    let output = try Shape(channels: channels, extent: extent)
    try Limits.check([output.count] + windows.map(\.kernel), atMost: Limits.operations, .operations)
    return output
  }

  /// The windows for an input that is known to fit.
  func fittingWindows(for input: Shape) -> [Window] { (try? windows(for: input)) ?? [] }

  /// `kernel`, `stride`, `pad`, `dilation`, `rounding`.
  ///
  /// - Parameter strideDefault: the stride where none is stated, one number or one per axis.
  public func attributes(strideDefault: [Int]) -> [Attribute] {
    let isStrided = !zip(stride, strideDefault).allSatisfy { $0 == $1 } || stride.count != strideDefault.count
    let step = Attribute("stride", perAxis: stride)
    return [
      Attribute("kernel", perAxis: kernel), Attribute("stride", step.value, isDefault: !isStrided),
      padding.attribute, Attribute("dilation", perAxis: dilation, default: 1),
      Attribute("rounding", rounding.rawValue, default: Window.Rounding.floor.rawValue),
    ]
  }

  private static func pick<Number>(_ list: [Number], _ axis: Int) -> Number { list.count == 1 ? list[0] : list[axis] }
}
