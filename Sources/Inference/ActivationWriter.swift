import Architecture
import FileSystem
import HDF5
import PlainText

/// Writes an activation file, some inputs of the batch at a time: a new file, whole or not at all.
///
/// `ActivationFile` describes the format.
public final class ActivationWriter {
  private let output: OutputFile
  private let places: [String: Int]

  /// Lays the file out.
  ///
  /// - Parameters:
  ///   - layers: whose outputs will be written.
  ///   - batch: inputs in all.
  ///   - reference: who computes.
  ///   - roundings: how far outputs are from double precision, by the layer's name, where it is known.
  ///   - mayReplace: whether a file that is there already is replaced.
  /// - Throws: `InferenceError` where the file cannot be made.
  public init(
    _ path: String, of network: Network, layers: [Layer], batch: Int, reference: String,
    roundings: [String: Double] = [:], mayReplace: Bool
  ) throws(InferenceError) {
    do {
      output = try OutputFile(path, mayReplace: mayReplace)
    } catch {
      throw InferenceError(error.phrase, .output)
    }
    do {
      let writer = try HDF5Writer(path: output.temporary)
      try writer.addAttribute("zoo_format", .string(ActivationFile.format), to: "/")
      try writer.addAttribute("model", .string(network.model.name), to: "/")
      try writer.addAttribute("reference", .string(reference), to: "/")
      try writer.addDataset("/input", shape: [batch] + network.input.dimensions, type: .float32)
      for layer in layers {
        let path = "/layers/\(layer.name)"
        try writer.addDataset(path, shape: [batch] + layer.shape.dimensions, type: .float32)
        if let rounding = roundings[layer.name] { try writer.addAttribute("rounding", .real(rounding), to: path) }
      }
      let offsets = try writer.finish()
      places = Dictionary(zip(["input"] + layers.map(\.name), offsets), uniquingKeysWith: { first, _ in first })
    } catch {
      throw InferenceError("\(path): \(error); nothing was changed", .output)
    }
  }

  /// Writes the input and the outputs for some inputs of the batch.
  ///
  /// - Parameter first: which input of the whole batch the first of these is.
  public func write(_ input: [Float], _ activations: Activations, from first: Int) throws(InferenceError) {
    guard let batch = activations.all.first?.batch else { return }
    try write(input, to: "input", from: first * (input.count / batch))
    for activation in activations.all {
      try write(activation.values, to: activation.layer, from: first * activation.shape.count)
    }
  }

  /// Puts the file in its place.
  ///
  /// - Returns: a warning where it is in its place but may not be after a power failure.
  public func commit() throws(InferenceError) -> String? {
    do {
      return try output.commit()
    } catch {
      throw InferenceError(error.phrase, .output)
    }
  }

  private func write(_ numbers: [Float], to name: String, from first: Int) throws(InferenceError) {
    guard let place = places[name] else { return }
    // As the file keeps them, on every machine that Swift runs on: little-endian.
    let result = numbers.withUnsafeBytes { bytes in
      Result { () throws(OutputError) in try output.write(bytes, at: place + first * 4) }
    }
    do {
      try result.get()
    } catch {
      throw InferenceError(error.phrase, .output)
    }
  }
}
