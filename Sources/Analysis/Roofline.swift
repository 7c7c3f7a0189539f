import Architecture

/// What limits a layer on a machine: its arithmetic, or the memory's speed.
///
/// Source: Williams, Waterman, Patterson, "Roofline", CACM 2009.
public struct Roofline: Hashable, Sendable {
  /// What the machine can do.
  public struct Machine: Hashable, Sendable {
    /// 10⁹ floating-point operations in a second.
    public let peakGflops: Double
    /// 10⁹ bytes moved in a second.
    public let bandwidthGbs: Double

    public init(peakGflops: Double, bandwidthGbs: Double) {
      self.peakGflops = peakGflops
      self.bandwidthGbs = bandwidthGbs
    }

    /// A small machine of today: two cores with 50 GFLOP/s each, and 20 GB/s.
    public static let typical = Machine(peakGflops: 100, bandwidthGbs: 20)

    /// Floating-point operations per byte at which both limits meet.
    public var balance: Double { peakGflops / bandwidthGbs }
  }

  public enum Bound: String, Hashable, Sendable {
    case compute, memory
  }

  public let bound: Bound
  /// min(peak, bandwidth · intensity), in 10⁹ operations per second.
  public let attainableGflops: Double
  /// The least time that the layer can take, in seconds: max(operations/peak, bytes/bandwidth).
  public let seconds: Double

  public init(flops: Int, bytes: Int, on machine: Machine) {
    let intensity = bytes == 0 ? 0 : Double(flops) / Double(bytes)
    bound = intensity < machine.balance ? .memory : .compute
    attainableGflops = min(machine.peakGflops, machine.bandwidthGbs * intensity)
    seconds = max(Double(flops) / (machine.peakGflops * 1e9), Double(bytes) / (machine.bandwidthGbs * 1e9))
  }

  /// Bytes that a layer reads and writes once: its inputs, its output and every tensor it keeps. A view moves nothing.
  public static func bytes(of layer: Layer, mode: Mode, batch: Int, dataType: DataType) -> Int {
    if layer.kind.isView(mode) { return 0 }
    let activations = (layer.inputShapes + [layer.shape]).reduce(0) { $0 + $1.count } * batch
    return (activations + layer.parameters.reduce(0) { $0 + $1.count }) * dataType.bytes
  }
}
