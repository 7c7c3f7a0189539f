/// Reads a pickle as data: an interpreter of the instructions that a state_dict needs, with a fixed table of names.
///
/// Nothing from a pickle is ever run: a name that is not in the table ends the reading, and those in it build plain values.
/// Every instruction, string and list is bounded (`FormatLimits`).
struct Pickle: Sendable {
  private(set) var values: [PickleValue] = []
  private(set) var lists: [[Int32]] = []
  /// Keys and values in turn.
  private(set) var dictionaries: [[Int32]] = []
  private(set) var storages: [PickledStorage] = []
  private(set) var tensors: [PickledTensor] = []
  /// What the pickle holds, as a place in `values`.
  private(set) var root: Int32 = 0
  /// The byte behind the pickle.
  private(set) var end = 0

  private let bytes: [UInt8]
  private var position: Int
  private var stack: [Int32] = []
  private var marks: [Int] = []
  private var memo: [Int32] = []
  /// Names are used over and over: each is one value.
  private var globals: [PickleGlobal: Int32] = [:]
  /// Instructions, and items that one instruction copies.
  private var operations = 0

  /// Reads up to STOP.
  ///
  /// - Parameter start: the first byte of the pickle.
  init(_ bytes: [UInt8], from start: Int = 0) throws(FormatError) {
    self.bytes = bytes
    position = start
    while true {
      let place = position
      let byte = try byte()
      guard let opcode = PickleOpcode(rawValue: byte) else {
        let name = PickleOpcode.refused[byte] ?? "0x\(String(byte, radix: 16))"
        throw FormatError(.pickleOpcode, "the instruction \(name) at byte \(place) is no part of a state_dict")
      }
      try charge(1)
      if opcode == .stop { break }
      try run(opcode, at: place)
    }
    root = try pop()
    guard stack.isEmpty, marks.isEmpty else { throw FormatError(.pickleStack, "\(stack.count) values are left over") }
    end = position
  }

  func value(_ index: Int32) -> PickleValue { values[Int(index)] }

  /// The text of a string; nil for other values.
  func text(_ index: Int32) -> String? {
    guard case .string(let text) = value(index) else { return nil }
    return text
  }

  /// The items of a tuple or a list; nil for other values.
  func items(_ index: Int32) -> [Int32]? {
    switch value(index) {
    case .tuple(let place), .list(let place): lists[place]
    default: nil
    }
  }

  /// The keys and values of a dictionary, by its place.
  func pairs(_ place: Int) -> some Sequence<(key: Int32, value: Int32)> {
    let flat = dictionaries[place]
    return stride(from: 0, to: flat.count - 1, by: 2).lazy.map { (key: flat[$0], value: flat[$0 + 1]) }
  }

  // MARK: - Instructions

