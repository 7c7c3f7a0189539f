internal import CHDF5
import PlainText

/// A dataset's description, and the guards that need no number of it.
///
/// What could only be an attack or damage refuses the file; what h5py's users do write and zoo does not read makes the
/// dataset unreadable and leaves the rest of the file alone.
struct DatasetReading {
  let fileSize: Int
  /// Bytes that the datasets so far take of the file.
  private var storedInAll = 0

  init(fileSize: Int) { self.fileSize = fileSize }

  mutating func read(_ dataset: hid_t, path: String) throws(HDF5Error) -> HDF5Dataset {
    let place = path.quoted
    let creation = try Handle(H5Dget_create_plist(dataset), "read the layout of \(place)", close: H5Pclose)
    // The layout first: asking a virtual dataset for its shape would look for its sources.
    let layoutKind = H5Pget_layout(creation.id)
    guard layoutKind != H5D_VIRTUAL else {
      throw .refused(rule: .noVirtualDataset, detail: "\(place) is a view of other datasets")
    }
    guard [H5D_COMPACT, H5D_CONTIGUOUS, H5D_CHUNKED].contains(layoutKind) else {
      throw .refused(rule: .knownLayout, detail: "\(place) has layout \(layoutKind.rawValue)")
    }
    guard try Library.check(H5Pget_external_count(creation.id), "count the files of \(place)") == 0 else {
      throw .refused(rule: .noExternalStorage, detail: "\(place) keeps its numbers in another file")
    }
    let filters = try filters(creation.id, place, isChunked: layoutKind == H5D_CHUNKED)
    let type = try Handle(H5Dget_type(dataset), "read the type of \(place)", close: H5Tclose)
    let (element, typeName) = ElementTypeReading.read(type.id)
    let space = try Handle(H5Dget_space(dataset), "read the shape of \(place)", close: H5Sclose)

    func described(
      _ shape: [Int], _ layout: HDF5Dataset.Layout, _ rule: HDF5Rule? = nil, _ why: Phrase = ""
    ) -> HDF5Dataset {
      HDF5Dataset(
        shape: shape, type: element, typeName: typeName, layout: layout, filters: filters.map(\.name),
        unreadable: rule.map { "rule \($0.rawValue): \(place) \(why)" })
    }

    guard H5Sget_simple_extent_type(space.id) != H5S_NULL else {
      return described([0], .compact, .storageMatchesShape, "is empty")
    }
    let rank = Int(try Library.check(H5Sget_simple_extent_ndims(space.id), "read the rank of \(place)"))
    guard rank <= HDF5Limits.rank else {
      throw .refused(
        rule: .rank, detail: "\(place) has \(rank) dimensions; at most \(HDF5Limits.rank) are read")
    }
    let shape = try shape(space.id, rank, place)
    var chunk: [Int] = []
    if layoutKind == H5D_CHUNKED {
      var sizes = [hsize_t](repeating: 0, count: HDF5Limits.rank)
      let chunkRank = try Library.check(
        H5Pget_chunk(creation.id, Int32(HDF5Limits.rank), &sizes), "read the chunks' shape of \(place)")
      chunk = sizes.prefix(rank).map { Int(clamping: $0) }
      guard chunkRank == rank, rank > 0, chunk.allSatisfy({ $0 > 0 }) else {
        throw .refused(rule: .rank, detail: "\(place) has chunks of rank \(chunkRank) and numbers of rank \(rank)")
      }
    }
    let unplaced: HDF5Dataset.Layout = layoutKind == H5D_CHUNKED ? .chunked(chunk) : .compact
    guard let element else { return described(shape, unplaced, .elementType, "holds \(typeName)") }
    guard let bytes = Checked.product(shape + [element.bytes]) else {
      throw .refused(rule: .rank, detail: "\(place) has a shape whose product is no number: \(shape)")
    }
    if let strange = filters.first(where: { $0.known == nil }) {
      return described(shape, unplaced, .filterAllowList, "is filtered by \(strange.name)")
    }

    let stored = Int(clamping: H5Dget_storage_size(dataset))
    if bytes == 0 { return described(shape, unplaced) }
    guard stored <= fileSize - storedInAll else {
      throw .refused(
        rule: .totalSize, detail: "with \(place) the datasets take more than the file's \(fileSize) bytes")
    }
    storedInAll += stored
    switch layoutKind {
    case H5D_COMPACT:
      guard stored == bytes else { throw mismatch(place, bytes, stored) }
      return described(shape, .compact)
    case H5D_CONTIGUOUS:
      let offset = H5Dget_offset(dataset)
      guard offset != chdf5_undefined_address() else {
        return described(shape, .compact, .storageMatchesShape, "was never written")
      }
      guard stored == bytes, let start = Int(exactly: offset), let end = Checked.sum(start, bytes), end <= fileSize
      else { throw mismatch(place, bytes, stored) }
      return described(shape, .contiguous(offset: start))
    default:
      var options: UInt32 = 0
      try Library.check(H5Pget_chunk_opts(creation.id, &options), "read the chunks' options of \(place)")
      guard options == 0 else {
        return described(shape, .chunked(chunk), .filterAllowList, "leaves its last chunks unfiltered")
      }
      try checkChunks(dataset, space.id, shape, chunk, element, bytes, stored, place)
      if let shuffle = filters.first(where: { $0.known == .shuffle }), shuffle.parameter != element.bytes {
        throw .refused(
          rule: .storageMatchesShape,
          detail: "\(place) is shuffled by \(shuffle.parameter) bytes, and its numbers have \(element.bytes)")
      }
      return described(shape, .chunked(chunk))
    }
  }

