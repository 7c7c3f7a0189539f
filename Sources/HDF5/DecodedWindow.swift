/// The bytes of a compact or chunked dataset that are decoded at a time.
///
/// A slab is the chunks that share their place on the first axis: their bytes follow each other in the dataset. A window
/// is all of a dataset, as many slabs as there is room for, or, where one is too large, a part of one.
struct DecodedWindow: Equatable {
  /// Counted from the dataset's first byte.
  let range: Range<Int>
  /// What decoding them may take: a second for every 20 MB of their chunks.
  let seconds: Int

  init(range: Range<Int>, of dataset: HDF5Dataset) {
    self.range = range
    // Axes without their rests: the chunks at the edges are whole.
    let bytes = min(Self.slabBytes(of: dataset, isPadded: true), Int.max / 2)
    let slab = max(1, Self.slabBytes(of: dataset))
    let slabs = (range.upperBound - 1) / slab - range.lowerBound / slab + 1
    seconds = HDF5Limits.seconds + (Checked.product([bytes / 1000, slabs]) ?? Int.max / 2) / 20_000
  }

  /// The window that has the byte at `place`.
  ///
  /// - Parameter limit: bytes at most, beside what the size of the file allows.
  init(at place: Int, of dataset: HDF5Dataset, fileSize: Int, atMost limit: Int = .max) {
    let size = dataset.byteCount ?? 0
    let room = max(
      1, min(HDF5Limits.windowBytes(fileSize: fileSize, chunkBytes: dataset.chunkBytes ?? 0), limit))
    let slab = max(1, Self.slabBytes(of: dataset))
    let range: Range<Int>
    if size <= room || dataset.chunkBytes == nil {
      range = 0..<size
    } else if slab <= room {
      let start = place / slab * slab
      range = start..<min(size, start + room / slab * slab)
    } else {
      let slabStart = place / slab * slab
      let start = slabStart + (place - slabStart) / room * room
      range = start..<min(size, start + room, slabStart + slab)
    }
    self.init(range: range, of: dataset)
  }

  /// Bytes of a dataset's slab.
  ///
  /// - Parameter isPadded: with what its chunks have beyond the dataset's edges.
  private static func slabBytes(of dataset: HDF5Dataset, isPadded: Bool = false) -> Int {
    guard case .chunked(let chunk) = dataset.layout, let type = dataset.type, let rows = chunk.first else {
      return dataset.byteCount ?? 0
    }
    let row = zip(dataset.shape, chunk).dropFirst().map { size, step in
      isPadded ? Checked.product([max(size - 1, 0) / step + 1, step]) ?? Int.max : size
    }
    return Checked.product([isPadded ? rows : min(rows, dataset.shape[0])] + row + [type.bytes]) ?? Int.max / 2
  }
}
