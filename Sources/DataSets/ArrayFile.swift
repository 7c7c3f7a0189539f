import HDF5
import PlainText
import TensorFiles
import Weights

/// The arrays of a file: one of numpy's (`.npy`), several in its archive (`.npz`), one of MNIST's files (IDX), packed by gzip or
/// not, or the datasets of an HDF5 file. Which it is, its bytes say and not its name.
public enum ArrayFile {
  /// - Parameter worker: the command that starts a worker for HDF5.
  /// - Returns: nil where the file is none of these.
  /// - Throws: `DataSetError` where it cannot be opened, is damaged, or has no array.
  public static func arrays(in path: String, worker: [String] = HDF5Worker.command) throws -> [NumberArray]? {
    do {
      let bytes = try FileBytes(path)
      if InflatedSource.recognizesGzip(bytes) {
        let source = try InflatedSource.gzip(bytes)
        guard let array = try single(source, path) else {
          throw DataSetError("\(path): what gzip packed is neither an IDX file nor an array of numpy")
        }
        guard !array.isColumnMajor else {
          throw DataSetError(
            "\(path): compressed and in Fortran order: unpack it, or save numpy.ascontiguousarray of it")
        }
        return [numbers(array, source, title: path)]
      }
      if let array = try single(bytes, path) { return [numbers(array, bytes, title: path)] }
      if ZipReader.recognizes(bytes) {
        let entries = try NumpyArchive(reading: bytes).entries
        return entries.filter { !$0.array.shape.isEmpty }.map {
          numbers($0.array, $0.source, title: "\(path), \($0.name)", name: $0.name)
        }
      }
      guard try bytes.size >= 4 && bytes.bytes(at: 0, count: 4) == [0x89, 0x48, 0x44, 0x46] else { return nil }
      return try datasets(of: try HDF5Reader(descriptor: bytes.descriptor, worker: worker), path)
    } catch {
      throw DataSetError(error, in: path)
    }
  }

  private static func single(_ source: some ByteSource, _ path: String) throws -> StoredArray? {
    let array: StoredArray
    if NumpyArray.recognizes(source) {
      array = try NumpyArray.array(in: source)
    } else if IDXFile.recognizes(source) {
      array = try IDXFile.array(in: source)
    } else {
      return nil
    }
    guard !array.shape.isEmpty else { throw DataSetError("\(path): a single number, and no array") }
    return array
  }

  private static func numbers(
    _ array: StoredArray, _ source: any ByteSource, title: String, name: String = ""
  ) -> NumberArray {
    NumberArray(
      title: title, name: name, shape: array.shape, type: array.type.rawValue, isInteger: array.type.isInteger
    ) { try array.floats(of: $0, in: source) }
  }

  /// The datasets that hold numbers and can be read.
  private static func datasets(of reader: HDF5Reader, _ path: String) throws -> [NumberArray] {
    reader.objects.enumerated().compactMap { index, object in
      guard let dataset = object.dataset, dataset.unreadable == nil, let stored = dataset.type,
        let type = ElementType(stored), !dataset.shape.isEmpty, dataset.byteCount != nil
      else { return nil }
      let name = String(object.path.dropFirst())
      let size = dataset.shape.dropFirst().reduce(type.bytes, *)
      return NumberArray(
        title: "\(path), \(name)", name: name, shape: dataset.shape, type: type.rawValue, isInteger: type.isInteger
      ) { items in
        var bytes = [UInt8](repeating: 0, count: items.count * size)
        let range = (items.lowerBound * size)..<(items.upperBound * size)
        try bytes.withUnsafeMutableBytes { try reader.read(index, bytes: range, into: $0) }
        return FloatDecoder.decode(bytes, as: type, isBigEndian: stored.isBigEndian)
      }
    }
  }
}
