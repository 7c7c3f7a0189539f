import Architecture
import DataSets
import Images
import Inference
import PlainText
import Weights

/// The inputs that `zoo run` is given, read some at a time.
struct RunInput {
  /// Inputs.
  let batch: Int
  /// Size of one.
  let shape: [Int]
  /// The numbers of some inputs, row-major, one after the other.
  let numbers: (Range<Int>) throws -> [Float]

  /// - Parameters:
  ///   - path: arrays (.npy, .npz, IDX), an activation file or a picture.
  ///   - network: that will read it; inputs may have another size than its own.
  ///   - weights: who wrote the weights, whose preprocessing a picture gets.
  init(
    _ path: String, for network: Network, _ weights: WeightOrigin, pictures: PictureOptions, arrays: ArrayOptions
  ) throws {
    let head = try readingWeights { try FileBytes(path) }
    if (try? head.bytes(at: 0, count: 4)) == [0x89, 0x48, 0x44, 0x46] {
      self = try RunInput(recorded: path, pictures, arrays)
    } else if let found = try readingExamples({ try ArrayFile.arrays(in: path) }) {
      guard found.count == 1 else {
        throw Failure.data("\(path): it holds \(found.count) arrays, and the inputs are one: save it with numpy.save")
      }
      self = try RunInput(found[0], for: network, weights, pictures, arrays)
    } else {
      guard ImageFormat(of: try Files.read(path, limit: ImageLimits.fileSize)) != nil else {
        throw Failure.data(
          "\(path): neither an array of numpy (.npy) nor an activation file (.h5) nor a picture (PNG or JPEG)")
      }
      guard arrays.layout == .nchw else { throw Failure.data("\(path): --layout is for arrays, and this is a picture") }
      let preprocessing = try pictures.preprocessing(of: network, for: weights)
      let values = try pictures.input(path, preprocessing, for: network).numbers
      (batch, shape, numbers) = (1, network.input.dimensions, { _ in values })
    }
  }

  /// The input of a file that was recorded.
  private init(recorded path: String, _ pictures: PictureOptions, _ arrays: ArrayOptions) throws {
    guard pictures.preprocessing == nil, !pictures.invert, arrays.layout == .nchw else {
      throw Failure.data(
        "\(path): its inputs were recorded as a network read them: --preprocessing, --invert and --layout are for pictures "
          + "and arrays")
    }
    let file = try ActivationFile(path)
    (batch, shape) = (file.batch, Array(file.input.shape.dropFirst()))
    numbers = { try file.values(of: file.input, images: $0) }
  }

  /// An array: one input where it has the size of one, else a batch.
  private init(
    _ given: NumberArray, for network: Network, _ weights: WeightOrigin, _ pictures: PictureOptions,
    _ arrays: ArrayOptions
  ) throws {
    let axes = network.input.dimensions.count
    let isAlone = given.asOneItem.item(arrays.layout, axes: axes) == network.input.dimensions
    let array = isAlone ? given.asOneItem : given
    guard array.shape.count > 1, array.count > 0 else {
      throw Failure.data(
        "\(given.title): the array is \(given.shape.map(String.init).joined(separator: "×")), and a batch of "
          + "\(network.input) is wanted")
    }
    batch = array.count
    guard let stated = pictures.preprocessing, stated != PictureOptions.none else {
      _ = try pictures.asTheyAre()
      let item = array.item(arrays.layout, axes: axes)
      if arrays.layout == .nchw, item != network.input.dimensions,
        array.item(.nhwc, axes: axes) == network.input.dimensions
      {
        throw Failure.data("\(given.title): its inputs are N×H×W×C; --layout nhwc reads them so")
      }
      shape = item
      numbers = { items in try readingExamples { try array.numbers(items, arrays.layout, axes: axes) } }
      return
    }
    let preparation = InputReader.Preparation.pixels(
      try pictures.preprocessing(of: network, for: weights), inverts: pictures.invert)
    let reader = try readingExamples {
      try InputReader(.numbers(array), for: network.input, preparation, layout: arrays.layout)
    }
    shape = network.input.dimensions
    numbers = { items in
      try readingExamples { try reader.numbers(of: items) { count, work in (0..<count).forEach(work) } }
    }
  }
}
