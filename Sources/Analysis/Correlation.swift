import Architecture

/// What one kernel makes of one plane: the operation that every convolutional layer is built from.
///
/// Networks compute the cross-correlation, in which the kernel lies on the input as it is written:
///
///     out[i, j] = Σ over a, b of  kernel[a, b] · in[i·stride + a·dilation − padding, j·stride + b·dilation − padding]
///
/// The convolution of mathematics, (f ∗ g)(i) = Σ f(a)·g(i − a), flips the kernel about its centre first. Beyond the
/// plane there are zeros. Planes and kernels are row-major; a signal is a plane of one row.
public enum Correlation {
  /// Which of the two is computed.
  public enum Kind: String, CaseIterable, Sendable {
    /// The kernel as it is written.
    case crossCorrelation
    /// The kernel flipped along every axis.
    case convolution
  }

  /// Numbers in rows and columns.
  public struct Plane: Hashable, Sendable {
    public let height: Int
    public let width: Int
    /// Row-major, height·width of them.
    public let values: [Double]

    /// - Precondition: as many values as height·width, which are positive.
    public init(height: Int, width: Int, values: [Double]) {
      precondition(height > 0 && width > 0 && values.count == height * width)
      self.height = height
      self.width = width
      self.values = values
    }

    /// A signal: one row.
    public init(signal: [Double]) { self.init(height: 1, width: signal.count, values: signal) }

    public subscript(row: Int, column: Int) -> Double { values[row * width + column] }

    /// Turned by 180°: rows and columns in the reverse order.
    public var flipped: Plane { Plane(height: height, width: width, values: values.reversed()) }
  }

  /// The plane that a kernel makes of another.
  ///
  /// - Parameters:
  ///   - windows: how the kernel slides, for rows and for columns; their kernel sizes are those of `kernel`.
  /// - Throws: `SizeError` where the kernel is larger than the padded plane.
  public static func of(
    _ input: Plane, with kernel: Plane, windows: (rows: Window, columns: Window), kind: Kind = .crossCorrelation
  ) throws(SizeError) -> Plane {
    let (rows, columns) = windows
    guard rows.kernel == kernel.height, columns.kernel == kernel.width else {
      throw .kernel(rows: kernel.height, columns: kernel.width, window: [rows.kernel, columns.kernel])
    }
    let size = try Shape(channels: 1, extent: [rows.outputSize(input.height), columns.outputSize(input.width)])
    try Limits.check([size.count, kernel.values.count], atMost: Limits.operations, .operations)
    let weights = kind == .convolution ? kernel.flipped : kernel
    let (height, width) = (size.extent[0], size.extent[1])
    var output = [Double](repeating: 0, count: size.count)
    output.withUnsafeMutableBufferPointer { output in
      input.values.withUnsafeBufferPointer { values in
        for a in 0..<kernel.height {
          for b in 0..<kernel.width where weights[a, b] != 0 {
            let weight = weights[a, b]
            for i in 0..<height {
              let y = i * rows.stride + a * rows.dilation - rows.before
              guard y >= 0, y < input.height else { continue }
              for j in 0..<width {
                let x = j * columns.stride + b * columns.dilation - columns.before
                guard x >= 0, x < input.width else { continue }
                output[i * width + j] += weight * values[y * input.width + x]
              }
            }
          }
        }
      }
    }
    return Plane(height: height, width: width, values: output)
  }
}
