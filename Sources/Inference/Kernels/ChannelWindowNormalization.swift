import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Local response normalization over an even number of channels, of which one more lies before a channel than after it as in
/// PyTorch; oneDNN's window is symmetrical.
struct ChannelWindowNormalization: Kernel {
  private let kind: LocalResponseNormalization
  private let batch: Int
  private let channels: Int
  private let area: Int

  init(_ kind: LocalResponseNormalization, batch: Int, channels: Int, area: Int) {
    self.kind = kind
    self.batch = batch
    self.channels = channels
    self.area = area
  }

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    for image in 0..<batch {
      let source = inputs[0] + image * channels * area
      let target = output + image * channels * area
      for channel in 0..<channels {
        let first = max(0, channel - kind.size / 2)
        let last = min(channels - 1, channel + (kind.size - 1) / 2)
        for cell in 0..<area {
          var squares = 0.0
          for other in first...last {
            let value = Double(source[other * area + cell])
            squares += value * value
          }
          let base = kind.k + kind.alpha / Double(kind.size) * squares
          target[channel * area + cell] = Float(Double(source[channel * area + cell]) / pow(base, kind.beta))
        }
      }
    }
  }
}
