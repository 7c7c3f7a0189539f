import PlainText

/// Where a tensor of a pickle lies in the file, once it has been found to lie inside its storage.
struct TorchView {
  let offset: Int
  let byteCount: Int
  let strides: [Int]?

  /// - Parameters:
  ///   - start: bytes from the file's start to the storage.
  ///   - storageBytes: bytes of the storage.
  init(_ tensor: PickledTensor, named name: String, start: Int, storageBytes: Int) throws(FormatError) {
    let quoted = name.quoted
    guard tensor.shape.count == tensor.strides.count, tensor.offset >= 0, tensor.strides.allSatisfy({ $0 >= 0 }) else {
      throw FormatError(.torchView, "\(quoted) has an offset or strides that no tensor has")
    }
    guard let bytes = FormatLimits.byteCount(tensor.shape, tensor.type), bytes <= storageBytes else {
      throw FormatError(.torchView, "\(quoted) has more numbers than its storage of \(storageBytes) bytes")
    }
    let count = bytes / tensor.type.bytes
    let isEmpty = count == 0
    // The last number is the one with the last index on each axis.
    var last = tensor.offset
    var overflow = false
    if !isEmpty {
      for (size, stride) in zip(tensor.shape, tensor.strides) {
        let (step, first) = (size - 1).multipliedReportingOverflow(by: stride)
        let (sum, second) = last.addingReportingOverflow(step)
        overflow = overflow || first || second
        last = sum
      }
    }
    let numbers = storageBytes / tensor.type.bytes
    guard !overflow, isEmpty ? last <= numbers : last < numbers else {
      throw FormatError(.torchView, "\(quoted) reaches beyond its storage of \(storageBytes) bytes")
    }
    offset = start + tensor.offset * tensor.type.bytes
    byteCount = isEmpty ? 0 : (last - tensor.offset + 1) * tensor.type.bytes
    strides = isEmpty || Self.isRowMajor(tensor) ? nil : tensor.strides
  }

  /// Whether each axis steps over the product of those after it. The stride of an axis of size 1 is never used.
  private static func isRowMajor(_ tensor: PickledTensor) -> Bool {
    var step = 1
    for (size, stride) in zip(tensor.shape, tensor.strides).reversed() where size != 1 {
      if stride != step { return false }
      step *= size
    }
    return true
  }
}
