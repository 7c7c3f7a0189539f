import Architecture
import Testing

/// Average pooling to a given size.
@Suite struct AdaptiveAveragePoolingTests {
  @Test func outputsThatDivideTheInputAreWindows() throws {
    let pool = try layer("{adaptive_avgpool: 7}", on: "[8, 14, 21]")
    #expect(pool.kind.name == "adaptive_avg_pool")
    #expect(pool.shape.dimensions == [8, 7, 7])
    #expect(pool.parameters.isEmpty)
    #expect(pool.windows == [Window(kernel: 2, stride: 2), Window(kernel: 3, stride: 3)])
    #expect(pool.arithmetic(.inference) == Arithmetic(adds: 5 * 8 * 49, divides: 8 * 49))
  }

  @Test func theIdentityAddsNothing() throws {
    let pool = try layer("{adaptive_avgpool: 7}", on: "[8, 7, 7]")
    #expect(pool.windows == [Window(kernel: 1), Window(kernel: 1)])
    #expect(pool.arithmetic(.inference) == Arithmetic(divides: 8 * 49))
  }

  @Test func outputsThatDoNotDivideTheInputHaveRegionsOfTheirOwn() throws {
    let pool = try layer("{adaptive_avgpool: [3, 5]}", on: "[1, 8, 8]")
    #expect(pool.shape.dimensions == [1, 3, 5])
    let maps = [AxisMap(regions: 3, of: 8), AxisMap(regions: 5, of: 8)]
    #expect(pool.connectivity == .axes(maps.map { .cells($0) }))
    #expect((0..<3).map { maps[0].span(of: $0, in: 8) } == [0...2, 2...5, 5...7])
    #expect((0..<5).map { maps[1].span(of: $0, in: 8) } == [0...1, 1...3, 3...4, 4...6, 6...7])
    // 8 to 3: cells 0–2, 2–5, 5–7, ten in all; 8 to 5: 0–1, 1–3, 3–4, 4–6, 6–7, twelve in all.
    let three = (0..<3).map { AdaptiveAveragePooling.region($0, input: 8, outputs: 3) }
    let five = (0..<5).map { AdaptiveAveragePooling.region($0, input: 8, outputs: 5) }
    #expect(three == [0..<3, 2..<6, 5..<8])
    #expect(five == [0..<2, 1..<4, 3..<5, 4..<7, 6..<8])
    #expect(pool.arithmetic(.inference) == Arithmetic(adds: 10 * 12 - 15, divides: 15))
  }

  @Test func moreOutputsThanInputsRepeatCells() throws {
    let pool = try layer("{adaptive_avgpool: 5}", on: "[1, 3]")
    #expect(pool.shape.dimensions == [1, 5])
    #expect(
      (0..<5).map { AdaptiveAveragePooling.region($0, input: 3, outputs: 5) } == [0..<1, 0..<2, 1..<2, 1..<3, 2..<3])
    #expect(pool.arithmetic(.inference) == Arithmetic(adds: 7 - 5, divides: 5))
  }

  @Test("The cells of all regions are counted without visiting them", arguments: 1...24) func cells(size: Int) throws {
    for outputs in 1...24 {
      let cells = (0..<outputs).reduce(0) {
        $0 + AdaptiveAveragePooling.region($1, input: size, outputs: outputs).count
      }
      let pool = try layer("{adaptive_avgpool: \(outputs)}", on: "[2, \(size)]")
      #expect(pool.arithmetic(.inference).adds == 2 * (cells - outputs))
    }
  }

  @Test func oneOutputSeesEverything() throws {
    #expect(try layer("{adaptive_avgpool: 1}").connectivity == .whole)
  }

  @Test func needsAxes() {
    #expect(
      problems(of: "{adaptive_avgpool: 1}", on: "[10]")
        == ["adaptive_avgpool_1: pooling needs feature maps or a signal, and a vector of 10 arrives"])
    #expect(
      problems(of: "{adaptive_avgpool: [2, 2]}", on: "[1, 10]")
        == ["adaptive_avgpool_1: 2 output sizes, and the input 1×10 has one axis"])
  }
}
