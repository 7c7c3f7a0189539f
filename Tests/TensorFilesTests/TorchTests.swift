import TensorFiles
import Testing

/// A pickle, written out by hand.
private enum P {
  static let proto: [UInt8] = [0x80, 2]
  static let mark: [UInt8] = [0x28]
  static let tuple: [UInt8] = [0x74]
  static let emptyTuple: [UInt8] = [0x29]
  static let reduce: [UInt8] = [0x52]
  static let stop: [UInt8] = [0x2E]
  static let dictionary: [UInt8] = [0x7D]
  static let setItem: [UInt8] = [0x73]
  static let list: [UInt8] = [0x5D]
  static let none: [UInt8] = [0x4E]
  static let no: [UInt8] = [0x89]

  static func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }
  static func text(_ text: String) -> [UInt8] { [0x58] + le(UInt64(text.utf8.count), 4) + Array(text.utf8) }
  static func int(_ value: Int) -> [UInt8] { [0x8A, 8] + le(UInt64(bitPattern: Int64(value)), 8) }
  static func ints(_ values: [Int]) -> [UInt8] { mark + values.flatMap(int) + tuple }

  static func storage(_ type: String = "FloatStorage", key: String = "0", count: Int) -> [UInt8] {
    mark + text("storage") + global("torch", type) + text(key) + text("cpu") + int(count) + tuple + [0x51]
  }

  /// The call that makes a tensor of a storage.
  static func tensor(_ storage: [UInt8], offset: Int, _ shape: [Int], _ strides: [Int]) -> [UInt8] {
    global("torch._utils", "_rebuild_tensor_v2") + mark + storage + int(offset) + ints(shape) + ints(strides) + no
      + global("collections", "OrderedDict") + emptyTuple + reduce + tuple + reduce
  }

  /// A dictionary with one key.
  static func one(_ value: [UInt8]) -> [UInt8] { one("w", value) }
  static func one(_ key: String, _ value: [UInt8]) -> [UInt8] { dictionary + text(key) + value + setItem }
}

@Suite struct TorchTests {
  /// A file as torch writes it, with one storage of six float32.
  private func file(_ pickle: [UInt8], storage: [UInt8] = [UInt8](repeating: 1, count: 24)) -> ZipBuilder {
    ZipBuilder([
      ("a/data.pkl", pickle), ("a/byteorder", Array("little".utf8)), ("a/data/0", storage),
      ("a/version", [0x33, 0x0A]),
    ])
  }

  private func refusal(of bytes: [UInt8]) -> String? {
    TensorFilesTests.refusal { () throws(FormatError) in _ = try TorchFile(reading: MemorySource(bytes)) }
  }

  private func refusal(ofPickle pickle: [UInt8]) -> String? { refusal(of: file(P.proto + pickle + P.stop).bytes) }

  private func refusal(
    ofTensor shape: [Int], strides: [Int], offset: Int = 0, count: Int = 6, storage type: String = "FloatStorage"
  ) -> String? {
    refusal(ofPickle: P.one(P.tensor(P.storage(type, count: count), offset: offset, shape, strides)))
  }

  // MARK: - Files of torch

  @Test(arguments: [
    ("tiny.pth", "tiny", TorchFile.Container.zip), ("tiny-stream.pth", "tiny", .stream),
    ("tiny-protocol4.pth", "tiny", .stream), ("views.pth", "views", .zip), ("views-stream.pth", "views", .stream),
    ("types-stream.pth", "types", .stream),
  ])
  func readsWhatTorchWrote(_ name: String, _ set: String, _ container: TorchFile.Container) throws {
    let source = MemorySource(try fixture(name))
    #expect(TorchFile.recognizes(source))
    let file = try TorchFile(reading: source)
    #expect(file.container == container && file.key == nil && file.leftOut.isEmpty)
    try compare(file.tensors, source, with: set)
  }

