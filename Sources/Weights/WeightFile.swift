import HDF5
import TensorFiles

/// An open file of weights: what it holds, and its numbers on demand. The file is only ever read.
public final class WeightFile {
  /// As the user named it.
  public let path: String
  public let dialect: Dialect
  public let tensors: [WeightTensor]
  /// What is in the file and was left out, one sentence each.
  public let remarks: [String]
  /// Bytes of the file.
  public let size: Int

  private let bytes: FileBytes
  private let reader: HDF5Reader?

  /// - Parameter worker: the command that starts a worker for HDF5.
  /// - Throws: `WeightError` where the file cannot be opened, is damaged or hostile, or is something else than weights.
  public init(_ path: String, worker: [String]) throws(WeightError) {
    self.path = path
    let bytes = try FileBytes(path)
    self.bytes = bytes
    size = bytes.size
    do {
      let reading: Reading
      switch try FileKind(of: bytes) {
      case .hdf5:
        let reader = try HDF5Reader(path: path, worker: worker)
        self.reader = reader
        reading = try HDF5Dialects.read(HDF5Contents(reader.objects))
      case .safetensors:
        reader = nil
        reading = PyTorchDialect.read(.safetensors, try Safetensors.read(bytes).tensors)
      case .torch:
        reader = nil
        reading = try TorchDialect.read(bytes)
      }
      dialect = reading.dialect
      tensors = reading.tensors
      remarks = reading.remarks
    } catch let error as HDF5Error {
      throw WeightError("\(path): \(error.message)")
    } catch let error as FormatError {
      throw WeightError("\(path): \(error.message)")
    } catch let error as WeightError {
      throw WeightError("\(path): \(error.message)")
    } catch {
      throw WeightError("\(path): \(error)")
    }
  }

  /// Reads elements of a tensor as they are stored, counted row-major.
  func read(
    _ tensor: WeightTensor, elements: Range<Int>, into buffer: UnsafeMutableRawBufferPointer
  ) throws(WeightError) {
    let size = tensor.type.bytes
    let range = (elements.lowerBound * size)..<(elements.upperBound * size)
    do {
      switch tensor.place {
      case .file(let offset): try bytes.read(at: offset + range.lowerBound, into: buffer)
      case .strided(let offset, let strides):
        try bytes.read(elements, of: tensor, at: offset, strides: strides, into: buffer)
      case .object(let index):
        guard let reader else { throw WeightError("no HDF5 file is open") }
        try reader.read(index, bytes: range, into: buffer)
      }
    } catch let error as HDF5Error {
      throw WeightError("\(path): \(error.message)")
    } catch let error as FormatError {
      throw WeightError("\(path): \(error.message)")
    } catch {
      throw WeightError("\(path): \(error)")
    }
  }
}

extension FileBytes {
  /// Reads elements of a tensor that does not lie row-major, one by one: PyTorch saves transposed tensors so.
  fileprivate func read(
    _ elements: Range<Int>, of tensor: WeightTensor, at offset: Int, strides: [Int],
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(FormatError) {
    let size = tensor.type.bytes
    let steps = StridedView(rowMajor: tensor.shape).strides
    for (position, element) in elements.enumerated() {
      var rest = element
      var place = 0
      for (step, stride) in zip(steps, strides) {
        place += rest / step * stride
        rest %= step
      }
      try read(
        at: offset + place * size, into: UnsafeMutableRawBufferPointer(rebasing: buffer[(position * size)..<((position + 1) * size)]))
    }
  }
}
