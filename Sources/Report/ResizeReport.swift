import Analysis
import Architecture

/// Why a network does not take an image of some size, in words that teach.
public struct ResizeReport: Sendable {
  private let error: ResizeError
  private let network: Network
  private let input: Shape

  public init(_ error: ResizeError, of network: Network, to input: Shape) {
    self.error = error
    self.network = network
    self.input = input
  }

  public var text: String {
    let layer = error.layer
    var lines = ["\(network.model.name): error: it does not take an input of \(input)"]
    switch error.reason {
    case .size(let error):
      lines.append("  \(layer.name) does not fit: \(error)")
    case .weights(let arriving):
      lines.append("  \(layer.name), \(ResizeReport.kind(layer)): \(weights(arriving))")
    }
    lines.append("  sizes that fit: \(SizesReport(AcceptedSizes(of: network), of: network).ranges)")
    if case .weights = error.reason, layer.kind is FullyConnected, input.channels == network.input.channels {
      lines.append(
        "  a global average pool before \(layer.name) would lift the limit: it makes one number of each channel,"
          + " whatever the size")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func weights(_ arriving: Shape) -> String {
    let layer = error.layer
    let made = layer.inputShapes[0]
    guard layer.kind is FullyConnected || layer.kind is RadialBasis else {
      return "its weights were made for \(made.channels) channels, and \(arriving.channels) arrive"
    }
    return "its weights were made for \(count(made)) inputs, and \(count(arriving)) arrive"
  }

  /// `400`, with the maps that make it up where they are known: `400 (16×5×5)`.
  private func count(_ shape: Shape) -> String {
    shape.isVector ? Numbers.grouped(shape.count) : "\(Numbers.grouped(shape.count)) (\(shape))"
  }

  private static func kind(_ layer: Layer) -> String {
    layer.kind is FullyConnected ? "a fully connected layer" : "a \(AnalysisColumn.words(layer.kind.name)) layer"
  }
}
