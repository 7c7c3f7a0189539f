import Analysis
import Architecture
import PlainText
import Weights

/// The memory that running a network takes, known before any is asked for.
struct Budget {
  /// Bytes of weights, activations and results; nil where they cannot be counted.
  let bytes: Int?
  /// The value with the most numbers.
  private let largest: Layer
  private let batch: Int

  /// oneDNN counts the numbers of one tensor in 32 bits in places.
  private static let largestTensor = Int(Int32.max)

  init(of network: Network, batch: Int, kept: Set<Int>) {
    self.batch = batch
    largest = network.layers.max { $0.shape.count < $1.shape.count } ?? network.layers[0]
    let weights = network.layers.reduce(Executor.weightBytes(of: network)) { $0 + Winograd.additionalBytes(for: $1) }
    let kept = kept.reduce(0) { $0 + network.layers[$1].shape.count }
    let all = network.layers.reduce(0) { $0 + $1.shape.count }
    // The sum over all layers is more than the peak: what it can be multiplied with, the peak can too.
    guard batch >= 1, all + kept <= Int.max / 8 / batch else {
      bytes = nil
      return
    }
    let peak = Memory(of: network, batch: batch, dataType: .float32).peak
    bytes = weights + peak + kept * 4 * batch
  }

  /// - Throws: `InferenceError` for a batch that is impossible or needs more memory than there is.
  func check(_ model: String) throws(InferenceError) {
    guard batch >= 1 else { throw InferenceError("\(model): a batch of \(batch) is impossible: it is at least 1") }
    guard let bytes, largest.shape.count <= Budget.largestTensor / batch else {
      throw InferenceError(
        "\(model): a batch of \(batch) is too large: \(largest.name) alone would have \(batch) × \(largest.shape) numbers, "
          + "and 2^31 are possible", .memory)
    }
    let available = MachineMemory.available
    guard bytes <= available else {
      throw InferenceError(
        "\(model): to run a batch of \(batch) takes \(MachineMemory.text(bytes)) of memory, and "
          + "\(MachineMemory.text(available)) are free", .memory)
    }
  }
}
