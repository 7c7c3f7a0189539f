import Analysis
import Architecture
import TestSupport
import Testing

@testable import Report

/// Which layers stand for each other: few by the best of all pairings, many by what is alike and by their names.
@Suite struct LayerAlignmentTests {
  /// A chain of layers on a vector, one for each name; those that begin with `d` are dropout.
  private func chain(_ names: [String]) throws -> [Profile.Row] {
    var builder = NetworkBuilder(named: "chain")
    var last = try builder.input(Shape(channels: 1))
    for name in names {
      let kind: any LayerKind = name.hasPrefix("d") ? Dropout(rate: 0.5) : ReLU()
      last = try builder.add(kind, name: name, reading: [last])
    }
    return try Profile(of: try builder.network()).rows
  }

  /// `a-a`, `b-`, `-c`.
  private func text(_ alignment: LayerAlignment) -> [String] {
    alignment.pairs.map { "\($0.first?.layer.name ?? "")-\($0.second?.layer.name ?? "")" }
  }

  @Test(arguments: [
    (["a", "b", "c"], ["a", "c"], ["a-a", "b-", "c-c"]),
    (["a", "c"], ["a", "b", "c"], ["a-a", "-b", "c-c"]),
    ([], ["a"], ["-a"]), (["a"], [], ["a-"]),
    (["a", "d"], ["d", "a"], ["a-", "d-d", "-a"]),
    (["a", "b"], ["x", "y"], ["a-x", "b-y"]),
    (["a", "d", "b"], ["a", "b"], ["a-a", "d-", "b-b"]),
    (["a"], ["d"], ["a-", "-d"]),
  ])
  func fewLayersAreAligned(first: [String], second: [String], pairs: [String]) throws {
    let alignment = LayerAlignment(
      try first.isEmpty ? [] : chain(first), try second.isEmpty ? [] : chain(second))
    #expect(text(alignment) == pairs)
    #expect(!alignment.isByPosition)
  }

  /// Every second layer of one is missing in the other, far from both ends, so that neither trimming nor a table will do.
  @Test func manyLayersAreAlignedByTheirNames() throws {
    let names = (0..<2_400).map { "a\($0)" }
    let others = ["d"] + names.enumerated().filter { $0.offset % 2 == 0 || $0.offset < 300 }.map(\.element) + ["dd"]
    let longer = ["d1"] + names + names.map { "b" + $0.dropFirst() } + ["d2"]
    let alignment = LayerAlignment(try chain(longer), try chain(others))
    try #require(longer.count * others.count > LayerAlignment.largestTable)
    #expect(!alignment.isByPosition)
    #expect(alignment.pairs.count { $0.first != nil } == longer.count)
    #expect(alignment.pairs.count { $0.second != nil } == others.count)
    for pair in alignment.pairs {
      if let first = pair.first?.layer, let second = pair.second?.layer {
        #expect(first.name == second.name || first.kind.name == "dropout")
      }
    }
    #expect(alignment.pairs.filter { $0.first != nil && $0.second != nil }.count == others.count)
  }

  @Test func oneLayerAmongManyIsFound() throws {
    let names = (0..<50_000).map { "a\($0)" }
    var others = names
    others.remove(at: 30_000)
    let alignment = LayerAlignment(try chain(names), try chain(others))
    #expect(alignment.pairs.filter { !$0.isSame }.map { $0.first?.layer.name } == ["a30000"])
    #expect(!alignment.isByPosition)
  }

  @Test func manyLayersWithoutACommonNameArePairedByPosition() throws {
    let alignment = LayerAlignment(
      try chain((0..<2_100).map { "a\($0)" }), try chain((0..<2_000).map { "b\($0)" }))
    #expect(alignment.isByPosition)
    #expect(alignment.pairs.count == 2_100)
    #expect(text(alignment).prefix(2) == ["a0-b0", "a1-b1"])
    #expect(text(alignment).last == "a2099-")
  }

  @Test func pairingByPositionIsSaid() throws {
    func profile(_ mark: String, _ count: Int) throws -> Profile {
      var builder = NetworkBuilder(named: mark)
      var last = try builder.input(Shape(channels: 1))
      for index in 0..<count { last = try builder.add(ReLU(), name: "\(mark)\(index)", reading: [last]) }
      return try Profile(of: try builder.network())
    }
    let few = ComparisonReport([try profile("a", 5), try profile("b", 5)])
    let many = ComparisonReport([try profile("a", 2_100), try profile("b", 2_000)])
    for format in [Format.table, .markdown] {
      #expect(many.text(format).contains("some are paired by their order alone"))
      #expect(!few.text(format).contains("by their order alone"))
      #expect(many.text(format, in: .spanish).contains("emparejadas solo por su orden"))
    }
    #expect(many.document.differences[0].byPosition)
    #expect(!few.document.differences[0].byPosition)
  }

  /// The largest table that is filled, and one row more.
  @Test func theBoundIsWhereItIsSaid() throws {
    let first = try chain((0..<1_999).map { "a\($0)" })
    #expect((first.count + 1) * 2_000 == LayerAlignment.largestTable)
    #expect(!LayerAlignment(first, try chain((0..<1_999).map { "b\($0)" })).isByPosition)
    #expect(LayerAlignment(first, try chain((0..<2_000).map { "b\($0)" })).isByPosition)
  }
}
