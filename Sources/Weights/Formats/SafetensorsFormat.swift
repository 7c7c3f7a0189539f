import Architecture
import TensorFiles

/// safetensors, with the names of a PyTorch state_dict.
enum SafetensorsFormat: WritableFormat {
  static let title = "safetensors"
  static let layout = Layout.channelsFirst
  static let implementations = PyTorchFormat.implementations

  static func read(_ file: Safetensors) -> Reading { PyTorchFormat.read(.safetensors, file.tensors) }

  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item] {
    PyTorchFormat.items(of: layers, in: network)
  }
}
