import Sandbox
import Testing

@testable import HDF5

/// What comes out of a worker is not trusted either.
@Suite struct FrameTests {
  private static let objects = [
    HDF5Object(
      path: "/", attributes: [HDF5Attribute(name: "a", value: .strings(["b", ""]))], dataset: nil),
    HDF5Object(
      path: "/x",
      attributes: [
        HDF5Attribute(name: "i", value: .integers([-1, .max])), HDF5Attribute(name: "r", value: .reals([0.5, -0.0])),
        HDF5Attribute(name: "u", value: .unread(reason: "compound")),
      ],
      dataset: HDF5Dataset(
        shape: [4, 5], type: .float32, typeName: "float32", layout: .chunked([2, 5]), filters: ["deflate"])),
    HDF5Object(
      path: "/y", attributes: [],
      dataset: HDF5Dataset(shape: [2], type: .uint8, typeName: "uint8", layout: .contiguous(offset: 96))),
  ]

  private static func encoded(_ reply: Reply) -> [UInt8] {
    var frame = FrameWriter()
    reply.write(to: &frame)
    return frame.bytes
  }

  private static func decoded(_ bytes: [UInt8]) -> Reply? {
    var reader = FrameReader(bytes)
    guard let reply = try? Reply(&reader), reader.isAtEnd else { return nil }
    return reply
  }

  @Test func roundTrip() {
    guard case .objects(let objects) = Self.decoded(Self.encoded(.objects(Self.objects))) else {
      Issue.record("no objects came back")
      return
    }
    #expect(objects == Self.objects)
    let error = HDF5Error.refused(rule: .depth, detail: "'/a'")
    guard case .failed(error) = Self.decoded(Self.encoded(.failed(error))) else {
      Issue.record("the error did not come back")
      return
    }
  }

  @Test func malformedNeverTraps() {
    let whole = Self.encoded(.objects(Self.objects))
    for length in whole.indices { #expect(Self.decoded(Array(whole[..<length])) == nil) }
    #expect(Self.decoded(whole + [0]) == nil)
    for position in whole.indices {
      for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
        var changed = whole
        changed[position] = value
        if case .objects(let objects) = Self.decoded(changed) {
          try? ReplyCheck(fileSize: 1000).check(objects)
          _ = objects.map { $0.dataset?.byteCount }
        }
      }
    }
  }

  private static func refused(_ change: (inout [HDF5Object]) -> Void, fileSize: Int = 1000) -> Bool {
    var objects = Self.objects
    change(&objects)
    do throws(HDF5Error) { try ReplyCheck(fileSize: fileSize).check(objects) } catch { return true }
    return false
  }

  private static func at(
    _ path: String, _ shape: [Int], _ layout: HDF5Dataset.Layout, filters: [String] = []
  ) -> HDF5Object {
    HDF5Object(
      path: path, attributes: [],
      dataset: HDF5Dataset(shape: shape, type: .float32, typeName: "float32", layout: layout, filters: filters))
  }

  @Test func checkedAgain() {
    #expect(!Self.refused { _ in })
    #expect(Self.refused { $0.removeFirst() })
    #expect(Self.refused { $0.append($0[1]) })
    #expect(Self.refused { $0.append(Self.at("/g/z", [1], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/x/z", [1], .compact)) })
    #expect(Self.refused { $0.append(Self.at("z", [1], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z/", [1], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [-1], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [.max, 2], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [1 << 40, 1 << 40, 0], .compact)) })
    #expect(!Self.refused { $0.append(Self.at("/z", [1 << 30, 1 << 30, 0], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [1 << 20], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: 97))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: -4))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: .max - 2))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: 997))) })
    #expect(!Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: 996))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1 << 40], .chunked([1]))) })
    // Both sides of each bound.
    #expect(!Self.refused { $0.append(Self.at("/z", [1 << 14], .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [1 << 14 + 1], .compact)) })
    #expect(!Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: 98))) })
    #expect(!Self.refused { $0.append(Self.at("/z", [24], .contiguous(offset: 0))) })
    #expect(Self.refused { $0.append(Self.at("/z", [25], .contiguous(offset: 0))) })
    #expect(!Self.refused { $0.append(Self.at("/z", [Int](repeating: 1, count: 8), .compact)) })
    #expect(Self.refused { $0.append(Self.at("/z", [Int](repeating: 1, count: 9), .compact)) })
    // The root is a group, and what is not in chunks has no filters.
    #expect(Self.refused { $0[0] = Self.at("/", [1], .compact) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .compact, filters: ["deflate"])) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: 0), filters: ["shuffle"])) })
    #expect(!Self.refused { $0.append(Self.at("/z", [1], .chunked([1]), filters: ["deflate"])) })
    #expect(!Self.refused { $0.append(Self.at("/z", [1], .contiguous(offset: 0))) })
    // 100,000 objects, the three that are there among them.
    let groups = (0..<99_998).map { HDF5Object(path: "/g\($0)", attributes: [], dataset: nil) }
    #expect(!Self.refused { $0 += groups.dropLast() })
    #expect(Self.refused { $0 += groups })
    // A file of 1000 bytes inflates to 1040 times as much and has chunks of 8 MiB more.
    #expect(!Self.refused { $0.append(Self.at("/z", [260_259], .chunked([1]))) })
    #expect(Self.refused { $0.append(Self.at("/z", [260_260], .chunked([1]))) })
    let chunk = (1000 + 8 << 20) / 4
    #expect(!Self.refused { $0.append(Self.at("/z", [1], .chunked([chunk]))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .chunked([chunk + 1]))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1, 1], .chunked([1]))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .chunked([]))) })
    #expect(Self.refused { $0.append(Self.at("/z", [1], .chunked([0]))) })
  }

