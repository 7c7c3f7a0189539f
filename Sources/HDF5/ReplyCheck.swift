import PlainText

/// Checks the description that a worker gave: a process that read hostile bytes may say anything.
struct ReplyCheck {
  let fileSize: Int

  func check(_ objects: [HDF5Object]) throws(HDF5Error) {
    guard let root = objects.first, root.path == "/", root.dataset == nil, objects.count <= HDF5Limits.objects else {
      throw nonsense("no root group")
    }
    // Every object's parent is a group that came before it, and no path comes twice.
    var groups: Set<String> = [""]
    var paths: Set<String> = ["/"]
    for object in objects.dropFirst() {
      let path = object.path
      guard path.utf8.first == UInt8(ascii: "/"), let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")),
        groups.contains(String(path[..<slash])), path.utf8.index(after: slash) < path.utf8.endIndex,
        paths.insert(path).inserted
      else { throw nonsense("path \(path.quoted)") }
      if object.dataset == nil { groups.insert(path) }
    }
    try checkDatasets(objects)
  }

  private func checkDatasets(_ objects: [HDF5Object]) throws(HDF5Error) {
    var extents: [(range: Range<Int>, path: String)] = []
    for object in objects {
      guard let dataset = object.dataset, dataset.unreadable == nil else { continue }
      let place = object.path.quoted
      guard dataset.shape.count <= HDF5Limits.rank, let bytes = dataset.byteCount else {
        throw nonsense("the shape of \(place)")
      }
      switch dataset.layout {
      case .compact:
        guard bytes <= 1 << 16, dataset.filters.isEmpty else { throw nonsense("the size of \(place)") }
      case .contiguous(let offset):
        guard offset >= 0, let end = Checked.sum(offset, bytes), end <= fileSize, dataset.filters.isEmpty else {
          throw nonsense("the place of \(place)")
        }
        if bytes > 0 { extents.append((offset..<end, object.path)) }
      case .chunked(let chunk):
        guard chunk.count == dataset.shape.count, chunk.allSatisfy({ $0 > 0 }) else {
          throw nonsense("the chunks of \(place)")
        }
        guard bytes > 0 else { continue }
        guard let chunkBytes = dataset.chunkBytes, chunkBytes <= HDF5Limits.chunkBytes(fileSize: fileSize),
          bytes / HDF5Limits.inflation <= fileSize
        else { throw nonsense("the chunks of \(place)") }
      }
    }
    try checkOverlap(extents)
  }

  private func checkOverlap(_ extents: [(range: Range<Int>, path: String)]) throws(HDF5Error) {
    let sorted = extents.sorted { ($0.range.lowerBound, $0.path) < ($1.range.lowerBound, $1.path) }
    for (one, next) in zip(sorted, sorted.dropFirst()) where next.range.lowerBound < one.range.upperBound {
      throw .refused(
        rule: .noOverlap, detail: "\(next.path.quoted) shares bytes with \(one.path.quoted)")
    }
  }

  private func nonsense(_ what: Phrase) -> HDF5Error {
    .workerEnded("the process that read it answered nonsense: \(what)")
  }
}
