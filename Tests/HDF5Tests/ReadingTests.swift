import Foundation
import Testing

@testable import HDF5

/// Files as h5py's users write them; `Scripts/make_hdf5_fixtures.py` made them.
@Suite struct ReadingTests {
  @Test func everyType() throws {
    let reader = try HDF5Reader(path: fixture("types.h5"), worker: worker)
    let paths = reader.objects.map(\.path)
    #expect(paths.first == "/")
    #expect(paths == paths.sorted())
    var seen: Set<HDF5ElementType> = []
    for (index, object) in reader.objects.enumerated() {
      guard let dataset = object.dataset, let type = dataset.type, dataset.shape == [2, 3] else { continue }
      seen.insert(type)
      let stored = try reader.bytes(of: index)
      #expect(stored.count == 6 * type.bytes)
      for element in 0..<6 {
        let bytes = stored[element * type.bytes..<(element + 1) * type.bytes]
        switch type.kind {
        case .float: #expect(ElementDecoding.real(bytes, type) == Double(element - 2), "\(object.path)")
        case .int(signed: true): #expect(ElementDecoding.integer(bytes, type) == element - 2, "\(object.path)")
        case .int(signed: false): #expect(ElementDecoding.integer(bytes, type) == element, "\(object.path)")
        case .boolean: #expect(ElementDecoding.integer(bytes, type) == element % 2, "\(object.path)")
        }
      }
    }
    // bfloat16 as a type of the file's own is the writer's; HDF5 has no name for it.
    #expect(seen.isSuperset(of: Set(HDF5ElementType.all).subtracting([.bfloat16, .bfloat16.bigEndian])))
    #expect(try reader.dataset("/compact").layout == .compact)
    #expect(try reader.bytes(of: reader.index("/scalar")) == bytes([7 as Float]))
    #expect(try reader.dataset("/scalar").shape == [])
    #expect(try reader.dataset("/none").shape == [0, 4])
    #expect(try reader.bytes(of: reader.index("/none")) == [])
    #expect(try reader.dataset("/big/f8").typeName == "float64 big-endian")
  }

  @Test(arguments: ["chunks.h5", "chunks-v110.h5"]) func chunks(_ name: String) throws {
    let reader = try HDF5Reader(path: fixture(name), worker: worker)
    let floats = bytes((0..<105).map(Float.init))
    for path in ["/plain", "/gzip", "/all", "/larger"] {
      #expect(try reader.bytes(of: reader.index(path)) == floats, "\(path)")
    }
    #expect(try reader.bytes(of: reader.index("/big")) == bytes((0..<105).map { Double($0).bitPattern.bigEndian }))
    let half = try reader.bytes(of: reader.index("/half"))
    #expect((0..<105).allSatisfy { ElementDecoding.real(half[2 * $0..<2 * $0 + 2], .float16) == Double($0) })
    #expect(try reader.dataset("/all").filters == ["shuffle", "deflate", "fletcher32"])
    #expect(try reader.dataset("/all").layout == .chunked([2, 3, 2]))
    #expect(try reader.bytes(of: reader.index("/noise")).count == 96)
  }

