internal import COneDNN
import PlainText

/// What the descriptions of all primitives need.
extension PrimitiveDescriptor {
  static func numbers(_ list: [Int]) -> [Int64] { list.map(Int64.init) }

  static func text(_ layout: TensorLayout) -> String {
    layout.dimensions.map(String.init).joined(separator: "×")
  }

  /// The layout of a bias that the primitive chooses; nil for none.
  static func bias(_ hasBias: Bool, for destination: TensorLayout) throws(OneDNNError) -> TensorLayout? {
    hasBias ? try TensorLayout([destination.dimensions[1]], .any) : nil
  }
}
