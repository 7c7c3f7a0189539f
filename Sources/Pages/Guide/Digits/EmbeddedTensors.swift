import TensorFiles

/// The tensors of a safetensors file that is part of the program.
struct EmbeddedTensors {
  private let source: MemorySource
  private let tensors: [String: StoredTensor]

  /// - Precondition: a file that `Scripts/train_digits.py` wrote.
  init(_ bytes: [UInt8]) {
    source = MemorySource(bytes)
    do {
      tensors = Dictionary(
        uniqueKeysWithValues: try Safetensors(reading: source).tensors.map { ($0.name, $0) })
    } catch {
      preconditionFailure("embedded tensors: \(error)")
    }
  }

  /// The numbers of a tensor, row-major.
  ///
  /// - Precondition: it is there.
  func numbers(_ name: String) -> [Double] {
    guard let tensor = tensors[name], let bytes = try? source.bytes(at: tensor.offset, count: tensor.byteCount) else {
      preconditionFailure("embedded tensors: no \(name)")
    }
    return FloatDecoder.decode(bytes, as: tensor.type, isBigEndian: tensor.isBigEndian).map(Double.init)
  }
}