  /// A product is known where every product of some of its factors is, those beside a zero too.
  @Test func products() {
    #expect(Checked.product([]) == 1)
    #expect(Checked.product([3, 5]) == 15)
    #expect(Checked.product([1 << 31, (1 << 32) - 1]) == Int.max - (1 << 31) + 1)
    #expect(Checked.product([1 << 31, 1 << 32]) == nil)
    for zero in [[0, 1 << 31, (1 << 32) - 1], [1 << 31, 0, (1 << 32) - 1], [1 << 31, (1 << 32) - 1, 0], [0]] {
      #expect(Checked.product(zero) == 0, "\(zero)")
    }
    for overflow in [[0, 1 << 31, 1 << 32], [1 << 31, 0, 1 << 32], [1 << 31, 1 << 32, 0], [1 << 40, 1 << 40, 0]] {
      #expect(Checked.product(overflow) == nil, "\(overflow)")
    }
    for negative in [[-1], [-1, -1], [0, -1], [-1, 0]] { #expect(Checked.product(negative) == nil, "\(negative)") }
    #expect(Checked.sum(.max - 1, 1) == .max)
    #expect(Checked.sum(.max, 1) == nil)
  }

  @Test func filters() throws {
    // Words 0x6162, 0x6364 and 0x6500, and their running sums, modulo 65535.
    #expect(FilterPipeline.fletcher32(Array("abcde".utf8)) == 0x4ff0_29c7)
    #expect(FilterPipeline.unshuffle([1, 3, 5, 2, 4, 6, 7], elementBytes: 2) == [1, 2, 3, 4, 5, 6, 7])
    let checked = FilterPipeline(steps: [FilterStep(id: 3, parameter: 0)])
    let sum: [UInt8] = [0xc7, 0x29, 0xf0, 0x4f]
    #expect(try checked.decode(Array("abcde".utf8) + sum, skipped: 0, count: 5, "x") == Array("abcde".utf8))
    #expect(try checked.decode(Array("abcde".utf8) + [0x29, 0xc7, 0x4f, 0xf0], skipped: 0, count: 5, "x").count == 5)
    for index in 0..<9 {
      var changed = Array("abcde".utf8) + sum
      changed[index] ^= 1
      #expect(throws: HDF5Error.damaged("a chunk of x does not have its checksum")) {
        try checked.decode(changed, skipped: 0, count: 5, "x")
      }
    }
    #expect(throws: HDF5Error.self) { try checked.decode([1, 2, 3], skipped: 0, count: 0, "x") }
    #expect(try checked.decode([0, 0, 0, 0], skipped: 0, count: 0, "x") == [])
    let none = FilterPipeline(steps: [])
    #expect(try none.decode([1, 2], skipped: 0, count: 2, "x") == [1, 2])
    #expect(throws: HDF5Error.self) { try none.decode([1, 2], skipped: 0, count: 3, "x") }
    #expect(throws: HDF5Error.self) { try none.decode([1, 2], skipped: 1, count: 2, "x") }
    let deflate = FilterPipeline(steps: [FilterStep(id: 1, parameter: 9)])
    #expect(try deflate.decode([1, 2], skipped: 1, count: 2, "x") == [1, 2])
    #expect(throws: HDF5Error.self) { try deflate.decode([1, 2], skipped: 0, count: 2, "x") }
  }
}
