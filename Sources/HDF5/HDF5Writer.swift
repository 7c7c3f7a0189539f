internal import CHDF5
import PlainText

/// Creates an HDF5 file of groups, attributes and contiguous datasets, and tells where the numbers go.
///
/// The numbers are not written here: every dataset's room is laid out when the file is finished, and the caller writes
/// them there in whatever order and pieces it likes. There are no time stamps, and everything is created in the order of
/// the calls: the same calls make the same bytes. The format is that of HDF5 1.8 and earlier wherever it can be, which
/// every reader knows.
public final class HDF5Writer {
  /// A value as h5py would write it.
  public enum Attribute: Sendable, Hashable {
    /// A scalar of variable length: Python's `str`, or its `bytes` where `isUTF8` is false.
    case string(String, isUTF8: Bool = true)
    /// A list of variable length: Python's list of `str`, or numpy's array of `bytes` objects where `isUTF8` is false.
    case strings([String], isUTF8: Bool = true)
    /// A scalar of fixed length, padded with NUL: `numpy.bytes_`.
    case fixedString(String)
    /// A list of fixed length, that of the longest: Python's list of `bytes`, numpy's type `S`.
    case fixedStrings([String])
    /// int64
    case integer(Int)
    /// int64
    case integers([Int])
    /// float64
    case real(Double)
    /// float64; an empty list is also what h5py makes of `[]`.
    case reals([Double])
  }

  /// The most bytes that an attribute takes in files of this format, its head included: HDF5's header messages.
  public static let attributeBytes = 65_536 - 64

  private var file: hid_t
  private var datasets: [(id: hid_t, path: String)] = []

