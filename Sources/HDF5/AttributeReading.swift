internal import CHDF5
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Attributes of an object, each read in the file's own type and converted here.
struct AttributeReading {
  /// Bytes of text that the whole file may still show.
  private var budget = HDF5Limits.descriptionBytes / 2

  mutating func read(_ object: hid_t, count: UInt64, of path: String) throws(HDF5Error) -> [HDF5Attribute] {
    guard count <= HDF5Limits.attributesOfObject else {
      throw .refused(
        rule: .boundedAttributes,
        detail: "\(path.quoted) has \(count) attributes; at most \(HDF5Limits.attributesOfObject) are read")
    }
    var attributes: [HDF5Attribute] = []
    for index in 0..<hsize_t(count) {
      let attribute = try Handle(
        H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, index, chdf5_default(), chdf5_default()),
        "open attribute \(index) of \(path.quoted)", close: H5Aclose)
      let name = try name(attribute.id, of: path)
      let place: Phrase = "attribute \(name.quoted) of \(path.quoted)"
      attributes.append(HDF5Attribute(name: name, value: try value(attribute.id, place)))
    }
    return attributes
  }

  private mutating func name(_ attribute: hid_t, of path: String) throws(HDF5Error) -> String {
    let length = try Library.check(
      H5Aget_name(attribute, 0, nil), "read the name of an attribute of \(path.quoted)")
    guard length <= HDF5Limits.nameBytes else {
      throw .refused(
        rule: .nameLength,
        detail:
          "an attribute's name at \(path.quoted) has \(length) bytes, more than \(HDF5Limits.nameBytes)")
    }
    var bytes = [CChar](repeating: 0, count: length + 1)
    try Library.check(
      H5Aget_name(attribute, bytes.count, &bytes), "read the name of an attribute of \(path.quoted)")
    return text(bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  private mutating func value(_ attribute: hid_t, _ place: Phrase) throws(HDF5Error) -> HDF5Attribute.Value {
    let space = try Handle(H5Aget_space(attribute), "read the shape of \(place)", close: H5Sclose)
    let type = try Handle(H5Aget_type(attribute), "read the type of \(place)", close: H5Tclose)
    guard H5Sget_simple_extent_type(space.id) != H5S_NULL else { return .unread(reason: "empty") }
    let count = Int(try Library.check(H5Sget_simple_extent_npoints(space.id), "count the elements of \(place)"))
    guard count <= HDF5Limits.attributeElements else {
      return .unread(reason: "\(count) elements; at most \(HDF5Limits.attributeElements) are read")
    }
    if H5Tget_class(type.id) == H5T_STRING {
      return H5Tis_variable_str(type.id) > 0
        ? try variableStrings(attribute, type.id, count, place) : try fixedStrings(attribute, type.id, count, place)
    }
    let (element, name) = ElementTypeReading.read(type.id)
    guard let element else { return .unread(reason: name) }
    guard count > 0 else { return .reals([]) }
    let bytes = try raw(attribute, type.id, count * element.bytes, place)
    let elements = stride(from: 0, to: bytes.count, by: element.bytes).map { bytes[$0..<$0 + element.bytes] }
    if case .float = element.kind { return .reals(elements.map { ElementDecoding.real($0, element) }) }
    let integers = elements.compactMap { ElementDecoding.integer($0, element) }
    return integers.count == count ? .integers(integers) : .unread(reason: "an integer over \(Int.max)")
  }

  private mutating func fixedStrings(
    _ attribute: hid_t, _ type: hid_t, _ count: Int, _ place: Phrase
  ) throws(HDF5Error) -> HDF5Attribute.Value {
    let size = H5Tget_size(type)
    let (total, overflow) = size.multipliedReportingOverflow(by: count)
    guard size > 0, !overflow, total <= HDF5Limits.attributeBytes else {
      return .unread(reason: "\(count) strings of \(size) bytes; at most \(HDF5Limits.attributeBytes) bytes are read")
    }
    guard count > 0 else { return .strings([]) }
    try spend(total, place)
    let bytes = try raw(attribute, type, total, place)
    let isSpacePadded = H5Tget_strpad(type) == H5T_STR_SPACEPAD
    return .strings(
      stride(from: 0, to: total, by: size).map { start in
        var content = bytes[start..<start + size].prefix { $0 != 0 }
        while isSpacePadded, content.last == 0x20 { content.removeLast() }
        return text(content)
      })
  }

  private mutating func variableStrings(
    _ attribute: hid_t, _ type: hid_t, _ count: Int, _ place: Phrase
  ) throws(HDF5Error) -> HDF5Attribute.Value {
    // A file of 8 MB can name one 8 MB string 3,000 times, and no call tells its length before it is read: few strings,
    // and the process's memory limit.
    guard count <= HDF5Limits.attributeStrings else {
      throw .refused(
        rule: .boundedAttributes,
        detail: "\(place) has \(count) variable-length strings; at most \(HDF5Limits.attributeStrings) are read")
    }
    guard count > 0 else { return .strings([]) }
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    guard H5Aread(attribute, type, &pointers) >= 0 else {
      let failure = Library.failure("read \(place)")
      guard case .refused(rule: .boundedMemory, detail: _) = failure else { throw failure }
      throw .refused(rule: .boundedAttributes, detail: "the strings of \(place) do not fit in the worker's memory")
    }
    defer { for pointer in pointers { if let pointer { H5free_memory(pointer) } } }
    // All lengths before the first copy: a copy that does not fit in the worker's memory would end it without a word.
    let lengths = pointers.map { $0.map { strlen($0) } ?? 0 }
    for length in lengths {
      try spend(length, place)
      guard length <= HDF5Limits.attributeBytes else {
        return .unread(reason: "a string of \(length) bytes; at most \(HDF5Limits.attributeBytes) are read")
      }
    }
    return .strings(
      zip(pointers, lengths).map { pointer, length in text(UnsafeRawBufferPointer(start: pointer, count: length)) })
  }

  private mutating func spend(_ bytes: Int, _ place: Phrase) throws(HDF5Error) {
    budget -= min(bytes, budget + 1)
    guard budget >= 0 else {
      throw .refused(
        rule: .boundedAttributes,
        detail: "with \(place) the attributes' text is over \(HDF5Limits.descriptionBytes / 2) bytes")
    }
  }

  private func raw(_ attribute: hid_t, _ type: hid_t, _ size: Int, _ place: Phrase) throws(HDF5Error) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    // The memory's type is the file's: nothing is converted by the library.
    try Library.check(H5Aread(attribute, type, &bytes), "read \(place)")
    return bytes
  }

  private func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Numbers from their bytes.
enum ElementDecoding {
  static func bits(_ bytes: ArraySlice<UInt8>, _ type: HDF5ElementType) -> UInt64 {
    type.isBigEndian
      ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func real(_ bytes: ArraySlice<UInt8>, _ type: HDF5ElementType) -> Double {
    let bits = bits(bytes, type)
    switch (type.bytes, type.kind) {
    case (8, _): return Double(bitPattern: bits)
    case (4, _): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case (_, .float(exponentBits: 8)): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    default: return half(bits)
    }
  }

  /// Nil where it is larger than an `Int`.
  static func integer(_ bytes: ArraySlice<UInt8>, _ type: HDF5ElementType) -> Int? {
    let bits = bits(bytes, type)
    guard type.kind == .int(signed: true) else { return Int(exactly: bits) }
    let unused = UInt64(64 - 8 * type.bytes)
    return Int(Int64(bitPattern: bits << unused) >> Int64(unused))
  }

  /// float16 is not a type of Swift on every Mac.
  private static func half(_ bits: UInt64) -> Double {
    let exponent = Int(bits >> 10 & 0x1f)
    let fraction = Double(bits & 0x3ff) / 1024
    let magnitude: Double =
      switch exponent {
      case 0: Double(sign: .plus, exponent: -14, significand: fraction)
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
      }
    return bits >> 15 & 1 == 1 ? -magnitude : magnitude
  }
}