  @Test func viewsAreNamedForWhatTheyAre() throws {
    let file = try TorchFile(reading: MemorySource(fixture("views.pth")))
    let tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    #expect(tensors["whole"]?.storage == "contiguous" && tensors["row"]?.storage == "contiguous")
    #expect(tensors["transposed"]?.strides == [1, 3] && tensors["transposed"]?.storage == "strided")
    #expect(tensors["whole"]?.offset == tensors["transposed"]?.offset, "one storage")
    #expect(tensors["column"]?.strides == [3] && tensors["column"]?.byteCount == 16)
    #expect(tensors["empty"]?.byteCount == 0)
  }

  @Test func checkpointsAreSearched() throws {
    let source = MemorySource(try fixture("checkpoint-stream.pth"))
    let file = try TorchFile(reading: source)
    #expect(file.key == "state_dict")
    #expect(file.leftOut.map(\.name) == ["epoch", "loss", "optimizer", "device"])
    #expect(file.leftOut.map(\.reason) == ["a whole number", "a number", "the state of an optimizer", "a device"])
    try compare(file.tensors, source, with: "checkpoint")
  }

  @Test(arguments: [
    ("optimizer-stream.pth", "torch-optimizer", "optimizer"), ("module-stream.pth", "pickle-module", "state_dict()"),
    ("sparse-stream.pth", "pickle-global", "_rebuild_sparse_tensor"),
    ("float8-stream.pth", "pickle-global", "float8_e4m3fn"),
    ("hostile.pth", "pickle-global", "posix.system"), ("hostile-stream.pth", "pickle-global", "posix.system"),
  ])
  func refusesByName(_ name: String, _ rule: String, _ word: String) throws {
    let source = MemorySource(try fixture(name))
    let error = #expect(throws: FormatError.self) { try TorchFile(reading: source) }
    #expect(error?.rule == rule && error?.message.contains(word) == true, "\(error?.message ?? "")")
  }

