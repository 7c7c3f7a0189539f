import Architecture
import OneDNN
import PlainText

/// What the backward pass of one layer reads and writes, for a batch; every tensor is row-major.
struct BackwardPass {
  let layer: Layer
  let batch: Int
  let engine: Engine
  /// The numbers of each input, and of the output.
  let inputs: [UnsafePointer<Float>]
  let output: UnsafePointer<Float>
  /// With respect to the output.
  let gradient: UnsafePointer<Float>
  /// With respect to each input: what a layer finds is added, since others read the same input. Nil where nobody asks.
  let targets: [UnsafeMutablePointer<Float>?]
  /// The numbers of parameters by their names.
  let parameters: [String: UnsafePointer<Float>]
  /// With respect to parameters by their names, zeros at first; none where nobody asks.
  let parameterTargets: [String: UnsafeMutablePointer<Float>]

  /// Numbers of the output, and of an input, of all the batch.
  var count: Int { batch * layer.shape.count }
  func count(ofInput index: Int) -> Int { batch * layer.inputShapes[index].count }

  /// - Throws: `InferenceError` where the layer has no such parameter.
  func parameter(_ name: String) throws(InferenceError) -> UnsafePointer<Float> {
    guard let numbers = parameters[name] else { throw InferenceError("\(layer.name): there is no \(name)") }
    return numbers
  }

  /// Sizes of an input and of the output as oneDNN gets them.
  func sizes(ofInput index: Int) -> [Int] { layer.inputShapes[index].sizes(batch: batch) }
  var outputSizes: [Int] { layer.shape.sizes(batch: batch) }

  /// Neighbours that a thread takes at a time.
  private static let share = 1 << 14

  /// Adds to the gradient with respect to the first input, which has as many numbers as the output: the output's times a factor.
  ///
  /// - Parameter factor: at an index.
  func addEach(_ factor: (Int) -> Double) {
    guard let target = targets[0] else { return }
    let count = count
    engine.parallel((count + BackwardPass.share - 1) / BackwardPass.share) { part in
      for index in (part * BackwardPass.share)..<min(count, (part + 1) * BackwardPass.share) {
        target[index] += Float(Double(gradient[index]) * factor(index))
      }
    }
  }

  /// Adds a plain tensor to a target.
  func add(_ numbers: UnsafePointer<Float>, _ count: Int, to target: UnsafeMutablePointer<Float>) {
    for index in 0..<count { target[index] += numbers[index] }
  }

  /// Adds to the gradient with respect to a bias: the sum of a channel's gradients over the batch and all positions.
  func addBias() {
    guard let target = parameterTargets["bias"] else { return }
    let (channels, area) = (layer.shape.channels, layer.shape.area)
    for channel in 0..<channels {
      var sum = 0.0
      for image in 0..<batch {
        let plane = gradient + (image * channels + channel) * area
        for cell in 0..<area { sum += Double(plane[cell]) }
      }
      target[channel] += Float(sum)
    }
  }
}
