internal import CHDF5
import PlainText

/// Every object of a file, found by hard links alone and in an order that is the file's: a group, then its members by
/// name.
struct Walk {
  /// An object and where it lies, so that it can be opened again without a name.
  struct Found {
    let object: HDF5Object
    let address: UInt64
  }

  private let file: hid_t
  private var datasets: DatasetReading
  private var attributes = AttributeReading()
  private var addresses: Set<UInt64> = []
  private var found: [Found] = []
  private var nameBytes = 0

  init(file: hid_t, fileSize: Int) {
    self.file = file
    datasets = DatasetReading(fileSize: fileSize)
  }

  mutating func run() throws(HDF5Error) -> [Found] {
    // Links not yet followed, the next one last: no recursion, however deep the groups stand.
    var pending: [(parent: UInt64, name: String, path: String, depth: Int)] = []
    let root = try Handle(H5Gopen2(file, "/", chdf5_default()), "open the root group", close: H5Gclose)
    var members = try visit(root.id, path: "/", depth: 0)
    var parent = found[0].address
    var path = ""
    var depth = 0
    while true {
      for name in members.reversed() { pending.append((parent, name, "\(path)/\(name)", depth + 1)) }
      guard let next = pending.popLast() else { return found }
      let group = try Handle(
        H5Oopen_by_addr(file, haddr_t(next.parent)), "open the group of \(next.path.quoted)", close: H5Oclose
      )
      let object = try Handle(
        H5Oopen(group.id, next.name, chdf5_default()), "open \(next.path.quoted)", close: H5Oclose)
      members = try visit(object.id, path: next.path, depth: next.depth)
      parent = found[found.count - 1].address
      path = next.path
      depth = next.depth
    }
  }

  /// Records an object; the names of a group's members.
  private mutating func visit(_ id: hid_t, path: String, depth: Int) throws(HDF5Error) -> [String] {
    let place = path.quoted
    var info = chdf5_object()
    try Library.check(chdf5_object_info(id, &info), "examine \(place)")
    guard info.is_group || info.is_dataset else {
      throw .refused(rule: .groupsAndDatasets, detail: "\(place) is neither a group nor a dataset")
    }
    // Both: the count is what the file claims, the address is what was met.
    guard info.links <= 1, addresses.insert(info.address).inserted else {
      throw .refused(rule: .noAliases, detail: "\(place) has more than one name")
    }
    guard depth <= HDF5Limits.depth else {
      throw .refused(rule: .depth, detail: "\(place) stands more than \(HDF5Limits.depth) groups deep")
    }
    guard found.count < HDF5Limits.objects else {
      throw .refused(rule: .objectCount, detail: "there are more than \(HDF5Limits.objects) groups and datasets")
    }
    nameBytes += path.utf8.count
    guard nameBytes <= HDF5Limits.descriptionBytes / 2 else {
      throw .refused(rule: .nameLength, detail: "the names are over \(HDF5Limits.descriptionBytes / 2) bytes in all")
    }
    let object = HDF5Object(
      path: path, attributes: try attributes.read(id, count: info.attributes, of: path),
      dataset: info.is_dataset ? try datasets.read(id, path: path) : nil)
    found.append(Found(object: object, address: info.address))
    return info.is_group ? try members(id, path: path) : []
  }

  private func members(_ group: hid_t, path: String) throws(HDF5Error) -> [String] {
    var listing = Listing(path: path == "/" ? "" : path, objectsLeft: HDF5Limits.objects - found.count)
    let result = withUnsafeMutablePointer(to: &listing) { listing in
      chdf5_visit_links(group, listing) { listing, name, type in
        guard let listing = listing?.assumingMemoryBound(to: Listing.self), let name else { return -1 }
        return listing.pointee.add(name, type)
      }
    }
    if let refusal = listing.refusal { throw refusal }
    try Library.check(result, "list \((path.isEmpty ? "/" : path).quoted)")
    return listing.names
  }
}

/// The members of a group as the library tells them one by one, each link examined before any is followed.
private struct Listing {
  let path: String
  let objectsLeft: Int
  var names: [String] = []
  var refusal: HDF5Error?

  /// 0 to go on, 1 to stop.
  mutating func add(_ name: UnsafePointer<CChar>, _ type: H5L_type_t) -> herr_t {
    let bytes = UnsafeBufferPointer(start: name, count: strlenAtMost(name, HDF5Limits.nameBytes + 1))
    let text = String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let place = "\(path)/\(text)".quoted
    switch type {
    case H5L_TYPE_HARD: break
    case H5L_TYPE_SOFT: return refuse(.hardLinksOnly, "\(place) is a soft link")
    case H5L_TYPE_EXTERNAL: return refuse(.hardLinksOnly, "\(place) is a link to another file")
    default: return refuse(.hardLinksOnly, "\(place) is a link of type \(type.rawValue)")
    }
    guard bytes.count <= HDF5Limits.nameBytes else {
      return refuse(.nameLength, "\(place) has a name of more than \(HDF5Limits.nameBytes) bytes")
    }
    guard !bytes.isEmpty, text != ".", !text.utf8.contains(UInt8(ascii: "/")), Array(text.utf8).count == bytes.count,
      !text.unicodeScalars.contains("\u{fffd}")
    else { return refuse(.plainNames, "\(place) has a name that is empty, a dot, with a slash or not UTF-8") }
    guard names.count < objectsLeft else {
      return refuse(.objectCount, "there are more than \(HDF5Limits.objects) groups and datasets")
    }
    names.append(text)
    return 0
  }

  private mutating func refuse(_ rule: HDF5Rule, _ detail: Phrase) -> herr_t {
    refusal = .refused(rule: rule, detail: detail)
    return 1
  }

  private func strlenAtMost(_ text: UnsafePointer<CChar>, _ limit: Int) -> Int {
    var length = 0
    while length < limit, text[length] != 0 { length += 1 }
    return length
  }
}