  /// Creates the file, or empties the one that is there: meant for a temporary file of the caller's own.
  public init(path: String) throws(HDF5Error) {
    try Library.start()
    let creation = try Handle(H5Pcreate(chdf5_file_create()), "set up a file", close: H5Pclose)
    let access = try Handle(H5Pcreate(chdf5_file_access()), "set up a file", close: H5Pclose)
    try Library.check(H5Pset_obj_track_times(creation.id, false), "leave out time stamps")
    try Library.check(
      H5Pset_libver_bounds(access.id, H5F_LIBVER_EARLIEST, H5F_LIBVER_V110), "choose the format")
    // By name: newer versions take another driver from the environment.
    try Library.check(H5Pset_fapl_sec2(access.id), "choose the driver")
    try Library.check(H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG), "set up a file")
    file = H5Fcreate(path, chdf5_truncate(), creation.id, access.id)
    guard file >= 0 else { throw Self.writing(Library.failure("create \(path.quoted)")) }
  }

  deinit {
    for dataset in datasets { H5Dclose(dataset.id) }
    if file >= 0 { H5Fclose(file) }
  }

  /// Creates a group, and those above it that are missing; nothing where it is there.
  public func addGroup(_ path: String) throws(HDF5Error) {
    var parent = ""
    for name in try Self.components(path) {
      let current = "\(parent)/\(name)"
      parent = current
      guard try !exists(current) else { continue }
      let creation = try Handle(H5Pcreate(chdf5_group_create()), "set up a group", close: H5Pclose)
      try Library.check(H5Pset_obj_track_times(creation.id, false), "leave out time stamps")
      _ = try Handle(
        H5Gcreate2(file, current, chdf5_default(), creation.id, chdf5_default()),
        "create group \(current.quoted)", close: H5Gclose)
    }
  }

  /// Creates a dataset, and the groups above it that are missing.
  ///
  /// - Returns: its place in the list that `finish()` gives.
  @discardableResult
  public func addDataset(_ path: String, shape: [Int], type: HDF5ElementType) throws(HDF5Error) -> Int {
    let components = try Self.components(path)
    let absolute = "/" + components.joined(separator: "/")
    let place = absolute.quoted
    guard !components.isEmpty else { throw .invalid("'/' is the root group and cannot be a dataset") }
    guard Checked.product(shape + [type.bytes]) != nil, shape.count <= HDF5Limits.rank else {
      throw .invalid("\(place) cannot have shape \(shape)")
    }
    try addGroup("/" + components.dropLast().joined(separator: "/"))
    let creation = try Handle(H5Pcreate(chdf5_dataset_create()), "set up a dataset", close: H5Pclose)
    try Library.check(H5Pset_obj_track_times(creation.id, false), "leave out time stamps")
    try Library.check(H5Pset_layout(creation.id, H5D_CONTIGUOUS), "lay out \(place)")
    try Library.check(H5Pset_alloc_time(creation.id, H5D_ALLOC_TIME_EARLY), "lay out \(place)")
    try Library.check(H5Pset_fill_time(creation.id, H5D_FILL_TIME_NEVER), "lay out \(place)")
    let sizes = shape.map { hsize_t($0) }
    let space = try Handle(
      shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(shape.count), sizes, nil), "shape \(place)",
      close: H5Sclose)
    let element = try Self.makeType(type)
    let id = H5Dcreate2(
      file, absolute, element.id, space.id, chdf5_default(), creation.id, chdf5_default())
    guard id >= 0 else { throw Self.writing(Library.failure("create dataset \(place)")) }
    datasets.append((id, absolute))
    return datasets.count - 1
  }

  /// Adds an attribute to a group or a dataset that is there; `/` is the root group.
  public func addAttribute(_ name: String, _ value: Attribute, to path: String) throws(HDF5Error) {
    let place: Phrase = "attribute \(name.quoted) of \(path.quoted)"
    let stored = try Self.stored(value, place)
    let type = stored.type.id
    guard stored.bytes <= Self.attributeBytes else {
      throw .invalid("\(place) would take \(stored.bytes) bytes; an attribute holds at most \(Self.attributeBytes)")
    }
    let object = try Handle(
      H5Oopen(file, path, chdf5_default()), "open \(path.quoted)", close: H5Oclose)
    let space = try Handle(
      stored.count.map { H5Screate_simple(1, [hsize_t($0)], nil) } ?? H5Screate(H5S_SCALAR), "shape \(place)",
      close: H5Sclose)
    let attribute = try Handle(
      H5Acreate2(object.id, name, type, space.id, chdf5_default(), chdf5_default()), "create \(place)",
      close: H5Aclose)
    if stored.count == 0 { return }
    switch value {
    case .string(let text, _): try Self.write([text], attribute.id, type, place)
    case .strings(let texts, _): try Self.write(texts, attribute.id, type, place)
    case .fixedString(let text): try Self.writeFixed([text], attribute.id, type, place)
    case .fixedStrings(let texts): try Self.writeFixed(texts, attribute.id, type, place)
    case .integer(let value): try Library.check(H5Awrite(attribute.id, type, [value.littleEndian]), "write \(place)")
    case .integers(let values):
      try Library.check(H5Awrite(attribute.id, type, values.map(\.littleEndian)), "write \(place)")
    case .real(let value):
      try Library.check(H5Awrite(attribute.id, type, [value.bitPattern.littleEndian]), "write \(place)")
    case .reals(let values):
      try Library.check(H5Awrite(attribute.id, type, values.map(\.bitPattern.littleEndian)), "write \(place)")
    }
  }

  /// Writes the file out and closes it. It has its final size; the datasets' bytes are still to be written.
  ///
  /// - Returns: for each dataset in order the offset of its first byte in the file; 0 for one without elements.
  public func finish() throws(HDF5Error) -> [Int] {
    guard file >= 0 else { throw .invalid("the file is finished") }
    var offsets: [Int] = []
    for dataset in datasets {
      let offset = H5Dget_offset(dataset.id)
      let size = H5Dget_storage_size(dataset.id)
      guard size == 0 || offset != chdf5_undefined_address(), let place = Int(exactly: size == 0 ? 0 : offset) else {
        throw Self.writing(Library.failure("find the place of \(dataset.path.quoted)"))
      }
      offsets.append(place)
    }
    for dataset in datasets {
      guard H5Dclose(dataset.id) >= 0 else { throw Self.writing(Library.failure("close a dataset")) }
    }
    datasets = []
    // Flushed first: a failure of the close itself could not be told from one of writing.
    guard H5Fflush(file, H5F_SCOPE_LOCAL) >= 0 else { throw Self.writing(Library.failure("write the file")) }
    let closed = H5Fclose(file)
    file = -1
    guard closed >= 0 else { throw Self.writing(Library.failure("close the file")) }
    return offsets
  }

  private func exists(_ path: String) throws(HDF5Error) -> Bool {
    try Library.check(H5Lexists(file, path, chdf5_default()), "look for \(path.quoted)") > 0
  }

  /// The names in a path, in which an empty one, `.` and `..` do not stand.
  private static func components(_ path: String) throws(HDF5Error) -> [String] {
    let names = path.split(separator: "/").map(String.init)
    guard names.allSatisfy({ $0 != "." && $0 != ".." && $0.utf8.count <= HDF5Limits.nameBytes && !$0.contains("\0") })
    else { throw .invalid("\(path.quoted) cannot be a path") }
    return names
  }

  /// An error of the library while it writes is the system's, not the file's.
  private static func writing(_ error: HDF5Error) -> HDF5Error {
    switch error {
    case .damaged(let detail), .unknownVersion(let detail), .refused(_, let detail):
      .system(detail)
    default: error
    }
  }
}

// Types and values of attributes.
extension HDF5Writer {
  /// How an attribute lies in the file: its type, the number of elements (nil for a scalar), and the header's bytes.
  private struct Stored: ~Copyable {
    let type: Handle
    let count: Int?
    let bytes: Int
  }