  @Test func partOfADataset() throws {
    let reader = try HDF5Reader(path: fixture("chunks.h5"), worker: worker)
    let index = try reader.index("/all")
    var part = [UInt8](repeating: 0, count: 8)
    try part.withUnsafeMutableBytes { try reader.read(index, bytes: 40..<48, into: $0) }
    #expect(part == bytes([10 as Float, 11]))
    #expect(throws: HDF5Error.self) {
      try part.withUnsafeMutableBytes { try reader.read(index, bytes: 416..<424, into: $0) }
    }
    #expect(throws: HDF5Error.self) {
      try part.withUnsafeMutableBytes { try reader.read(index, bytes: 0..<9, into: $0) }
    }
    #expect(throws: HDF5Error.invalid("object 0 is no dataset")) { try reader.bytes(of: 0) }
    #expect(throws: HDF5Error.invalid("object 99 is no dataset")) { try reader.bytes(of: 99) }
    #expect(throws: HDF5Error.invalid("object 99 is no dataset")) {
      try part.withUnsafeMutableBytes { try reader.read(99, bytes: 0..<8, into: $0) }
    }
  }

  /// Numbers that inflate to hundreds of times the file come through, and are never all there at once.
  @Test func inflatesFarBeyondTheFile() throws {
    let reader = try HDF5Reader(path: fixture("inflated.h5"), worker: worker)
    let room = HDF5Limits.windowBytes(fileSize: reader.fileSize, chunkBytes: 1 << 20)
    #expect(room + 2 << 20 <= 2 * reader.fileSize + 24 << 20)
    func element(_ path: String, _ element: Int) throws -> Float {
      var value = Float.nan
      try withUnsafeMutableBytes(of: &value) {
        try reader.read(reader.index(path), bytes: 4 * element..<4 * element + 4, into: $0)
      }
      return value
    }
    for path in ["/rows", "/columns"] {
      #expect(try #require(reader.dataset(path).byteCount) > room)
      #expect(try reader.isDecodedInParts(reader.index(path)))
    }
    // In the first window, in the last, and in the first again.
    for chunk in [0, 25, 24, 1] {
      #expect(try element("/rows", chunk << 18) == Float(chunk))
      #expect(try element("/rows", (chunk + 1) << 18 - 1) == Float(chunk))
    }
    for (row, column) in [(0, 0), (0, 1663), (4095, 1663), (4095, 0), (2000, 700)] {
      #expect(try element("/columns", row * 1664 + column) == Float(column / 64), "\(row), \(column)")
    }
    // A run over the end of a window.
    let end = (room / 1_048_576) << 20
    var run = [UInt8](repeating: 0, count: 16)
    try run.withUnsafeMutableBytes { try reader.read(reader.index("/rows"), bytes: end - 8..<end + 8, into: $0) }
    let chunk = Float(end >> 20)
    #expect(run == bytes([chunk - 1, chunk - 1, chunk, chunk]))
  }

  @Test func windowsOfADataset() {
    func windows(_ shape: [Int], _ chunk: [Int], atMost limit: Int) -> [Range<Int>] {
      let dataset = HDF5Dataset(shape: shape, type: .float32, typeName: "float32", layout: .chunked(chunk))
      var found: [Range<Int>] = []
      while (found.last?.upperBound ?? 0) < dataset.byteCount ?? 0 {
        found.append(DecodedWindow(at: found.last?.upperBound ?? 0, of: dataset, fileSize: 0, atMost: limit).range)
      }
      return found
    }
    #expect(windows([7, 5], [2, 3], atMost: 140) == [0..<140])
    #expect(windows([7, 5], [2, 3], atMost: 139) == [0..<120, 120..<140])
    #expect(windows([7, 5], [2, 3], atMost: 40) == [0..<40, 40..<80, 80..<120, 120..<140])
    #expect(windows([4, 5], [2, 3], atMost: 30) == [0..<30, 30..<40, 40..<70, 70..<80])
    #expect(windows([2, 2], [8, 8], atMost: 12) == [0..<12, 12..<16])
  }

  @Test func attributes() throws {
    let root = try HDF5Reader(path: fixture("attributes.h5"), worker: worker).objects[0]
    #expect(root[attribute: "str"] == .strings(["tensorflow ✓"]))
    #expect(root[attribute: "bytes"] == .strings(["2.10.0"]))
    #expect(root[attribute: "fixed"] == .strings(["conv1"]))
    #expect(root[attribute: "fortran"] == .strings(["ab"]))
    #expect(root[attribute: "strs"] == .strings(["a", "bcd", ""]))
    #expect(root[attribute: "names"] == .strings(["block1_conv1", "pool"]))
    #expect(root[attribute: "nothing"] == .reals([]))
    #expect(root[attribute: "int"] == .integers([3]))
    #expect(root[attribute: "ints"] == .integers([-1, 2, 300]))
    #expect(root[attribute: "unsigned"] == .unread(reason: "an integer over 9223372036854775807"))
    #expect(root[attribute: "bools"] == .integers([1, 0]))
    #expect(root[attribute: "real"] == .reals([0.5]))
    #expect(root[attribute: "halves"] == .reals([1.5, -2, 0x1p-24, .infinity]))
    #expect(root[attribute: "compound"] == .unread(reason: "compound"))
    #expect(root[attribute: "empty"] == .unread(reason: "empty"))
    #expect(root[attribute: "absent"] == nil)
  }

  @Test func unknownVersion() {
    #expect {
      try readAll(fixture("newer.h5"))
    } throws: { error in
      "\(error)".hasPrefix("rule known-version: ")
        && "\(error)".contains("where a newer HDF5 wrote it, save it again with libver=('earliest','v110')")
    }
  }

  /// What is just allowed; the files of `hostile` have one more.
  @Test func everythingUpToItsLimit() throws {
    let reader = try HDF5Reader(path: fixture("limits.h5"), worker: worker)
    let groups = String(repeating: "/g", count: HDF5Limits.depth - 1)
    #expect(try reader.bytes(of: reader.index(groups + "/deepest")) == bytes([0 as Float, 1]))
    let name = String(repeating: "n", count: HDF5Limits.nameBytes)
    #expect(try reader.dataset("/" + name).shape == [3])
    #expect(try reader.dataset("/eight").shape.count == HDF5Limits.rank)
    #expect(try reader.objects[reader.index("/named")][attribute: name] == .integers([1]))
    let texts = try reader.objects[reader.index("/texts")]
    #expect(texts[attribute: "allowed"] == .strings(Array(repeating: "t", count: HDF5Limits.attributeStrings)))
    #expect(texts[attribute: "large"] == .integers(Array(repeating: 0, count: HDF5Limits.attributeElements)))
    #expect(texts[attribute: "larger"] == .unread(reason: "65537 elements; at most 65536 are read"))
    #expect(try readAll(fixture("largest-chunk.h5")) == ["/x": [UInt8](repeating: 0, count: 8 << 20 + 12_288)])
    #expect(try readAll(fixture("longest-stored.h5")) == ["/x": Array(0..<64)])
  }

  /// A byte more than 12 MiB of paths, the root's among them.
  @Test func moreBytesOfNamesThanMayBe() throws {
    let file = TemporaryFile()
    let writer = try HDF5Writer(path: file.path)
    // 30 groups in each other, the sum of whose paths is 1025 · (1 + 2 + … + 30), and 382 in the last of them.
    let path = String(repeating: "/" + String(repeating: "n", count: 1024), count: 30)
    let bytes = 12 << 20 - 1025 * 465 - 382 * (path.utf8.count + 1)
    for number in 0..<382 {
      let count = bytes / 382 + (number < bytes % 382 ? 1 : 0)
      try writer.addGroup("\(path)/\(1000 + number)\(String(repeating: "n", count: count - 4))")
    }
    _ = try writer.finish()
    #expect(throws: HDF5Error.refused(rule: .nameLength, detail: "the names are over 12582912 bytes in all")) {
      try HDF5Reader(path: file.path, worker: worker)
    }
  }

  /// A dataset that is all of its file, and one of a byte more.
  @Test func asManyBytesAsTheFileHas() throws {
    let file = TemporaryFile()
    let writer = try HDF5Writer(path: file.path)
    try writer.addDataset("/x", shape: [8], type: .uint8)
    let offset = try writer.finish()[0]
    let whole = try contents(file.path)
    // A layout is version 3, contiguous, place and bytes; a shape version 1, one axis, its limit stated, five bytes, size and limit.
    func layout(_ offset: Int, _ count: Int) -> [UInt8] { [3, 1] + bytes([offset, count]) }
    func shape(_ count: Int) -> [UInt8] { [1, 1, 1, 0, 0, 0, 0, 0] + bytes([count, count]) }
    func taking(_ count: Int) -> [UInt8] {
      whole.replacing(layout(offset, 8), with: layout(0, count)).replacing(shape(8), with: shape(count))
    }
    #expect(try readAll(taking(whole.count)) == ["/x": taking(whole.count)])
    #expect(
      throws: HDF5Error.refused(
        rule: .totalSize, detail: "with '/x' the datasets take more than the file's \(whole.count) bytes")
    ) { try readAll(taking(whole.count + 1)) }
  }

  @Test func aPartOfAFile() throws {
    let whole = try contents(fixture("types.h5"))
    let file = TemporaryFile([1, 2, 3] + whole)
    let descriptor = open(file.path, O_RDONLY)
    defer { close(descriptor) }
    let end = 3 + whole.count
    let reader = try HDF5Reader(descriptor: descriptor, part: 3..<end, worker: worker)
    #expect(try reader.bytes(of: reader.index("/scalar")) == bytes([7 as Float]))
    for part in [-1..<end, 3..<end + 1] {
      #expect(throws: HDF5Error.invalid("bytes \(part) are not in the file")) {
        try HDF5Reader(descriptor: descriptor, part: part, worker: worker)
      }
    }
  }

  @Test func aFileThatShrinks() throws {
    let file = TemporaryFile(try contents(fixture("types.h5")))
    let reader = try HDF5Reader(path: file.path, worker: worker)
    #expect(try reader.bytes(of: reader.index("/i1")) == [0xfe, 0xff, 0, 1, 2, 3])
    truncate(file.path, 100)
    let error = #expect(throws: HDF5Error.self) { try reader.bytes(of: reader.index("/i1")) }
    #expect(error?.description.hasPrefix("the file changed or cannot be read: ") == true)
  }

  /// The first descriptor that is free is 0 where a program closed its input, and there is none where it has too many.
  @Test func descriptors() async {
    await #expect(processExitsWith: .success) {
      let descriptor = open(fixture("types.h5"), O_RDONLY)
      close(0)
      guard (try? HDF5Reader(descriptor: descriptor, worker: worker)) != nil else { exit(10) }
      guard (try? HDF5Reader(path: fixture("types.h5"), worker: worker)) != nil else { exit(11) }
      guard open("/dev/null", O_RDONLY) == 0 else { exit(14) }
      var limit = rlimit(rlim_cur: 1, rlim_max: 1)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      do throws(HDF5Error) {
        _ = try HDF5Reader(descriptor: descriptor, worker: worker)
        exit(12)
      } catch { exit(error == .system("Too many open files") ? EXIT_SUCCESS : 13) }
    }
  }

  @Test func notAFile() throws {
    #expect(throws: HDF5Error.notHDF5) { try readAll(Array("not HDF5, but longer than its signature".utf8)) }
    #expect(throws: HDF5Error.notHDF5) { try readAll([UInt8]()) }
    #expect(throws: HDF5Error.system("not a regular file")) { try readAll("/tmp") }
    #expect(throws: HDF5Error.system("No such file or directory")) { try readAll("/nowhere/at/all") }
    #expect(throws: HDF5Error.self) { try HDF5Reader(path: fixture("types.h5"), worker: ["/nowhere"]) }
  }

  /// 1024 attributes of an object.
  @Test func asManyAttributesAsMayBe() throws {
    let file = TemporaryFile()
    let writer = try HDF5Writer(path: file.path)
    for number in 0..<HDF5Limits.attributesOfObject { try writer.addAttribute("a\(number)", .integer(number), to: "/") }
    _ = try writer.finish()
    let attributes = try HDF5Reader(path: file.path, worker: worker).objects[0].attributes
    #expect(attributes.count == 1024)
    #expect(attributes.last == HDF5Attribute(name: "a999", value: .integers([999])))
  }

  /// 12 MiB of text in all attributes, and a byte more.
  @Test func asMuchTextAsMayBe() throws {
    func texts(and rest: String) throws -> [HDF5Attribute] {
      let file = TemporaryFile()
      let writer = try HDF5Writer(path: file.path)
      try writer.addAttribute("rest", .string(rest), to: "/")
      for name in ["x", "y", "z"] {
        try writer.addAttribute(name, .string(String(repeating: "t", count: HDF5Limits.attributeBytes)), to: "/")
      }
      _ = try writer.finish()
      return try HDF5Reader(path: file.path, worker: worker).objects[0].attributes
    }
    #expect(try texts(and: "").map(\.name) == ["rest", "x", "y", "z"])
    #expect(
      throws: HDF5Error.refused(
        rule: .boundedAttributes, detail: "with attribute 'z' of '/' the attributes' text is over 12582912 bytes")
    ) { try texts(and: "t") }
  }

  /// 12 MiB of paths, the byte of the root's among them, and a byte more.
  @Test func asManyBytesOfNamesAsMayBe() throws {
    func groups(and rest: Int) throws -> Int {
      let file = TemporaryFile()
      let writer = try HDF5Writer(path: file.path)
      // 30 groups in each other, the sum of whose paths is 1025 · (1 + 2 + … + 30), and 382 in the last of them.
      let path = String(repeating: "/" + String(repeating: "n", count: 1024), count: 30)
      let bytes = 12 << 20 - 1 - 1025 * 465 - 382 * (path.utf8.count + 1) + rest
      for number in 0..<382 {
        let count = bytes / 382 + (number < bytes % 382 ? 1 : 0)
        try writer.addGroup("\(path)/\(1000 + number)\(String(repeating: "n", count: count - 4))")
      }
      _ = try writer.finish()
      return try HDF5Reader(path: file.path, worker: worker).objects.reduce(0) { $0 + $1.path.utf8.count }
    }
    #expect(try groups(and: 0) == 12 << 20)
    #expect(throws: HDF5Error.refused(rule: .nameLength, detail: "the names are over 12582912 bytes in all")) {
      try groups(and: 1)
    }
  }
}