  /// A LeNet that others trained and published.
  @Test(.enabled(if: contents(path("../shared/data/torch-lenet/lenet.pth")) != nil, "shared/data is absent"))
  func realFile() throws {
    let source = MemorySource(try #require(contents(path("../shared/data/torch-lenet/lenet.pth"))))
    let file = try TorchFile(reading: source)
    #expect(file.tensors.map(\.name).first == "conv1.weight")
    let shapes = [[6, 1, 5, 5], [6], [16, 6, 5, 5], [16], [120, 256], [120], [84, 120], [84], [10, 84], [10]]
    #expect(file.tensors.map(\.shape) == shapes)
    #expect(file.tensors.allSatisfy { $0.type == .float32 && $0.storage == "contiguous" })
    #expect(file.tensors.reduce(0) { $0 + $1.count } == 44_426)
    #expect(try values(file.tensors[0], in: source).allSatisfy { abs($0) < 2 })
  }

  @Test func truncationAtEveryByte() throws {
    for name in ["views.pth", "views-stream.pth", "checkpoint-stream.pth", "tiny-protocol4.pth"] {
      let bytes = try fixture(name)
      for length in 0..<bytes.count { #expect(refusal(of: Array(bytes[..<length])) != nil, "\(name), \(length) bytes") }
    }
  }

  // MARK: - Archives

  private let tensor = P.tensor(P.storage(count: 6), offset: 0, [2, 3], [3, 1])

  private func changed(_ change: (inout ZipBuilder) -> Void) -> String? {
    var builder = file(P.proto + P.one(tensor) + P.stop)
    change(&builder)
    return refusal(of: builder.bytes)
  }

  @Test func plainFile() { #expect(changed { _ in } == nil) }
  @Test func bigEndian() throws {
    var builder = file(
      P.proto + P.one(tensor) + P.stop, storage: [0x3F, 0x80, 0, 0] + [UInt8](repeating: 0, count: 20))
    builder.members[1].data = Array("big".utf8)
    let source = MemorySource(builder.bytes)
    let tensors = try TorchFile(reading: source).tensors
    #expect(tensors[0].isBigEndian)
    #expect(try values(tensors[0], in: source) == [1, 0, 0, 0, 0, 0])
  }
  @Test func byteOrderOfNoMachine() { #expect(changed { $0.members[1].data = Array("pdp".utf8) } == "torch-layout") }
  @Test func anyPrefix() {
    #expect(
      changed { for index in 0..<4 { $0.members[index].name = "é b" + $0.members[index].name.dropFirst() } } == nil)
  }
  @Test func membersOutsideTheFolder() { #expect(changed { $0.members[3].name = "b/version" } == "torch-layout") }
  @Test func noFolder() { #expect(changed { $0.members[0].name = "data.pkl" } == "torch-layout") }
  @Test func noPickle() { #expect(changed { $0.members[0].name = "a/data2.pkl" } == "torch-layout") }
  @Test func secondPickleInCapitals() { #expect(changed { $0.members[3].name = "a/DATA.PKL" } == "zip-name") }
  @Test func damagedPickle() { #expect(changed { $0.members[0].checksum = 1 } == "zip-checksum") }
  @Test func missingStorage() { #expect(changed { $0.members[2].name = "a/data/1" } == "torch-storage") }
  @Test func shortStorage() { #expect(changed { $0.members[2].data.removeLast() } == "torch-storage") }
  @Test func longStorage() { #expect(changed { $0.members[2].data.append(0) } == "torch-storage") }
  @Test func torchScript() {
    #expect(changed { $0.members[3].name = "a/constants.pkl" } == "torch-script")
    #expect(changed { $0.members[3].name = "a/code/m.py" } == "torch-script")
  }
  @Test func textFile() { #expect(refusal(of: Array("no weights at all, but text of some length".utf8)) == "zip-end") }
  @Test func emptyFile() { #expect(refusal(of: []) == "zip-end") }
  @Test func tarFile() {
    #expect(refusal(of: [UInt8](repeating: 0, count: 257) + Array("ustar".utf8)) == "torch-version")
  }

  // MARK: - Views

  @Test func viewsInsideTheStorage() {
    #expect(refusal(ofTensor: [6], strides: [1]) == nil)
    #expect(refusal(ofTensor: [], strides: [], offset: 5) == nil)
    #expect(refusal(ofTensor: [0], strides: [1], offset: 6) == nil)
    #expect(refusal(ofTensor: [2], strides: [5]) == nil)
    #expect(refusal(ofTensor: [1, 6], strides: [.max, 1]) == nil, "the stride of an axis of size 1 is never used")
  }
  @Test func viewBeyondTheStorage() {
    #expect(refusal(ofTensor: [7], strides: [1]) == "torch-view")
    #expect(refusal(ofTensor: [6], strides: [1], offset: 1) == "torch-view")
    #expect(refusal(ofTensor: [2], strides: [6]) == "torch-view")
    #expect(refusal(ofTensor: [], strides: [], offset: 6) == "torch-view")
    #expect(refusal(ofTensor: [0], strides: [1], offset: 7) == "torch-view")
  }
  @Test func viewThatOverflows() {
    #expect(refusal(ofTensor: [2], strides: [.max]) == "torch-view")
    #expect(refusal(ofTensor: [3, 2], strides: [.max, .max]) == "torch-view")
    // Each step beyond numbers by itself: on the first axis, on the last, and where the sum of both is.
    #expect(refusal(ofTensor: [3, 2], strides: [.max, 1]) == "torch-view")
    #expect(refusal(ofTensor: [2, 3], strides: [1, .max]) == "torch-view")
    #expect(refusal(ofTensor: [2, 2], strides: [.max, .max]) == "torch-view")
    #expect(refusal(ofTensor: [2], strides: [.max], offset: .max) == "torch-view")
    #expect(refusal(ofTensor: [1 << 32, 1 << 32], strides: [1, 1]) == "torch-view")
    #expect(refusal(ofTensor: [.max], strides: [0]) == "torch-view")
    #expect(refusal(ofTensor: [0, 1 << 62, 1 << 62], strides: [1, 1, 1]) == "torch-view")
  }
  @Test func viewsUpToTheLastNumber() {
    #expect(refusal(ofTensor: [2], strides: [5]) == nil)
    #expect(refusal(ofTensor: [2], strides: [6]) == "torch-view")
    #expect(refusal(ofTensor: [1], strides: [1], offset: 5) == nil)
    #expect(refusal(ofTensor: [1], strides: [1], offset: 6) == "torch-view")
    #expect(refusal(ofTensor: [0], strides: [1], offset: 6) == nil)
    #expect(refusal(ofTensor: [0], strides: [1], offset: 7) == "torch-view")
    #expect(refusal(ofTensor: [3, 2], strides: [2, 1]) == nil)
    #expect(refusal(ofTensor: [3, 2], strides: [2, 2]) == "torch-view")
    #expect(refusal(ofTensor: [6, 1], strides: [1, .max]) == nil, "a stride that is never walked")
    #expect(refusal(ofTensor: [6, 2], strides: [1, 0]) == "torch-view", "more numbers than there are")
    #expect(refusal(ofTensor: [3, 2], strides: [1, 0]) == nil)
  }
  @Test func negativeView() {
    #expect(refusal(ofTensor: [2], strides: [-1]) == "torch-view")
    #expect(refusal(ofTensor: [2], strides: [-1], offset: 1) == "torch-view")
    #expect(refusal(ofTensor: [2], strides: [1], offset: -1) == "torch-view")
    #expect(refusal(ofTensor: [-2], strides: [1]) == "torch-view")
  }
  @Test func expandedView() { #expect(refusal(ofTensor: [7, 6], strides: [0, 1]) == "torch-view") }
  @Test func stridesOfAnotherRank() { #expect(refusal(ofTensor: [2, 3], strides: [1]) == "torch-view") }
  @Test func storageOfAnotherSize() {
    #expect(refusal(ofTensor: [5], strides: [1], count: 5) == "torch-storage")
    #expect(refusal(ofTensor: [1], strides: [1], count: .max) == "torch-storage")
    #expect(refusal(ofTensor: [1], strides: [1], count: -1) == "pickle-arguments")
    #expect(refusal(ofTensor: [3], strides: [1], count: 6, storage: "DoubleStorage") == "torch-storage")
  }
  @Test func storageOfTwoTypes() {
    let other = P.tensor(P.storage("IntStorage", count: 6), offset: 0, [6], [1])
    #expect(refusal(ofPickle: P.one(tensor) + P.text("v") + other + P.setItem) == "torch-storage")
  }
  @Test func tooManyAxes() {
    let ones = [Int](repeating: 1, count: 33)
    #expect(refusal(ofTensor: ones, strides: ones) == "pickle-arguments")
    #expect(refusal(ofTensor: Array(ones.dropFirst()), strides: Array(ones.dropFirst())) == nil)
  }
  @Test func sharedWithoutEnd() {
    var pickle = P.dictionary
    for index in 0..<2000 { pickle += P.text("\(index)") + tensor + P.setItem }
    #expect(refusal(ofPickle: pickle) == nil, "2000 tensors take less than 8 times the file that names them")
    let large = [UInt8](repeating: 0, count: 1 << 20)
    pickle = P.dictionary
    for index in 0..<20 {
      pickle += P.text("\(index)") + P.tensor(P.storage(count: 1 << 18), offset: 0, [1 << 18], [1]) + P.setItem
    }
    #expect(refusal(of: file(P.proto + pickle + P.stop, storage: large).bytes) == "tensor-count")
  }

  /// Tensors that are just eight times the file, and one number more.
  @Test func sharedUpToTheLimit() {
    let numbers = 1 << 12
    func bytes(_ rest: Int) -> [UInt8] {
      var pickle = P.dictionary
      for index in 0..<8 {
        pickle += P.text("\(index)") + P.tensor(P.storage(count: numbers), offset: 0, [numbers], [1]) + P.setItem
      }
      pickle += P.text("rest") + P.tensor(P.storage(count: numbers), offset: 0, [rest], [1]) + P.setItem
      return file(P.proto + pickle + P.stop, storage: [UInt8](repeating: 0, count: 4 * numbers)).bytes
    }
    // 4 bytes a number, and eight of the storage are there already.
    let most = 2 * (bytes(0).count - 4 * numbers) + 1
    func message(_ rest: Int) -> String? {
      TensorFilesTests.message { () throws(FormatError) in _ = try TorchFile(reading: MemorySource(bytes(rest))) }
    }
    #expect(message(most) == nil)
    #expect(message(most + 1) == "tensor-count: the tensors share so much that they are 8 times the file")
  }
  @Test func aStorageWhoseBytesOverflow() {
    // 4·(2^62 + 6) is 24 in 64 bits.
    #expect(refusal(ofTensor: [6], strides: [1], count: 1 << 62 + 6) == "torch-storage")
    #expect(refusal(ofTensor: [6], strides: [1], count: 6) == nil)
  }
  @Test func theLargestPickle() {
    func message(_ size: Int) -> String? {
      let start = P.proto + P.one(tensor) + P.text("note")
      // A text is as long as the rest, but for its own head and what follows it.
      let text = [0x58] + le(UInt64(size - start.count - 5 - 2), 4)
      let pickle = start + text + [UInt8](repeating: 0x61, count: size - start.count - 7) + P.setItem + P.stop
      return TensorFilesTests.message { () throws(FormatError) in
        _ = try TorchFile(reading: MemorySource(file(pickle).bytes))
      }
    }
    #expect(message(16 << 20) == nil)
    #expect(message(16 << 20 + 1) == "pickle-size: 16777217 bytes of pickle")
  }

  // MARK: - Dictionaries

  /// 100,000 names of the same tensor.
  @Test func theMostTensors() {
    func message(_ count: Int) -> String? {
      var pickle = P.proto + P.dictionary + P.text("0") + P.tensor(P.storage(count: 6), offset: 0, [6], [1])
      pickle += [0x71, 0] + P.setItem
      for index in 1..<count { pickle += P.text("\(index)") + [0x68, 0] + P.setItem }
      let storage = [UInt8](repeating: 0, count: 24)
      return TensorFilesTests.message { () throws(FormatError) in
        _ = try TorchFile(reading: MemorySource(file(pickle + P.stop, storage: storage).bytes))
      }
    }
    #expect(message(100_000) == nil)
    #expect(message(100_001) == "tensor-count: more than 100000 tensors")
  }

  @Test func rootIsATensor() { #expect(refusal(ofPickle: tensor) == "torch-state-dict") }
  @Test func rootIsAList() { #expect(refusal(ofPickle: P.list) == "torch-state-dict") }
  @Test func noTensors() {
    func message(_ pickle: [UInt8]) -> String? {
      TensorFilesTests.message { () throws(FormatError) in
        _ = try TorchFile(reading: MemorySource(file(P.proto + pickle + P.stop).bytes))
      }
    }
    #expect(
      message(P.one(P.int(1))) == "torch-state-dict: the file holds a dictionary, but no tensors in it")
    #expect(
      message(P.one("a", P.one(tensor)) + P.text("b") + P.one(tensor) + P.setItem)
        == "torch-state-dict: the file holds several networks ('a', 'b'): save the state_dict() of one")
  }
  @Test func nameIsANumber() {
    #expect(refusal(ofPickle: P.dictionary + P.int(1) + tensor + P.setItem) == "tensor-name")
  }
  @Test func nameTwice() {
    #expect(refusal(ofPickle: P.one(tensor) + P.text("w") + tensor + P.setItem) == "tensor-name")
  }
  @Test func severalNetworks() {
    let pickle = P.one("generator", P.one(tensor)) + P.text("critic") + P.one(tensor) + P.setItem
    #expect(refusal(ofPickle: pickle) == "torch-state-dict")
  }
  @Test func otherNetworksAreLeftOut() throws {
    let pickle = P.proto + P.one("ema", P.one(tensor)) + P.text("model") + P.one(tensor) + P.setItem + P.stop
    let read = try TorchFile(reading: MemorySource(file(pickle).bytes))
    #expect(read.key == "model" && read.leftOut.map(\.name) == ["ema"])
  }
  @Test func tensorsBesideTheNetwork() throws {
    let pickle = P.proto + P.one("rng", tensor) + P.text("state_dict") + P.one(tensor) + P.setItem + P.stop
    let read = try TorchFile(reading: MemorySource(file(pickle).bytes))
    #expect(read.key == "state_dict" && read.tensors.map(\.name) == ["w"])
    #expect(read.leftOut.map(\.name) == ["rng"] && read.leftOut.map(\.reason) == ["a tensor"])
    let flat = P.proto + P.one("w", tensor) + P.text("extra") + P.one(tensor) + P.setItem + P.stop
    let second = try TorchFile(reading: MemorySource(file(flat).bytes))
    #expect(second.key == nil && second.leftOut.map(\.reason) == ["another dictionary of tensors"])
  }
  @Test func networkTwice() {
    let pickle = P.one("model", P.one(tensor)) + P.text("model") + P.one(tensor) + P.setItem
    #expect(refusal(ofPickle: pickle) == "tensor-name")
  }
  @Test func countersAndDefaultDictionaries() {
    let counter = P.global("collections", "Counter") + P.dictionary + [0x85] + P.reduce
    let other = P.global("collections", "defaultdict") + P.global("builtins", "dict") + [0x85] + P.reduce
    #expect(
      refusal(ofPickle: P.one(tensor) + P.text("c") + counter + P.setItem + P.text("d") + other + P.setItem) == nil)
    #expect(refusal(ofPickle: P.global("collections", "Counter") + P.emptyTuple + P.reduce) == "pickle-arguments")
    #expect(refusal(ofPickle: P.global("builtins", "dict") + P.emptyTuple + P.reduce) == "pickle-arguments")
  }
  @Test func dictionaryInItself() {
    // {'w': itself}, which Python can make too.
    #expect(refusal(ofPickle: P.dictionary + [0x71, 0] + P.text("w") + [0x68, 0] + P.setItem) == "torch-state-dict")
  }

  // MARK: - Pickles

  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("nt", "system"), ("builtins", "eval"), ("__builtin__", "exec"),
    ("builtins", "getattr"), ("subprocess", "Popen"), ("torch", "load"), ("torch._utils", "_rebuild_tensor_v2.x"),
    ("collections.OrderedDict", ""), ("torch", "ComplexFloatStorage"), ("torch.serialization", "load"), ("", ""),
    ("runpy", "_run_code"), ("torch.hub", "load"), ("numpy.core.multiarray", "_reconstruct"), ("webbrowser", "open"),
  ])
  func unknownName(_ module: String, _ name: String) {
    #expect(refusal(ofPickle: P.global(module, name) + P.mark + P.text("x") + P.tuple + P.reduce) == "pickle-global")
    #expect(refusal(ofPickle: P.text(module) + P.text(name) + [0x93]) == "pickle-global")
    #expect(refusal(ofPickle: P.global(module, name)) == "pickle-global", "even where it is never called")
  }
  @Test(arguments: ["torch.nn.modules.conv", "torchvision.models.alexnet", "__main__"]) func module(_ module: String) {
    #expect(refusal(ofPickle: P.global(module, "Net")) == "pickle-module")
  }
  @Test(
    arguments: [
      (0x49, "INT"), (0x69, "INST"), (0x6F, "OBJ"), (0x81, "NEWOBJ"), (0x92, "NEWOBJ_EX"), (0x82, "EXT1"),
      (0x50, "PERSID"),
      (0x32, "DUP"), (0xFF, "0xff"), (0x00, "0x0"),
    ] as [(UInt8, String)])
  func unknownInstruction(_ opcode: UInt8, _ name: String) {
    let bytes = file(P.proto + P.list + P.list + [opcode] + P.stop).bytes
    let error = #expect(throws: FormatError.self) { try TorchFile(reading: MemorySource(bytes)) }
    #expect(error?.rule == "pickle-opcode" && error?.message.contains(" \(name) ") == true)
  }
  @Test func otherProtocol() { #expect(refusal(ofPickle: [0x80, 9]) == "pickle-opcode") }
  @Test func emptyStack() {
    for opcode: UInt8 in [0x30, 0x52, 0x62, 0x71, 0x94, 0x74, 0x85, 0x87, 0x61, 0x65, 0x73, 0x75, 0x51, 0x90, 0x93] {
      #expect(refusal(ofPickle: [opcode, 0, 0]) == "pickle-stack")
    }
    #expect(refusal(ofPickle: []) == "pickle-stack")
  }
  @Test func valuesBelowAMark() { #expect(refusal(ofPickle: P.list + P.mark + [0x85]) == "pickle-stack") }
  @Test func valuesLeftOver() { #expect(refusal(ofPickle: P.list + P.list) == "pickle-stack") }
  @Test func memoNeverMade() {
    #expect(refusal(ofPickle: [0x68, 7]) == "pickle-stack")
    #expect(refusal(ofPickle: [0x6A, 0xFF, 0xFF, 0xFF, 0xFF]) == "pickle-stack")
  }
  @Test func memoBeyondTheLimit() {
    #expect(refusal(ofPickle: P.list + [0x72, 0xFF, 0xFF, 0xFF, 0xFF]) == "pickle-size")
  }
  @Test func stringBeyondThePickle() {
    #expect(refusal(ofPickle: [0x58, 0xFF, 0xFF, 0xFF, 0xFF]) == "file-end")
    #expect(refusal(ofPickle: [0x8C, 200]) == "file-end")
  }
  @Test func stringNotUTF8() { #expect(refusal(ofPickle: [0x8C, 1, 0xFF]) == "pickle-arguments") }
  @Test func frameBeyondThePickle() { #expect(refusal(ofPickle: [0x95] + le(.max, 8)) == "pickle-size") }
  @Test func endlessName() {
    #expect(refusal(ofPickle: [0x63] + [UInt8](repeating: 0x61, count: 1000)) == "pickle-size")
    #expect(refusal(ofPickle: [0x63, 0x61]) == "file-end")
  }
  @Test func tooManyInstructions() {
    #expect(refusal(ofPickle: [UInt8](repeating: 0x5D, count: 600_000)) == "pickle-size")
  }
  @Test func millionListsInsideEachOther() {
    #expect(
      refusal(ofPickle: [UInt8](repeating: 0x5D, count: 240_000) + [UInt8](repeating: 0x61, count: 239_999))
        == "torch-state-dict")
  }
  @Test func copiesOfCopies() {
    // A list of 1,000 pairs, of which a dictionary is made 1,000 times over.
    var pickle = P.list + [0x71, 0] + P.mark
    for _ in 0..<1000 { pickle += P.none + P.none + [0x86] }
    pickle += [0x65]
    for _ in 0..<1000 { pickle += P.global("collections", "OrderedDict") + [0x68, 0, 0x85] + P.reduce + [0x30] }
    #expect(refusal(ofPickle: pickle) == "pickle-size")
  }
  @Test func sameDictionaryUnderManyKeys() {
    var pickle = P.dictionary + P.dictionary + [0x71, 0] + P.mark
    for index in 0..<20_000 { pickle += [0x4A] + le(UInt64(index), 4) + P.none }
    pickle += [0x75, 0x30] + P.mark
    for index in 0..<20_000 { pickle += [0x4A] + le(UInt64(index), 4) + [0x68, 0] }
    #expect(refusal(ofPickle: pickle + [0x75]) == "torch-state-dict")
  }
  @Test func bytesAfterThePickle() {
    #expect(refusal(of: file(P.proto + P.one(tensor) + P.stop + P.stop).bytes) == "pickle-size")
  }
  @Test func callOfAValue() {
    #expect(refusal(ofPickle: P.int(1) + P.emptyTuple + P.reduce) == "pickle-arguments")
    #expect(refusal(ofPickle: P.global("torch", "FloatStorage") + P.emptyTuple + P.reduce) == "pickle-arguments")
    #expect(refusal(ofPickle: P.global("collections", "OrderedDict") + P.list + P.reduce) == "pickle-arguments")
  }
  @Test func buildOfATensor() { #expect(refusal(ofPickle: tensor + P.dictionary + [0x62]) == "pickle-arguments") }
  @Test func referenceToNoStorage() {
    #expect(refusal(ofPickle: P.mark + P.text("file") + P.text("/etc/passwd") + P.tuple + [0x51]) == "pickle-arguments")
    #expect(refusal(ofPickle: P.text("storage") + [0x51]) == "pickle-arguments")
    #expect(refusal(ofPickle: P.mark + P.text("module") + P.none + P.tuple + [0x51]) == "pickle-module")
  }

  // MARK: - Streams

  @Test func streams() throws {
    let bytes = try fixture("views-stream.pth")
    #expect(refusal(of: bytes) == nil)
    #expect(refusal(of: bytes + [0]) == "torch-layout", "bytes after the last storage")
    let cut = message { () throws(FormatError) in _ = try TorchFile(reading: MemorySource(bytes.dropLast())) }
    #expect(cut?.hasPrefix("file-end: the storage '") == true && cut?.contains("' is cut: ") == true, "\(cut ?? "")")
    var other = bytes
    other[18] = 0xE8
    #expect(refusal(of: other) == "torch-version", "another version")
  }

  /// A stream of one storage of six float32, of which two places say how many numbers it has.
  private func stream(
    first: UInt8 = 0x80, version: UInt64 = 1001, isLittleEndian: Bool = true, count: Int = 6, stored: UInt64? = nil,
    key: String = "0", numbers: Int = 24
  ) -> String? {
    let magic: [UInt8] = [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    var bytes = [first, 2] + magic + P.stop + P.proto + [0x4D] + le(version, 2) + P.stop
    bytes += P.proto + P.one("little_endian", [isLittleEndian ? 0x88 : 0x89]) + P.stop
    bytes += P.proto + P.one(P.tensor(P.storage(count: count), offset: 0, [6], [1])) + P.stop
    bytes += P.proto + P.list + P.text(key) + [0x61] + P.stop
    bytes += le(stored ?? UInt64(count), 8) + [UInt8](repeating: 0, count: numbers)
    return message { () throws(FormatError) in _ = try TorchFile(reading: MemorySource(bytes)) }
  }

  @Test func whatAStreamSaysOfItself() {
    #expect(stream() == nil)
    #expect(stream(first: 0x81)?.hasPrefix("zip-end: ") == true, "no stream at all")
    #expect(stream(version: 1000) == "torch-version: a stream of another version than 1001")
    #expect(
      stream(isLittleEndian: false)
        == "torch-version: a stream that was not written by a little-endian machine")
    #expect(stream(key: "1") == "torch-storage: the list of storages has one that no tensor has")
    #expect(stream(stored: 5) == "torch-storage: the storage '0' has 5 numbers, not 6")
    #expect(stream(numbers: 23)?.hasPrefix("file-end: the storage '0' is cut: 24 bytes at ") == true)
    #expect(stream(numbers: 25) == "torch-layout: 1 bytes after the last storage belong to none")
    // 4·(2^62 + 6) is 24 in 64 bits.
    #expect(
      stream(count: 1 << 62 + 6)
        == "torch-storage: the storage '0' has 4611686018427387910 numbers, whose bytes are beyond any file")
  }

  // MARK: - Mutations

  @Test func mutationsOfPickles() {
    // Without checksums, so that changes reach the interpreter.
    var builder = file(
      P.proto + P.one(P.tensor(P.storage(count: 1), offset: 0, [1], [1])) + P.stop, storage: [0, 0, 0, 0])
    for index in 0..<4 { builder.members[index].checksum = 0 }
    let pickle = builder.members[0].data
    let result = mutate(pickle, times: 15_000) { bytes throws(FormatError) in
      builder.members[0].data = bytes
      _ = try TorchFile(reading: MemorySource(builder.bytes))
    }
    #expect(result.accepted > 0 && result.refused > 0)
  }

  @Test func mutationsOfStreams() throws {
    for name in ["views-stream.pth", "checkpoint-stream.pth"] {
      let result = mutate(try fixture(name), times: 3_000) { bytes throws(FormatError) in
        _ = try TorchFile(reading: MemorySource(bytes))
      }
      #expect(result.accepted > 0 && result.refused > 0)
    }
  }

  @Test func mutationsOfArchives() throws {
    let result = mutate(try fixture("views.pth"), times: 6_000) { bytes throws(FormatError) in
      _ = try TorchFile(reading: MemorySource(bytes))
    }
    #expect(result.accepted > 0 && result.refused > 0)
  }
}
