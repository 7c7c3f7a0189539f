import Foundation
import Testing

@testable import HDF5

@Suite struct WriterTests {
  /// A file as Keras lays it out, and every type.
  private func write(_ path: String) throws -> (offsets: [Int], values: [[UInt8]]) {
    let writer = try HDF5Writer(path: path)
    try writer.addAttribute("backend", .string("tensorflow"), to: "/")
    try writer.addAttribute("keras_version", .string("2.10.0", isUTF8: false), to: "/")
    try writer.addAttribute("layer_names", .fixedStrings(["c1", "pool", "d"]), to: "/")
    try writer.addAttribute("fixed", .fixedString("conv"), to: "/")
    try writer.addAttribute("list", .strings(["é", "", "abc"]), to: "/")
    try writer.addAttribute("nothing", .reals([]), to: "/")
    try writer.addAttribute("ints", .integers([-1, 2]), to: "/")
    try writer.addAttribute("int", .integer(7), to: "/")
    try writer.addAttribute("real", .real(0.25), to: "/")
    try writer.addGroup("/pool")
    try writer.addGroup("/pool")
    var values: [[UInt8]] = []
    for (index, type) in HDF5ElementType.all.enumerated() {
      #expect(try writer.addDataset("/d/type \(index)", shape: [2, 3], type: type) == index)
      values.append((0..<UInt8(6 * type.bytes)).map { type.kind == .boolean ? $0 % 2 : $0 })
    }
    try writer.addDataset("/c1/c1/kernel:0", shape: [3, 1, 2], type: .float32)
    values.append((0..<24).map { $0 })
    try writer.addDataset("/scalar", shape: [], type: .int64)
    values.append((0..<8).map { $0 })
    try writer.addDataset("/none", shape: [0, 2], type: .float32)
    values.append([])
    try writer.addAttribute("unit", .string("m"), to: "/scalar")
    let offsets = try writer.finish()
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    for (offset, value) in zip(offsets, values) where !value.isEmpty {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: Data(value))
    }
    try file.close()
    return (offsets, values)
  }

  @Test func roundTrip() throws {
    let file = TemporaryFile()
    let (offsets, values) = try write(file.path)
    let reader = try HDF5Reader(path: file.path, worker: worker)
    for (index, type) in HDF5ElementType.all.enumerated() {
      let dataset = try reader.dataset("/d/type \(index)")
      #expect(dataset.type == type)
      #expect(dataset.shape == [2, 3])
      #expect(dataset.layout == .contiguous(offset: offsets[index]))
      #expect(try reader.bytes(of: reader.index("/d/type \(index)")) == values[index])
    }
    let count = HDF5ElementType.all.count
    #expect(try reader.bytes(of: reader.index("/c1/c1/kernel:0")) == values[count])
    #expect(try reader.bytes(of: reader.index("/scalar")) == values[count + 1])
    #expect(try reader.bytes(of: reader.index("/none")) == [])
    #expect(offsets[count + 2] == 0)
    let root = reader.objects[0]
    #expect(root[attribute: "backend"] == .strings(["tensorflow"]))
    #expect(root[attribute: "keras_version"] == .strings(["2.10.0"]))
    #expect(root[attribute: "layer_names"] == .strings(["c1", "pool", "d"]))
    #expect(root[attribute: "fixed"] == .strings(["conv"]))
    #expect(root[attribute: "list"] == .strings(["é", "", "abc"]))
    #expect(root[attribute: "nothing"] == .reals([]))
    #expect(root[attribute: "ints"] == .integers([-1, 2]))
    #expect(root[attribute: "int"] == .integers([7]))
    #expect(root[attribute: "real"] == .reals([0.25]))
    #expect(try reader.objects[reader.index("/scalar")][attribute: "unit"] == .strings(["m"]))
  }

  @Test func sameCallsMakeTheSameBytes() throws {
    let one = TemporaryFile()
    let other = TemporaryFile()
    _ = try write(one.path)
    Thread.sleep(forTimeInterval: 1.1)
    _ = try write(other.path)
    #expect(try contents(one.path) == contents(other.path))
  }

  /// The file is whole when it is finished, also where the last thing in it is a dataset that nobody has written yet.
  @Test func finalSize() throws {
    let file = TemporaryFile()
    let writer = try HDF5Writer(path: file.path)
    try writer.addDataset("/x", shape: [1 << 20], type: .float32)
    let offsets = try writer.finish()
    #expect(try contents(file.path).count >= offsets[0] + (4 << 20))
    let reader = try HDF5Reader(path: file.path, worker: worker)
    #expect(try reader.bytes(of: reader.index("/x")) == [UInt8](repeating: 0, count: 4 << 20))
  }

  @Test func whatCannotBeWritten() throws {
    let file = TemporaryFile()
    let writer = try HDF5Writer(path: file.path)
    #expect(throws: HDF5Error.invalid("'/x' cannot have shape [-1]")) {
      try writer.addDataset("/x", shape: [-1], type: .float32)
    }
    #expect(throws: HDF5Error.invalid("'/x' cannot have shape [9223372036854775807]")) {
      try writer.addDataset("/x", shape: [.max], type: .float32)
    }
    #expect(throws: HDF5Error.invalid("'/' is the root group and cannot be a dataset")) {
      try writer.addDataset("/", shape: [1], type: .float32)
    }
    try writer.addDataset("/eight", shape: Array(repeating: 1, count: 8), type: .float32)
    #expect(throws: HDF5Error.invalid("'/x' cannot have shape [1, 1, 1, 1, 1, 1, 1, 1, 1]")) {
      try writer.addDataset("/x", shape: Array(repeating: 1, count: 9), type: .float32)
    }
    #expect(throws: HDF5Error.invalid("'/a/../b' cannot be a path")) { try writer.addGroup("/a/../b") }
    try writer.addAttribute("all", .fixedString(String(repeating: "a", count: 65_472)), to: "/")
    #expect(
      throws: HDF5Error.invalid(
        "attribute 'more' of '/' would take 65473 bytes; an attribute holds at most 65472")
    ) { try writer.addAttribute("more", .fixedString(String(repeating: "a", count: 65_473)), to: "/") }
    #expect(
      throws: HDF5Error.invalid(
        "attribute 'names' of '/' would take 80000 bytes; an attribute holds at most 65472")
    ) { try writer.addAttribute("names", .strings(Array(repeating: "a", count: 5000)), to: "/") }
    #expect(throws: HDF5Error.self) { try writer.addAttribute("text", .string("a\0b"), to: "/") }
    #expect(throws: HDF5Error.self) { try writer.addAttribute("text", .integer(1), to: "/nowhere") }
    try writer.addDataset("/x", shape: [1], type: .float32)
    #expect(throws: HDF5Error.self) { try writer.addDataset("/x", shape: [1], type: .float32) }
    #expect(throws: HDF5Error.self) { try writer.addDataset("/x/y", shape: [1], type: .float32) }
    _ = try writer.finish()
    #expect(throws: HDF5Error.invalid("the file is finished")) { try writer.finish() }
    #expect(throws: HDF5Error.system("cannot create '/nowhere/at/all.h5': No such file or directory")) {
      try HDF5Writer(path: "/nowhere/at/all.h5")
    }
  }

  @Test func aDiskThatIsFull() async {
    await #expect(processExitsWith: .success) {
      func finish() -> HDF5Error? {
        signal(SIGXFSZ, SIG_IGN)
        let file = TemporaryFile()
        do throws(HDF5Error) {
          let writer = try HDF5Writer(path: file.path)
          var limit = rlimit(rlim_cur: 100, rlim_max: 100)
          setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
          _ = try writer.finish()
          return nil
        } catch { return error }
      }
      exit(finish() == .system("cannot write the file: File too large") ? EXIT_SUCCESS : 10)
    }
  }
}
