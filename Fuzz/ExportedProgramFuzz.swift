import Architecture
import Import

/// The description of an exported program from any bytes, in a zip file with two parameters; or such a file itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let isArchive = bytes.starts(with: [0x50, 0x4B, 3, 4])
  guard let model = importing(isArchive ? bytes : archive(bytes), as: "fuzz.pt2") else { return 0 }
  check(model)
  accept()
  return 0
}

private let weights = """
  {"config": {"conv.weight": {"path_name": "w", "use_pickle": false, "tensor_meta": {"dtype": 7, "layout": 7, \
  "sizes": [{"as_int": 2}, {"as_int": 3}, {"as_int": 3}, {"as_int": 3}], "storage_offset": {"as_int": 0}, \
  "strides": [{"as_int": 27}, {"as_int": 9}, {"as_int": 3}, {"as_int": 1}]}}}}
  """

/// A zip file with a program's description and its weights, without checksums.
private func archive(_ model: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  var directory: [UInt8] = []
  let members = [
    ("a/models/model.json", model), ("a/data/weights/model_weights_config.json", Array(weights.utf8)),
    ("a/data/weights/w", [UInt8](repeating: 1, count: 216)),
  ]
  for (name, data) in members {
    let sizes = little(data.count, 4) + little(data.count, 4) + little(name.utf8.count, 2)
    directory +=
      little(0x0201_4B50, 4) + little(0, 16) + sizes + little(0, 12) + little(bytes.count, 4) + Array(name.utf8)
    bytes += little(0x0403_4B50, 4) + little(0, 14) + sizes + little(0, 2) + Array(name.utf8) + data
  }
  let places = little(directory.count, 4) + little(bytes.count, 4)
  return bytes + directory + little(0x0605_4B50, 4) + little(0, 4) + little(3, 2) + little(3, 2) + places + little(0, 2)
}

private func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}