  private static func stored(
    _ value: Attribute, _ place: Phrase
  ) throws(HDF5Error) -> Stored {
    switch value {
    case .string(_, let isUTF8): return Stored(type: try stringType(nil, isUTF8: isUTF8), count: nil, bytes: 16)
    case .strings(let texts, let isUTF8):
      return Stored(type: try stringType(nil, isUTF8: isUTF8), count: texts.count, bytes: 16 * texts.count)
    case .fixedString(let text):
      let size = max(text.utf8.count, 1)
      return Stored(type: try stringType(size, isUTF8: false), count: nil, bytes: size)
    case .fixedStrings(let texts):
      let size = max(texts.map(\.utf8.count).max() ?? 1, 1)
      return Stored(type: try stringType(size, isUTF8: false), count: texts.count, bytes: size * texts.count)
    case .integer: return Stored(type: try makeType(.int64), count: nil, bytes: 8)
    case .integers(let values): return Stored(type: try makeType(.int64), count: values.count, bytes: 8 * values.count)
    case .real: return Stored(type: try makeType(.float64), count: nil, bytes: 8)
    case .reals(let values): return Stored(type: try makeType(.float64), count: values.count, bytes: 8 * values.count)
    }
  }

  /// A string type of a length in bytes, or of variable length.
  private static func stringType(_ size: Int?, isUTF8: Bool) throws(HDF5Error) -> Handle {
    let type = try Handle(H5Tcopy(chdf5_c_string()), "set up a string", close: H5Tclose)
    try Library.check(H5Tset_size(type.id, size ?? chdf5_variable_length()), "set up a string")
    try Library.check(H5Tset_cset(type.id, isUTF8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII), "set up a string")
    try Library.check(
      H5Tset_strpad(type.id, size == nil ? H5T_STR_NULLTERM : H5T_STR_NULLPAD), "set up a string")
    return type
  }

  private static func makeType(_ type: HDF5ElementType) throws(HDF5Error) -> Handle {
    let attempt: Phrase = "set up \(type.name)"
    let base =
      switch (type.kind, type.bytes) {
      case (.float, 8): chdf5_float64()
      case (.float, _): chdf5_float32()
      case (.int(signed: true), 1), (.boolean, _): chdf5_int8()
      case (.int(signed: true), 2): chdf5_int16()
      case (.int(signed: true), 4): chdf5_int32()
      case (.int(signed: true), _): chdf5_int64()
      case (.int(signed: false), 1): chdf5_uint8()
      case (.int(signed: false), 2): chdf5_uint16()
      case (.int(signed: false), 4): chdf5_uint32()
      case (.int(signed: false), _): chdf5_uint64()
      }
    if type.kind == .boolean {
      let boolean = try Handle(H5Tenum_create(base), attempt, close: H5Tclose)
      try Library.check(H5Tenum_insert(boolean.id, "FALSE", [0 as Int8]), attempt)
      try Library.check(H5Tenum_insert(boolean.id, "TRUE", [1 as Int8]), attempt)
      return boolean
    }
    let made = try Handle(H5Tcopy(base), attempt, close: H5Tclose)
    if case .float(let exponent) = type.kind, type.bytes == 2 {
      // The fields first, then the size: a type must hold its fields at every step.
      let mantissa = 15 - exponent
      try Library.check(H5Tset_fields(made.id, 15, mantissa, exponent, 0, mantissa), attempt)
      try Library.check(H5Tset_size(made.id, 2), attempt)
      try Library.check(H5Tset_ebias(made.id, (1 << (exponent - 1)) - 1), attempt)
    }
    if type.isBigEndian { try Library.check(H5Tset_order(made.id, H5T_ORDER_BE), attempt) }
    return made
  }

  private static func write(_ texts: [String], _ attribute: hid_t, _ type: hid_t, _ place: Phrase) throws(HDF5Error) {
    guard !texts.contains(where: { $0.utf8.contains(0) }) else { throw .invalid("\(place) holds a NUL") }
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
      starts.append(bytes.count)
      bytes += text.utf8.map { CChar(bitPattern: $0) } + [0]
    }
    let result = bytes.withUnsafeBufferPointer { buffer in
      H5Awrite(attribute, type, starts.map { start in buffer.baseAddress.map { $0 + start } })
    }
    try Library.check(result, "write \(place)")
  }

  private static func writeFixed(
    _ texts: [String], _ attribute: hid_t, _ type: hid_t, _ place: Phrase
  ) throws(HDF5Error) {
    let size = H5Tget_size(type)
    var bytes: [UInt8] = []
    for text in texts { bytes += Array(text.utf8) + [UInt8](repeating: 0, count: size - text.utf8.count) }
    try Library.check(H5Awrite(attribute, type, bytes), "write \(place)")
  }
}