  private mutating func run(_ opcode: PickleOpcode, at place: Int) throws(FormatError) {
    switch opcode {
    case .proto:
      let version = try byte()
      guard (2...5).contains(version) else { throw FormatError(.pickleOpcode, "protocol \(version) is not read") }
    case .frame:
      guard let length = bytes.littleEndian(at: position, 8), length <= UInt64(bytes.count - position - 8) else {
        throw FormatError(.pickleSize, "the frame at byte \(place) ends beyond the pickle")
      }
      position += 8
    case .stop: break
    case .mark: marks.append(stack.count)
    case .pop: _ = try pop()
    case .global:
      let module = try line()
      let name = try line()
      try pushGlobal(module, name, place)
    case .stackGlobal:
      let (name, module) = (try pop(), try pop())
      guard let name = text(name), let module = text(module) else {
        throw FormatError(.pickleStack, "STACK_GLOBAL at byte \(place) without two strings")
      }
      try pushGlobal(module, name, place)
    case .persistentID: try refer(at: place)
    case .reduce: try reduce(at: place)
    case .build: try build(at: place)
    case .put: try remember(Int(try byte()))
    case .longPut: try remember(try number(4))
    case .memoize: try remember(memo.count)
    case .get: try recall(Int(try byte()), place)
    case .longGet: try recall(try number(4), place)
    case .none: push(.none)
    case .newTrue: push(.boolean(true))
    case .newFalse: push(.boolean(false))
    case .int: push(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
    case .int1: push(.integer(Int(try byte())))
    case .int2: push(.integer(try number(2)))
    case .long1: try long()
    case .float:
      var pattern: UInt64 = 0
      for byte in try take(8) { pattern = pattern << 8 | UInt64(byte) }
      push(.real(Double(bitPattern: pattern)))
    case .unicode: try string(try number(4), place)
    case .shortUnicode, .shortString: try string(Int(try byte()), place)
    case .string:
      let length = try number(4)
      try string(length, place)
    case .bytes:
      _ = try take(try number(4))
      push(.bytes)
    case .shortBytes:
      _ = try take(Int(try byte()))
      push(.bytes)
    case .emptyTuple: pushTuple([])
    case .tuple: pushTuple(try popToMark())
    case .tuple1: pushTuple(try pop(1))
    case .tuple2: pushTuple(try pop(2))
    case .tuple3: pushTuple(try pop(3))
    case .emptyList:
      lists.append([])
      push(.list(lists.count - 1))
    case .append: try extend(try pop(1), place)
    case .appends: try extend(try popToMark(), place)
    case .emptyDictionary: pushDictionary()
    case .setItem: try set(try pop(2), place)
    case .setItems: try set(try popToMark(), place)
    case .emptySet: push(.opaque("set"))
    case .addItems:
      _ = try popToMark()
      guard case .opaque("set") = value(try top()) else { throw FormatError(.pickleStack, "no set at byte \(place)") }
    }
  }

  /// BINPERSID: a storage, as ('storage', type, key, device, count) and None in files of the older kind.
  private mutating func refer(at place: Int) throws(FormatError) {
    guard let id = items(try pop()), let kind = id.first.flatMap(text) else {
      throw FormatError(.pickleArguments, "the reference at byte \(place) is no tuple that begins with a word")
    }
    if kind == "module" {
      throw FormatError(
        .pickleModule, "the file holds a pickled program with its sources, which is never run: save model.state_dict()")
    }
    guard kind == "storage", id.count == 5 || id.count == 6, case .global(.storage(let type)) = value(id[1]),
      let key = text(id[2]), text(id[3]) != nil, case .integer(let count) = value(id[4]), count >= 0
    else { throw FormatError(.pickleArguments, "the reference at byte \(place) is not to a storage") }
    if id.count == 6 {
      guard case .none = value(id[5]) else {
        throw FormatError(.torchVersion, "a view of a storage at byte \(place), as torch before 0.4 wrote them")
      }
    }
    storages.append(PickledStorage(key: key, type: type, count: count))
    push(.storage(storages.count - 1))
  }

  /// REDUCE: builds what a name of the table stands for.
  private mutating func reduce(at place: Int) throws(FormatError) {
    let (arguments, function) = (try pop(), try pop())
    guard case .global(let global) = value(function) else {
      throw FormatError(.pickleArguments, "REDUCE at byte \(place) of \(value(function).kind)")
    }
    guard case .tuple(let tuple) = value(arguments) else {
      throw FormatError(.pickleArguments, "REDUCE at byte \(place) with \(value(arguments).kind) for arguments")
    }
    let given = lists[tuple]
    let wrong = FormatError(.pickleArguments, "the arguments of REDUCE at byte \(place) are not those of a state_dict")
    switch global {
    case .orderedDictionary:
      var flat: [Int32] = []
      if !given.isEmpty {
        // Python 2: OrderedDict([[key, value], …])
        guard given.count == 1, let pairs = items(given[0]) else { throw wrong }
        try charge(pairs.count)
        for pair in pairs {
          guard let pair = items(pair), pair.count == 2 else { throw wrong }
          flat.append(contentsOf: pair)
        }
      }
      pushDictionary(flat)
    case .counter:
      // Counter({value: times}), as schedulers of learning rates keep their milestones.
      guard given.count == 1, case .dictionary = value(given[0]) else { throw wrong }
      stack.append(given[0])
    case .defaultDictionary: pushDictionary()
    case .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3:
      // (storage, offset, shape, strides, requires_grad, hooks[, metadata]); version 3 has the type in the seventh place.
      let least = global == .rebuildTensor ? 4 : global == .rebuildTensorV2 ? 6 : 7
      guard given.count >= least, given.count <= 8, case .storage(let storage) = value(given[0]),
        case .integer(let offset) = value(given[1]), let shape = integers(given[2]), let strides = integers(given[3])
      else { throw wrong }
      var type = storages[storage].type
      if global == .rebuildTensorV3 {
        guard case .global(.type(let stated)) = value(given[6]) else { throw wrong }
        type = stated
      }
      guard let type else { throw wrong }
      guard tensors.count < FormatLimits.tensors else { throw FormatError(.tensorCount, "too many tensors") }
      tensors.append(PickledTensor(storage: storage, type: type, offset: offset, shape: shape, strides: strides))
      push(.tensor(tensors.count - 1))
    case .rebuildParameter, .rebuildParameterWithState:
      // (tensor, requires_grad, hooks[, state])
      guard given.count == 3 || given.count == 4, case .tensor(let tensor) = value(given[0]) else { throw wrong }
      push(.tensor(tensor))
    case .size:
      guard given.count == 1, let place = Self.listPlace(value(given[0])) else { throw wrong }
      push(.tuple(place))
    case .set: push(.opaque("set"))
    case .device: push(.opaque("device"))
    case .encode: push(.bytes)
    case .arrayScalar: push(.opaque("NumPy number"))
    case .arrayType: push(.opaque("NumPy type"))
    case .storage, .type, .factory: throw wrong
    }
  }

  /// BUILD: attributes of an object. An OrderedDict's (`_metadata`) and a placeholder's are left out.
  private mutating func build(at place: Int) throws(FormatError) {
    _ = try pop()
    switch value(try top()) {
    case .dictionary, .opaque: break
    case let other: throw FormatError(.pickleArguments, "BUILD at byte \(place) of \(other.kind)")
    }
  }

  /// Keeps the work, and the memory, of a pickle bounded.
  private mutating func charge(_ count: Int) throws(FormatError) {
    operations += count
    guard operations <= FormatLimits.pickleOperations else {
      throw FormatError(.pickleSize, "more than \(FormatLimits.pickleOperations) instructions")
    }
  }

  // MARK: - Stack and memo

  private mutating func push(_ value: PickleValue) {
    values.append(value)
    stack.append(Int32(values.count - 1))
  }

  private mutating func pushTuple(_ items: [Int32]) {
    lists.append(items)
    push(.tuple(lists.count - 1))
  }

  private mutating func pushDictionary(_ flat: [Int32] = []) {
    dictionaries.append(flat)
    push(.dictionary(dictionaries.count - 1))
  }

  private mutating func pushGlobal(_ module: String, _ name: String, _ place: Int) throws(FormatError) {
    let global = try PickleGlobal.named(module, name, at: place)
    if let known = globals[global] {
      stack.append(known)
    } else {
      push(.global(global))
      globals[global] = Int32(values.count - 1)
    }
  }

  /// The place of the last mark: what lies below belongs to others.
  private var floor: Int { marks.last ?? 0 }

  private func top() throws(FormatError) -> Int32 {
    guard stack.count > floor, let last = stack.last else { throw underflow }
    return last
  }

  private mutating func pop() throws(FormatError) -> Int32 {
    let last = try top()
    stack.removeLast()
    return last
  }

  private mutating func pop(_ count: Int) throws(FormatError) -> [Int32] {
    guard stack.count - floor >= count else { throw underflow }
    let items = Array(stack.suffix(count))
    stack.removeLast(count)
    return items
  }

  private mutating func popToMark() throws(FormatError) -> [Int32] {
    guard let mark = marks.popLast() else { throw underflow }
    let items = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return items
  }

  private var underflow: FormatError {
    FormatError(.pickleStack, "the instruction before byte \(position) takes more values than there are")
  }

  private mutating func remember(_ index: Int) throws(FormatError) {
    let item = try top()
    guard index < FormatLimits.pickleOperations else { throw FormatError(.pickleSize, "memo entry \(index)") }
    if index >= memo.count { memo.append(contentsOf: repeatElement(-1, count: index + 1 - memo.count)) }
    memo[index] = item
  }

  private mutating func recall(_ index: Int, _ place: Int) throws(FormatError) {
    guard index < memo.count, memo[index] >= 0 else {
      throw FormatError(.pickleStack, "memo entry \(index) at byte \(place) was never made")
    }
    stack.append(memo[index])
  }

  // MARK: - Containers

  private mutating func extend(_ items: [Int32], _ place: Int) throws(FormatError) {
    guard case .list(let list) = value(try top()) else {
      throw FormatError(.pickleStack, "an item at byte \(place) for \(value(try top()).kind)")
    }
    lists[list].append(contentsOf: items)
  }

  private mutating func set(_ items: [Int32], _ place: Int) throws(FormatError) {
    guard case .dictionary(let dictionary) = value(try top()) else {
      throw FormatError(.pickleStack, "a key at byte \(place) for \(value(try top()).kind)")
    }
    guard items.count.isMultiple(of: 2) else { throw FormatError(.pickleStack, "a key without value at byte \(place)") }
    dictionaries[dictionary].append(contentsOf: items)
  }

  private static func listPlace(_ value: PickleValue) -> Int? {
    switch value {
    case .tuple(let place), .list(let place): place
    default: nil
    }
  }

  /// The whole numbers of a tuple; nil where it holds others, or too many.
  private func integers(_ index: Int32) -> [Int]? {
    guard let items = items(index), items.count <= FormatLimits.rank else { return nil }
    var result: [Int] = []
    for item in items {
      guard case .integer(let value) = value(item) else { return nil }
      result.append(value)
    }
    return result
  }

  // MARK: - Bytes

  private mutating func byte() throws(FormatError) -> UInt8 {
    guard position < bytes.count else {
      throw FormatError(.fileEnd, "the pickle ends at byte \(position) without STOP")
    }
    position += 1
    return bytes[position - 1]
  }

  /// An unsigned number of at most 4 bytes.
  private mutating func number(_ width: Int) throws(FormatError) -> Int {
    guard let value = bytes.littleEndian(at: position, width) else {
      throw FormatError(.fileEnd, "the pickle ends at byte \(bytes.count) inside a number")
    }
    position += width
    return Int(value)
  }

  private mutating func take(_ count: Int) throws(FormatError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else {
      throw FormatError(.fileEnd, "\(count) bytes at byte \(position) are beyond the pickle's \(bytes.count)")
    }
    position += count
    return bytes[position - count..<position]
  }

  private mutating func string(_ length: Int, _ place: Int) throws(FormatError) {
    guard length <= FormatLimits.nameBytes else {
      // Longer texts (the log of a training, say) are no names.
      _ = try take(length)
      push(.opaque("long text"))
      return
    }
    let slice = try take(length)
    let text = String(decoding: slice, as: UTF8.self)
    guard text.utf8.elementsEqual(slice) else {
      throw FormatError(.pickleArguments, "the string at byte \(place) is not UTF-8")
    }
    push(.string(text))
  }

  /// One of the two lines of GLOBAL.
  private mutating func line() throws(FormatError) -> String {
    let start = position
    while true {
      let next = try byte()
      if next == UInt8(ascii: "\n") { break }
      guard position - start <= 256 else { throw FormatError(.pickleSize, "the name at byte \(start) is too long") }
    }
    return String(decoding: bytes[start..<position - 1], as: UTF8.self)
  }

  /// LONG1: a number in two's complement of up to 255 bytes.
  private mutating func long() throws(FormatError) {
    let length = Int(try byte())
    let digits = Array(try take(length))
    guard length <= 8 else {
      push(.large(digits))
      return
    }
    var pattern: UInt64 = digits.last.map { $0 >= 0x80 } == true ? .max : 0
    for digit in digits.reversed() { pattern = pattern << 8 | UInt64(digit) }
    push(.integer(Int(Int64(bitPattern: pattern))))
  }
}