/// Weights that others published, where the shared folder lies beside the package.
@Suite struct RealFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../shared/data").standardizedFileURL

  private static func path(_ name: String) throws -> String {
    let path = folder.appendingPathComponent(name).path
    try #require(FileManager.default.fileExists(atPath: path))
    return path
  }

  private static let isPresent: Bool = {
    let isPresent = FileManager.default.fileExists(atPath: folder.path)
    if !isPresent { print("no \(folder.path): tests on real weight files are skipped") }
    return isPresent
  }()

  @Test(.enabled(if: isPresent)) func caffe() throws {
    let reader = try HDF5Reader(
      path: Self.path("caffe-cifar10/cifar10_quick_iter_4000.caffemodel.h5"), worker: worker)
    let shapes = reader.objects.compactMap { object in object.dataset.map { "\(object.path) \($0.shape)" } }
    #expect(
      shapes == [
        "/data/conv1/0 [32, 3, 5, 5]", "/data/conv1/1 [32]", "/data/conv2/0 [32, 32, 5, 5]", "/data/conv2/1 [32]",
        "/data/conv3/0 [64, 32, 5, 5]", "/data/conv3/1 [64]", "/data/ip1/0 [64, 1024]", "/data/ip1/1 [64]",
        "/data/ip2/0 [10, 64]", "/data/ip2/1 [10]",
      ])
    #expect(reader.objects.contains { $0.path == "/data/cifar" && $0.dataset == nil })
  }

  @Test(.enabled(if: isPresent)) func caffeState() throws {
    let reader = try HDF5Reader(
      path: Self.path("caffe-cifar10/cifar10_quick_iter_4000.solverstate.h5"), worker: worker)
    #expect(try reader.dataset("/learned_net").unreadable == "rule element-type: '/learned_net' holds string")
    #expect(try reader.bytes(of: reader.index("/iter")) == bytes([4000 as Int32]))
  }

  @Test(.enabled(if: isPresent)) func caffeDataSet() throws {
    let reader = try HDF5Reader(path: Self.path("caffe-cifar10/sample_data_2_gzip.h5"), worker: worker)
    #expect(try reader.dataset("/data").filters == ["deflate"])
    #expect(try reader.bytes(of: reader.index("/data")).count == 10 * 8 * 6 * 5 * 4)
  }

  @Test(.enabled(if: isPresent)) func keras() throws {
    let reader = try HDF5Reader(path: Self.path("keras2-lenet/lenet.h5"), worker: worker)
    #expect(reader.objects[0][attribute: "keras_version"] == .strings(["2.10.0"]))
    let model = try reader.objects[reader.index("/model_weights")]
    #expect(
      model[attribute: "layer_names"]
        == .strings([
          "conv2d", "max_pooling2d", "conv2d_1", "max_pooling2d_1", "flatten", "dense", "dense_1", "dense_2",
        ]))
    let old = try HDF5Reader(path: Self.path("lenet5-keras2/lenet5.h5"), worker: worker)
    let total = old.objects.compactMap { $0.dataset?.count }.reduce(0, +)
    #expect(total == 61_706)
  }
}
