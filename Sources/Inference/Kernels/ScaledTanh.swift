import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// amplitude·tanh(slope·x), which oneDNN has only unscaled (LeCun et al. 1998, appendix A).
struct ScaledTanh: Kernel {
  private let amplitude: Float
  private let slope: Float
  private let count: Int

  init(_ kind: Tanh, count: Int) {
    amplitude = Float(kind.amplitude)
    slope = Float(kind.slope)
    self.count = count
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    for index in 0..<count { output[index] = amplitude * tanhf(slope * inputs[0][index]) }
  }
}
