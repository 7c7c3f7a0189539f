import HDF5
import PlainText
import TensorFiles
import Weights

/// A file of what a network computed, by any program: the input and the outputs of layers.
///
/// It is HDF5:
///
///     /                   attributes zoo_format = "activations/1", model and reference (text: the network, and who ran it)
///     /input              (N, C, H, W), N inputs; (N, C, L) for signals, (N, F) for vectors
///     /layers/<layer>     the same for a layer's output; a slash in a layer's name makes groups
///                         attribute rounding, where it is known (float64): how far the output is from double precision
///
/// Numbers are float32, or float16, float64 or uint8, which are read as float32; row-major. `zoo run` writes such files, and
/// `Scripts/record_reference.py` does from PyTorch, Keras and Caffe. The file is a stranger's: nothing is read before its
/// size is known to be what the network needs.
public final class ActivationFile {
  /// The value of the attribute `zoo_format`.
  public static let format = "activations/1"

  /// A layer's output in the file.
  public struct Recorded: Sendable {
    /// As the program that recorded it calls the layer.
    public let name: String
    /// The batch, then the sizes of one output.
    public let shape: [Int]
    /// How far the numbers are from those that double precision gives, relative to the largest of them, where the file says so.
    public let rounding: Double?
    let index: Int
    let type: ElementType
    let isBigEndian: Bool
  }

  /// As the user named it.
  public let path: String
  /// What the file says that was run, and by whom.
  public let model: String?
  public let reference: String?
  public let input: Recorded
  /// The outputs, by name.
  public let layers: [Recorded]
  private let reader: HDF5Reader

  /// Inputs in the batch.
  public var batch: Int { input.shape[0] }

  /// - Parameter worker: the command that starts a worker for HDF5.
  /// - Throws: `InferenceError` where the file cannot be opened, is damaged, or holds something else.
  public init(_ path: String, worker: [String] = HDF5Worker.command) throws(InferenceError) {
    self.path = path
    do {
      reader = try HDF5Reader(path: path, worker: worker)
    } catch {
      throw ActivationFile.failure(error, path)
    }
    let root = reader.objects.first { $0.path == "/" }
    guard case .strings([ActivationFile.format]) = root?[attribute: "zoo_format"] else {
      throw InferenceError("\(path): \(ActivationFile.whatElse(root))")
    }
    func text(_ name: String) -> String? {
      if case .strings(let strings) = root?[attribute: name] { return strings.first?.visible }
      return nil
    }
    (model, reference) = (text("model"), text("reference"))
    var input: Recorded?
    var layers: [Recorded] = []
    for (index, object) in reader.objects.enumerated() {
      guard let dataset = object.dataset, object.path == "/input" || object.path.hasPrefix("/layers/") else { continue }
      if let rule = dataset.unreadable { throw InferenceError("\(path): \(rule)") }
      guard let stored = dataset.type, let type = ElementType(stored), !type.isInteger || type == .uint8 else {
        throw InferenceError(
          "\(path): \(object.path.quoted) holds \(dataset.typeName), and activations are floating-point numbers")
      }
      // The numbers of one input are held at a time; compressed in a stranger's file, they could be any number.
      let size = (dataset.byteCount ?? 0) / max(1, dataset.shape.first ?? 1)
      guard size / 8 <= reader.fileSize + (2 << 20) else {
        throw InferenceError(
          "\(path): \(object.path.quoted) has \(size) bytes for each input, and the file \(reader.fileSize) in all")
      }
      let isInput = object.path == "/input"
      let name = isInput ? "input" : String(object.path.dropFirst("/layers/".count))
      let recorded = Recorded(
        name: name, shape: dataset.shape, rounding: ActivationFile.rounding(of: object), index: index, type: type,
        isBigEndian: stored.isBigEndian)
      if isInput { input = recorded } else { layers.append(recorded) }
    }
    guard let input, input.shape.count > 1, !input.shape.contains(0) else {
      throw InferenceError("\(path): there is no input in it: a dataset '/input' of (N, C, H, W)")
    }
    // Without zeros the product of some of the sizes is no larger than that of all, which is known to be a number.
    for layer in layers where layer.shape.contains(0) {
      throw InferenceError("\(path): the output of \(layer.name.quoted) has no numbers")
    }
    for layer in layers where layer.shape.first != input.shape[0] {
      throw InferenceError(
        "\(path): the output of \(layer.name.quoted) is \(Recorded.text(layer.shape)), and the batch has "
          + "\(input.shape[0]) inputs")
    }
    self.input = input
    self.layers = layers
  }

  /// The numbers of some inputs of the batch, row-major.
  public func values(of recorded: Recorded, images: Range<Int>) throws(InferenceError) -> [Float] {
    let size = recorded.shape.dropFirst().reduce(1, *) * recorded.type.bytes
    var bytes = [UInt8](repeating: 0, count: images.count * size)
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(HDF5Error) in
        try reader.read(recorded.index, bytes: (images.lowerBound * size)..<(images.upperBound * size), into: buffer)
      }
    }
    do {
      try result.get()
    } catch {
      throw ActivationFile.failure(error, path)
    }
    return FloatDecoder.decode(bytes, as: recorded.type, isBigEndian: recorded.isBigEndian)
  }

  private static func rounding(of object: HDF5Object) -> Double? {
    guard case .reals(let numbers) = object[attribute: "rounding"], numbers.count == 1, numbers[0].isFinite else {
      return nil
    }
    return numbers[0] >= 0 ? numbers[0] : nil
  }

  private static func failure(_ error: HDF5Error, _ path: String) -> InferenceError {
    if case .system = error { return InferenceError("\(path): \(error)", .noInput) }
    return InferenceError("\(path): \(error)")
  }

  /// What an HDF5 file is that holds no activations.
  private static func whatElse(_ root: HDF5Object?) -> Phrase {
    let needed: Phrase = "a file that 'zoo run' or Scripts/record_reference.py writes"
    switch root?[attribute: "zoo_format"] {
    case .integers: return "these are weights in zoo's own format, and not activations; give \(needed)"
    case .strings(let strings):
      return "its format is \((strings.first ?? "").quoted), and '\(format)' is read; give \(needed)"
    default: return "there are no activations in it; give \(needed)"
    }
  }
}

extension ActivationFile.Recorded {
  /// `1×96×55×55`.
  static func text(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "×") }
}
