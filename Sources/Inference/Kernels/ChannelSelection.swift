import OneDNN

/// Channels of several tensors, one after the other in row-major order: a concatenation, a shuffle, or both in one.
struct ChannelSelection: Kernel {
  /// How an input lies.
  struct Source {
    let channels: Int
    /// Channels side by side at each position, the last block filled up; 1 for row-major.
    let block: Int
  }

  let images: Int
  /// Positions of one channel.
  let area: Int
  let sources: [Source]
  /// For each channel of the output the input, and its channel.
  let channels: [(input: Int, channel: Int)]
  let engine: Engine

  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    engine.parallel(images * channels.count) { index in
      let (input, channel) = channels[index % channels.count]
      let (block, count) = (sources[input].block, sources[input].channels)
      let image = index / channels.count * ((count + block - 1) / block * block * area)
      let source = inputs[input] + image + channel / block * block * area + channel % block
      let target = output + index * area
      if block == 1 {
        target.update(from: source, count: area)
      } else {
        for position in 0..<area { target[position] = source[position * block] }
      }
    }
  }
}
