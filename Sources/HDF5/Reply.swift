import Sandbox

/// What the worker answers.
enum Reply {
  /// The description of the file: the answer to the start.
  case objects([HDF5Object])
  /// The wanted bytes of the dataset are in the shared memory.
  case decoded
  case failed(HDF5Error)

  /// The first byte of a request: decode, of the object whose index follows, the bytes from the first that follows to
  /// before the second.
  static let decode: UInt8 = 1

  func write(to frame: inout FrameWriter) {
    switch self {
    case .objects(let objects):
      frame.put(UInt8(0))
      frame.put(objects) { $0.put($1) }
    case .decoded:
      frame.put(UInt8(1))
    case .failed(let error):
      frame.put(UInt8(2))
      frame.put(error)
    }
  }

  init(_ frame: inout FrameReader) throws(FrameReader.Malformed) {
    switch try frame.byte() {
    case 0: self = .objects(try frame.list { frame throws(FrameReader.Malformed) in try frame.object() })
    case 1: self = .decoded
    case 2: self = .failed(try frame.error())
    default: throw FrameReader.Malformed()
    }
  }
}

extension FrameWriter {
  mutating func put(_ object: HDF5Object) {
    put(object.path)
    put(object.attributes) { $0.put($1) }
    put(object.dataset) { $0.put($1) }
  }

  private mutating func put(_ attribute: HDF5Attribute) {
    put(attribute.name)
    switch attribute.value {
    case .strings(let values):
      put(UInt8(0))
      put(values) { $0.put($1) }
    case .integers(let values):
      put(UInt8(1))
      put(values) { $0.put($1) }
    case .reals(let values):
      put(UInt8(2))
      put(values) { $0.put(Int(bitPattern: UInt(truncatingIfNeeded: $1.bitPattern))) }
    case .unread(let reason):
      put(UInt8(3))
      put(reason)
    }
  }

  private mutating func put(_ dataset: HDF5Dataset) {
    put(dataset.shape) { $0.put($1) }
    put(dataset.type.flatMap { HDF5ElementType.all.firstIndex(of: $0) }) { $0.put($1) }
    put(dataset.typeName)
    switch dataset.layout {
    case .compact: put(UInt8(0))
    case .contiguous(let offset):
      put(UInt8(1))
      put(offset)
    case .chunked(let shape):
      put(UInt8(2))
      put(shape) { $0.put($1) }
    }
    put(dataset.filters) { $0.put($1) }
    put(dataset.unreadable) { $0.put($1) }
  }

  fileprivate mutating func put(_ error: HDF5Error) {
    switch error {
    case .refused(let rule, let detail):
      put(UInt8(0))
      put(rule.rawValue)
      put(detail)
    case .unknownVersion(let detail):
      put(UInt8(1))
      put(detail)
    case .damaged(let detail):
      put(UInt8(2))
      put(detail)
    default:
      put(UInt8(2))
      put(error.phrase)
    }
  }
}

extension FrameReader {
  fileprivate mutating func object() throws(Malformed) -> HDF5Object {
    HDF5Object(
      path: try string(), attributes: try list { frame throws(Malformed) in try frame.attribute() },
      dataset: try optional { frame throws(Malformed) in try frame.dataset() })
  }

  private mutating func attribute() throws(Malformed) -> HDF5Attribute {
    let name = try string()
    let value: HDF5Attribute.Value
    switch try byte() {
    case 0: value = .strings(try list { frame throws(Malformed) in try frame.string() })
    case 1: value = .integers(try list { frame throws(Malformed) in try frame.int() })
    case 2:
      value = .reals(
        try list { frame throws(Malformed) in
          Double(bitPattern: UInt64(truncatingIfNeeded: try frame.int()))
        })
    case 3: value = .unread(reason: try string())
    default: throw Malformed()
    }
    return HDF5Attribute(name: name, value: value)
  }

  private mutating func dataset() throws(Malformed) -> HDF5Dataset {
    let shape = try list { frame throws(Malformed) in try frame.int() }
    let typeIndex = try optional { frame throws(Malformed) in try frame.int() }
    let typeName = try string()
    let layout: HDF5Dataset.Layout
    switch try byte() {
    case 0: layout = .compact
    case 1: layout = .contiguous(offset: try int())
    case 2: layout = .chunked(try list { frame throws(Malformed) in try frame.int() })
    default: throw Malformed()
    }
    let filters = try list { frame throws(Malformed) in try frame.string() }
    let unreadable = try optional { frame throws(Malformed) in try frame.phrase() }
    if let typeIndex, !HDF5ElementType.all.indices.contains(typeIndex) { throw Malformed() }
    return HDF5Dataset(
      shape: shape, type: typeIndex.map { HDF5ElementType.all[$0] }, typeName: typeName, layout: layout,
      filters: filters, unreadable: unreadable)
  }

  fileprivate mutating func error() throws(Malformed) -> HDF5Error {
    switch try byte() {
    case 0:
      guard let rule = HDF5Rule(rawValue: try string()) else { throw Malformed() }
      return .refused(rule: rule, detail: try phrase())
    case 1: return .unknownVersion(try phrase())
    case 2: return .damaged(try phrase())
    default: throw Malformed()
    }
  }
}
