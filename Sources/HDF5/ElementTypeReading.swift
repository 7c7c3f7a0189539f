internal import CHDF5

/// The table of types: what a datatype of a file is, compared field by field.
enum ElementTypeReading {
  /// The type, nil where it is none of the table, and its name in words.
  static func read(_ id: hid_t) -> (type: HDF5ElementType?, name: String) {
    let size = H5Tget_size(id)
    let kind = H5Tget_class(id)
    switch kind {
    case H5T_INTEGER:
      let type = integer(id, size: size)
      return (type, type?.name ?? "integer of \(size) bytes with unusual bits")
    case H5T_FLOAT:
      let type = float(id, size: size)
      return (type, type?.name ?? "floating-point number of \(size) bytes with unusual fields")
    case H5T_ENUM:
      return isBoolean(id) ? (.boolean, HDF5ElementType.boolean.name) : (nil, "enumeration")
    case H5T_STRING: return (nil, "string")
    case H5T_BITFIELD: return (nil, "bit field")
    case H5T_OPAQUE: return (nil, "opaque")
    case H5T_COMPOUND: return (nil, "compound")
    case H5T_REFERENCE: return (nil, "reference")
    case H5T_VLEN: return (nil, "variable-length sequence")
    case H5T_ARRAY: return (nil, "array")
    case H5T_TIME: return (nil, "time")
    default: return (nil, "unknown class \(kind.rawValue)")
    }
  }

  /// Nil unless the bits fill the bytes and the order is little- or big-endian.
  private static func isBigEndian(_ id: hid_t, size: Int) -> Bool? {
    guard [1, 2, 4, 8].contains(size), H5Tget_precision(id) == size * 8, H5Tget_offset(id) == 0 else { return nil }
    switch H5Tget_order(id) {
    case H5T_ORDER_LE: return false
    case H5T_ORDER_BE: return true
    default: return nil
    }
  }

  private static func integer(_ id: hid_t, size: Int) -> HDF5ElementType? {
    guard let isBigEndian = isBigEndian(id, size: size) else { return nil }
    switch H5Tget_sign(id) {
    case H5T_SGN_NONE: return HDF5ElementType(.int(signed: false), bytes: size, isBigEndian: isBigEndian)
    case H5T_SGN_2: return HDF5ElementType(.int(signed: true), bytes: size, isBigEndian: isBigEndian)
    default: return nil
    }
  }

  private static func float(_ id: hid_t, size: Int) -> HDF5ElementType? {
    var sign = 0
    var exponentAt = 0
    var exponent = 0
    var mantissaAt = 0
    var mantissa = 0
    guard let isBigEndian = isBigEndian(id, size: size),
      H5Tget_fields(id, &sign, &exponentAt, &exponent, &mantissaAt, &mantissa) >= 0,
      [.float16, .bfloat16, .float32, .float64].contains(HDF5ElementType(.float(exponentBits: exponent), bytes: size)),
      sign == size * 8 - 1, mantissaAt == 0, mantissa == size * 8 - 1 - exponent, exponentAt == mantissa,
      H5Tget_ebias(id) == (1 << (exponent - 1)) - 1, H5Tget_norm(id) == H5T_NORM_IMPLIED
    else { return nil }
    return HDF5ElementType(.float(exponentBits: exponent), bytes: size, isBigEndian: isBigEndian)
  }

  private static func isBoolean(_ id: hid_t) -> Bool {
    guard H5Tget_size(id) == 1, H5Tget_nmembers(id) == 2 else { return false }
    return ["FALSE", "TRUE"].enumerated().allSatisfy { index, name in
      var value: UInt8 = 0xff
      guard H5Tget_member_value(id, UInt32(index), &value) >= 0, value == index,
        let found = H5Tget_member_name(id, UInt32(index))
      else { return false }
      defer { H5free_memory(found) }
      return String(cString: found) == name
    }
  }
}
