/// A window that slides along one axis: kernel, stride, padding, dilation and the rounding of its last step.
public struct Window: Hashable, Sendable {
  /// Cells that the window looks at.
  public let kernel: Int
  /// Cells from one window to the next.
  public let stride: Int
  /// Padding before the first cell (top or left).
  public let before: Int
  /// Padding after the last cell (bottom or right).
  public let after: Int
  /// Cells from one looked-at cell to the next; 1 is a dense window.
  public let dilation: Int
  public let rounding: Rounding

  /// What happens where the last step does not fit exactly.
  public enum Rounding: String, Hashable, Sendable {
    /// Leave the cells that are left over unread: PyTorch's default, and every convolution.
    case floor
    /// One more, clipped window: Caffe's pooling, PyTorch's `ceil_mode`.
    case ceil
  }

  public init(
    kernel: Int, stride: Int = 1, before: Int = 0, after: Int = 0, dilation: Int = 1, rounding: Rounding = .floor
  ) {
    self.kernel = kernel
    self.stride = stride
    self.before = before
    self.after = after
    self.dilation = dilation
    self.rounding = rounding
  }

  /// Cells from the first to the last looked-at cell: (kernel − 1)·dilation + 1.
  public var span: Int { (kernel - 1) * dilation + 1 }

  /// Output size along the axis.
  ///
  /// floor: ⌊(in + before + after − span)/stride⌋ + 1; ceil: the same rounded up, and one less where the last
  /// window would start in the padding after the input (Caffe's `pooling_layer.cpp`, PyTorch's `Pool.h`).
  ///
  /// - Throws: `SizeError.windowBeyondInput`, unless rounding up clips it.
  public func outputSize(_ size: Int) throws(SizeError) -> Int {
    let room = size + before + after - span
    guard room >= 0 || rounding == .ceil && room > -stride else {
      throw .windowBeyondInput(span: span, size: size, padding: before + after)
    }
    switch rounding {
    case .floor:
      return room / stride + 1
    case .ceil:
      let steps = (room + stride - 1) / stride
      return steps * stride >= size + before ? steps : steps + 1
    }
  }

  /// Cells of the padded input that no window reaches: left over after the last window, or stepped over.
  ///
  /// Cell x is reached where x = i·stride + j·dilation for a window i and a cell j of it; cells are counted by their
  /// remainder modulo the stride, so that the cost depends on the kernel alone.
  public func unreached(_ size: Int) throws(SizeError) -> Int {
    let padded = size + before + after
    let windows = try outputSize(size)
    var runs: [Int: [Range<Int>]] = [:]
    for cell in 0..<kernel {
      let (quotient, remainder) = (cell * dilation).quotientAndRemainder(dividingBy: stride)
      // cells remainder + n·stride for n in the run, inside the padded input
      let end = min(quotient + windows, (padded - remainder + stride - 1) / stride)
      if quotient < end { runs[remainder, default: []].append(quotient..<end) }
    }
    var reached = 0
    for var ranges in runs.values {
      ranges.sort { $0.lowerBound < $1.lowerBound }
      var covered = 0
      for range in ranges where range.upperBound > covered {
        reached += range.upperBound - max(range.lowerBound, covered)
        covered = range.upperBound
      }
    }
    return padded - reached
  }

  /// Cells of the unpadded input that window `index` spans; may begin below 0 or end above the size.
  public func cells(of index: Int) -> ClosedRange<Int> {
    let start = index * stride - before
    return start...(start + span - 1)
  }
}
