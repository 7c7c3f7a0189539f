import Architecture

/// What published weights expect to be done to an image, as a scale and a shift per channel.
enum Preprocessings {
  /// Means and deviations, RGB where there are three channels.
  private static let usual: [(mean: [Double], deviation: [Double])] = [
    // Caffe's VGG and Keras's, BGR, and in the order RGB.
    ([103.939, 116.779, 123.68], [1, 1, 1]), ([123.68, 116.779, 103.939], [1, 1, 1]),
    // Caffe's GoogLeNet.
    ([104, 117, 123], [1, 1, 1]), ([123, 117, 104], [1, 1, 1]),
    // torchvision, of pixels 0 to 1 and 0 to 255.
    ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ([0.485 * 255, 0.456 * 255, 0.406 * 255], [0.229 * 255, 0.224 * 255, 0.225 * 255]),
    // MNIST.
    ([0.1307], [0.3081]),
  ]

  /// Scales and shifts for images of so many channels: those that the model file states, those of published weights, both
  /// with their reverses, and changes of range.
  static func known(_ stated: [Preprocessing], channels: Int) -> [(scale: [Double], shift: [Double])] {
    var all: [(scale: [Double], shift: [Double])] = []
    let own = stated.map { stated in
      (stated.mean.map { $0 * stated.divisor }, stated.deviation.map { $0 * stated.divisor })
    }
    for (mean, deviation) in own + usual where mean.count == channels {
      all.append((deviation.map { 1 / $0 }, zip(mean, deviation).map { -$0 / $1 }))
      all.append((deviation, mean))
    }
    func same(_ scale: Double, _ shift: Double) {
      all.append((Array(repeating: scale, count: channels), Array(repeating: shift, count: channels)))
    }
    for range in [255.0, 256] {
      same(1 / range, 0)
      same(range, 0)
    }
    // Pixels within −1 and 1, as Keras's Inception has them, and back.
    same(2, -1)
    same(0.5, 0.5)
    same(1 / 127.5, -1)
    same(127.5, 127.5)
    return all
  }
}
