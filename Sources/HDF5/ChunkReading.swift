internal import CHDF5
import PlainText

/// The numbers of a compact or chunked dataset, a part of its row-major run of bytes at a time.
struct ChunkReading {
  let id: hid_t
  let path: String
  let dataset: HDF5Dataset
  let fileSize: Int

  private var place: String { path.quoted }

  /// - Parameters:
  ///   - range: which of the dataset's bytes; all of a compact one.
  ///   - target: as many bytes.
  func decode(_ range: Range<Int>, into target: UnsafeMutableRawBufferPointer) throws(HDF5Error) {
    guard let element = dataset.type else { throw .damaged("\(place) has no type") }
    switch dataset.layout {
    case .contiguous: throw .damaged("\(place) is not decoded but read where it lies")
    case .compact:
      guard range == 0..<(dataset.byteCount ?? 0) else { throw .damaged("\(place) is read as a whole") }
      // The memory's type is the file's: nothing is converted by the library.
      let type = try Handle(H5Dget_type(id), "read the type of \(place)", close: H5Tclose)
      try Library.check(
        H5Dread(id, type.id, chdf5_whole(), chdf5_whole(), chdf5_default(), target.baseAddress), "read \(place)")
    case .chunked(let chunk): try decodeChunks(chunk, element, range, target)
    }
  }

  private func decodeChunks(
    _ chunk: [Int], _ element: HDF5ElementType, _ range: Range<Int>, _ target: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    let shape = dataset.shape
    let creation = try Handle(H5Dget_create_plist(id), "read the layout of \(place)", close: H5Pclose)
    let pipeline = FilterPipeline(
      steps: try DatasetReading(fileSize: fileSize).pipeline(creation.id, path: path))
    guard let chunkBytes = dataset.chunkBytes, target.count == range.count else {
      throw .damaged("\(place) changed its shape")
    }
    // The product is that of a checked shape, and of no axis without elements.
    let rowBytes = shape.dropFirst().reduce(element.bytes, *)
    let lastRow = (range.upperBound - 1) / rowBytes
    // What deflate and a checksum can add to numbers that do not compress.
    let storedLimit = chunkBytes + chunkBytes / 64 + 1024
    var origin = [Int](repeating: 0, count: shape.count)
    origin[0] = range.lowerBound / rowBytes / chunk[0] * chunk[0]
    repeat {
      guard origin[0] <= lastRow else { return }
      guard bounds(of: origin, chunk, element.bytes).overlaps(range) else { continue }
      let offset = origin.map { hsize_t($0) }
      var size: hsize_t = 0
      try Library.check(H5Dget_chunk_storage_size(id, offset, &size), "find chunk \(origin) of \(place)")
      guard size > 0, size <= storedLimit, size <= fileSize else {
        throw .refused(
          rule: .storageMatchesShape,
          detail: "chunk \(origin) of \(place) is stored in \(size) bytes, and has \(chunkBytes)")
      }
      var stored = [UInt8](repeating: 0, count: Int(size))
      var skipped: UInt32 = 0
      try Library.check(
        H5Dread_chunk(id, chdf5_default(), offset, &skipped, &stored), "read chunk \(origin) of \(place)")
      // Given away: what is stored is gone before the chunk is unshuffled.
      let bytes = try pipeline.decode(consume stored, skipped: skipped, count: chunkBytes, place)
      copy(bytes, at: origin, chunk, element.bytes, range, to: target)
    } while advance(&origin, by: chunk, within: shape)
  }

  /// The next chunk, the last dimension fastest; false after the last one.
  private func advance(_ origin: inout [Int], by step: [Int], within shape: [Int]) -> Bool {
    for axis in origin.indices.reversed() {
      // Compared before it is added: a chunk may be almost as large as a number can be.
      if step[axis] < shape[axis] - origin[axis] {
        origin[axis] += step[axis]
        return true
      }
      origin[axis] = 0
    }
    return false
  }

  /// How much of a chunk is inside the dataset.
  private func inside(_ origin: [Int], _ chunk: [Int]) -> [Int] {
    zip(zip(chunk, dataset.shape), origin).map { min($0.0, $0.1 - $1) }
  }

  /// From the first byte of the dataset that is in a chunk to the last one.
  private func bounds(of origin: [Int], _ chunk: [Int], _ elementBytes: Int) -> Range<Int> {
    let inside = inside(origin, chunk)
    var first = 0
    var last = 0
    for axis in origin.indices {
      first = first * dataset.shape[axis] + origin[axis]
      last = last * dataset.shape[axis] + origin[axis] + inside[axis] - 1
    }
    return first * elementBytes..<(last + 1) * elementBytes
  }

  /// The part of a chunk that is inside the dataset and the range, row by row of the last dimension.
  private func copy(
    _ bytes: [UInt8], at origin: [Int], _ chunk: [Int], _ elementBytes: Int, _ range: Range<Int>,
    to target: UnsafeMutableRawBufferPointer
  ) {
    let shape = dataset.shape
    let inside = inside(origin, chunk)
    let last = shape.count - 1
    let rowBytes = inside[last] * elementBytes
    let rows = [Int](repeating: 1, count: last) + [inside[last]]
    var row = [Int](repeating: 0, count: shape.count)
    bytes.withUnsafeBytes { source in
      repeat {
        var from = 0
        var to = 0
        for axis in row.indices {
          from = from * chunk[axis] + row[axis]
          to = to * shape[axis] + origin[axis] + row[axis]
        }
        let place = to * elementBytes
        let part = (place..<place + rowBytes).clamped(to: range)
        guard !part.isEmpty else { continue }
        let start = from * elementBytes + part.lowerBound - place
        UnsafeMutableRawBufferPointer(rebasing: target[(part.lowerBound - range.lowerBound)...])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + part.count]))
      } while advance(&row, by: rows, within: inside)
    }
  }
}
