/// How large the gradient of the loss is at every layer of one network with random weights: what `zoo gradient-norms` computes.
///
/// Four significant digits are recorded. The machine's instructions change GoogLeNet's by a thousandth or two, so that pages show two.
struct RecordedNorms: Sendable {
  struct Layer: Sendable {
    let name: String
    let kind: String
    /// Root mean square of the gradient with respect to its output, of the loss with auxiliary classifiers.
    let with: Double
    /// The same without them.
    let without: Double

    /// How many times larger it is with them.
    var ratio: Double { with / without }
  }

  /// `googlenet`, or the activation of a chain of 20 fully connected layers.
  let network: String
  /// `glorot` or `he`.
  let scheme: String
  let layers: [Layer]

  static let all: [RecordedNorms] = {
    var all: [RecordedNorms] = []
    for row in RecordedTable(PackageResources.norms_csv).rows {
      guard let with = row.number("with"), let without = row.number("without") else { continue }
      let layer = Layer(name: row.text("layer"), kind: row.text("kind"), with: with, without: without)
      let (network, scheme) = (row.text("network"), row.text("scheme"))
      if let last = all.last, last.network == network, last.scheme == scheme {
        all[all.count - 1] = RecordedNorms(network: network, scheme: scheme, layers: last.layers + [layer])
      } else {
        all.append(RecordedNorms(network: network, scheme: scheme, layers: [layer]))
      }
    }
    return all
  }()

  /// - Precondition: it was recorded.
  static func of(_ network: String, _ scheme: String) -> RecordedNorms {
    guard let norms = all.first(where: { $0.network == network && $0.scheme == scheme }) else {
      preconditionFailure("no recorded norms of \(network) with \(scheme)")
    }
    return norms
  }

  /// The layers of a kind.
  func layers(_ kind: String) -> [Layer] { layers.filter { $0.kind == kind } }

  /// - Precondition: it is there.
  func layer(_ name: String) -> Layer {
    guard let layer = layers.first(where: { $0.name == name }) else { preconditionFailure("no layer \(name)") }
    return layer
  }
}