  private func checkChunks(
    _ dataset: hid_t, _ space: hid_t, _ shape: [Int], _ chunk: [Int], _ element: HDF5ElementType, _ bytes: Int,
    _ stored: Int, _ place: String
  ) throws(HDF5Error) {
    let limit = HDF5Limits.chunkBytes(fileSize: fileSize)
    let chunkBytes = Checked.product(chunk + [element.bytes]) ?? Int.max
    guard chunkBytes <= limit else {
      throw .refused(
        rule: .boundedInflation,
        detail: "\(place) has chunks of \(chunkBytes) bytes; of a file of \(fileSize), chunks of \(limit) are decoded")
    }
    guard stored <= fileSize else { throw mismatch(place, bytes, stored) }
    let wanted = Checked.product(zip(shape, chunk).map { ($0 - 1) / $1 + 1 })
    var found: hsize_t = 0
    try Library.check(H5Dget_num_chunks(dataset, space, &found), "count the chunks of \(place)")
    guard let wanted, found == wanted else {
      throw .refused(
        rule: .storageMatchesShape,
        detail: "\(place) has \(found) chunks of the \(wanted.map(String.init) ?? "many") that its shape needs")
    }
    guard let decoded = Checked.product([wanted, chunkBytes]), decoded / HDF5Limits.inflation <= stored else {
      throw .refused(
        rule: .boundedInflation,
        detail: "\(place) has \(wanted) chunks of \(chunkBytes) bytes; \(stored) stored ones cannot inflate to that")
    }
  }

  private func mismatch(_ place: String, _ bytes: Int, _ stored: Int) -> HDF5Error {
    .refused(
      rule: .storageMatchesShape,
      detail: "\(place) needs \(bytes) bytes; \(stored) are stored, in a file of \(fileSize)")
  }

  private func shape(_ space: hid_t, _ rank: Int, _ place: String) throws(HDF5Error) -> [Int] {
    var sizes = [hsize_t](repeating: 0, count: HDF5Limits.rank)
    try Library.check(H5Sget_simple_extent_dims(space, &sizes, nil), "read the shape of \(place)")
    var shape: [Int] = []
    for size in sizes.prefix(rank) {
      guard let size = Int(exactly: size) else {
        throw .refused(rule: .rank, detail: "\(place) has a dimension of \(size)")
      }
      shape.append(size)
    }
    return shape
  }

  private func filters(_ creation: hid_t, _ place: String, isChunked: Bool) throws(HDF5Error) -> [FilterStep] {
    let count = try Library.check(H5Pget_nfilters(creation), "count the filters of \(place)")
    guard count == 0 || isChunked else {
      throw .refused(rule: .filterAllowList, detail: "\(place) is filtered, and is not in chunks")
    }
    guard count <= 32 else {
      throw .refused(rule: .eachFilterOnce, detail: "\(place) has \(count) filters")
    }
    var steps: [FilterStep] = []
    for index in 0..<UInt32(count) {
      var flags: UInt32 = 0
      var parameters = [UInt32](repeating: 0, count: 8)
      var parameterCount = parameters.count
      // No name and no configuration are asked for: the latter would look for a plugin.
      let id = try Library.check(
        H5Pget_filter2(creation, index, &flags, &parameterCount, &parameters, 0, nil, nil),
        "read the filters of \(place)")
      let step = FilterStep(id: Int(id), parameter: parameterCount > 0 ? Int(parameters[0]) : 0)
      guard !steps.contains(where: { $0.id == step.id }) else {
        throw .refused(rule: .eachFilterOnce, detail: "\(place) is filtered by \(step.name) more than once")
      }
      steps.append(step)
    }
    return steps
  }

  /// The pipeline of a dataset that `read` found readable.
  func pipeline(_ creation: hid_t, path: String) throws(HDF5Error) -> [FilterStep] {
    try filters(creation, path.quoted, isChunked: true)
  }
}
