import Analysis
import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `lenet5-modern` with the weights of `Scripts/train_digits.py`, in double precision.
struct TrainedLeNet: Sendable {
  /// What the layers make of one digit, behind their activations.
  struct Answer: Sendable {
    let c1: [Correlation.Plane]
    let s2: [Correlation.Plane]
    let c3: [Correlation.Plane]
    let s4: [Correlation.Plane]
    let f5: [Double]
    let f6: [Double]
    let scores: [Double]

    /// The class with the highest score.
    var best: Int { scores.indices.max { scores[$0] < scores[$1] } ?? 0 }
  }

  /// A fully connected layer: a row of weights and a bias for each output.
  private struct Connected: Sendable {
    let weights: [Double]
    let biases: [Double]

    func outputs(of inputs: [Double]) -> [Double] {
      weights.withUnsafeBufferPointer { weights in
        inputs.withUnsafeBufferPointer { inputs in
          biases.enumerated().map { row, bias in
            var sum = bias
            for column in 0..<inputs.count { sum += weights[row * inputs.count + column] * inputs[column] }
            return sum
          }
        }
      }
    }
  }

  let c1: SmallLayer
  private let c3: SmallLayer
  private let connected: [Connected]

  static let trained = TrainedLeNet(EmbeddedTensors(PackageResources.lenet5_digits_safetensors))

  private init(_ tensors: EmbeddedTensors) {
    func convolution(_ name: String, inputs: Int) -> SmallLayer {
      let planes = Correlation.Plane.planes(tensors.numbers("\(name).weight"), height: 5, width: 5)
      let kernels = stride(from: 0, to: planes.count, by: inputs).map { Array(planes[$0..<$0 + inputs]) }
      return SmallLayer(kernels: kernels, biases: tensors.numbers("\(name).bias"))
    }
    c1 = convolution("C1", inputs: 1)
    c3 = convolution("C3", inputs: 6)
    connected = ["F5", "F6", "output"].map {
      Connected(weights: tensors.numbers("\($0).weight"), biases: tensors.numbers("\($0).bias"))
    }
  }

  private init(c1: SmallLayer, of other: TrainedLeNet) {
    self.c1 = c1
    c3 = other.c3
    connected = other.connected
  }

  /// The same network with other kernels in its first layer.
  func replacing(kernels: [Correlation.Plane]) -> TrainedLeNet {
    TrainedLeNet(c1: SmallLayer(kernels: kernels.map { [$0] }, biases: c1.biases), of: self)
  }

  /// - Parameter input: 32×32, as `DigitSet.input` makes it.
  /// - Throws: `SizeError` for an input that is smaller than the kernels.
  func answer(_ input: Correlation.Plane) throws(SizeError) -> Answer {
    func squashed(_ planes: [Correlation.Plane]) -> [Correlation.Plane] {
      planes.map { Planes.plane(like: $0, $0.values.map { tanh($0) }) }
    }
    let first = squashed(try c1.maps(of: [input]))
    let second = first.map { Planes.pooled($0, 2, Planes.average) }
    let third = squashed(try c3.maps(of: second))
    let fourth = third.map { Planes.pooled($0, 2, Planes.average) }
    let f5 = connected[0].outputs(of: fourth.flatMap(\.values)).map { tanh($0) }
    let f6 = connected[1].outputs(of: f5).map { tanh($0) }
    return Answer(
      c1: first, s2: second, c3: third, s4: fourth, f5: f5, f6: f6, scores: connected[2].outputs(of: f6))
  }
}
