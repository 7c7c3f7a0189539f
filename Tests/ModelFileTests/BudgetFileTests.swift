import Architecture
import Testing

@testable import ModelFile

/// Files of limits: what they ask, and what is said of their mistakes.
@Suite struct BudgetFileTests {
  private func read(_ text: String) throws(ModelFileError) -> [BudgetFile.Entry] {
    try BudgetFile(SourceText(name: "budget.yaml", text: text), types: ["float32", "int8"]).entries
  }

  private func problems(_ text: String) throws -> String {
    try #require(throws: ModelFileError.self) { try read(text) }.description
  }

  @Test func limitsOfANetworkComeBeforeThoseOfAll() throws {
    let entries = try read(
      """
      defaults: {max-peak: 60MB, batch: 8, tolerance: 1%}
      networks:
        resnet50: {max-macs: 4.1G, min-field: 224}
        large:
          model: ./mine.yaml
          max-peak: 64 MiB
          input: 320
          type: int8
          mode: training
          against: ./old.yaml
      """)
    #expect(entries.map(\.title) == ["resnet50", "large"])
    #expect(entries.map(\.model) == ["resnet50", "./mine.yaml"])
    #expect(
      entries[0].limits == [
        QuantityLimit(.most, .macs, 4_100_000_000), QuantityLimit(.least, .field, 224),
        QuantityLimit(.most, .peak, 60_000_000),
      ])
    #expect(entries[1].limits == [QuantityLimit(.most, .peak, 64 << 20)])
    #expect(entries.map(\.batch) == [8, 8])
    #expect(entries[1].input == "320")
    #expect(entries[1].type == "int8")
    #expect(entries[1].mode == .training)
    #expect(entries[1].against == "./old.yaml")
    #expect(entries.map(\.tolerance) == [Tolerance("1%"), Tolerance("0.01")])
  }

  @Test func anUnknownLimit() throws {
    #expect(
      try problems("networks:\n  alexnet: {max-mac: 1G}\n") == """
        budget.yaml:2:13: error: a file of limits has no 'max-mac' here, did you mean 'max-macs'?
            alexnet: {max-mac: 1G}
                      ^
        """)
  }

  @Test(arguments: [
    ("{max-macs: 1 billion}", "2:17: error: 'max-macs' is a number such as 26M or 4.1G, not '1 billion'"),
    ("{max-peak: much}", "2:17: error: 'max-peak' is a number of bytes such as 60MB or 64MiB, not 'much'"),
    ("{max-macs: [1]}", "2:17: error: 'max-macs' takes a value, not a list"),
    ("{max-macs: 99999999G}", "2:17: error: 'max-macs' is a number"),
    ("{batch: 0}", "2:14: error: 'batch' is a whole number from 1 on, not '0'"),
    ("{input: large}", "2:14: error: 'large' is no size"),
    ("{mode: test}", "2:13: error: mode is inference or training, not 'test'"),
    ("{type: int9}", "2:13: error: 'type' is float32 or int8, not 'int9'"),
    ("{tolerance: little}", "2:18: error: 'tolerance' is a share such as 1%, not 'little'"),
    ("{input: 64}", "2:3: error: nothing is asked of this network"),
    ("{}", "2:3: error: nothing is asked of this network"), ("", "2:3: error: nothing is asked of this network"),
    ("4", "2:6: error: limits are keys with values, '{max-macs: 4.2G}', not '4'"),
  ])
  func aMistakeIsNamedAtItsPlace(limits: String, message: String) throws {
    #expect(try problems("networks:\n  a: \(limits)\n").hasPrefix("budget.yaml:\(message)"))
  }

  @Test(arguments: [
    ("", "budget.yaml:1:1: error: a file of limits has keys"),
    ("[1]", "budget.yaml:1:1: error: a file of limits has keys"),
    ("networks: {}", "budget.yaml:1:1: error: a file of limits needs networks"),
    ("networks: {a: {max-macs: 1}}\nlimits: 3", "budget.yaml:2:1: error: a file of limits has no 'limits' here"),
    ("networks: {a: {max-macs: 1}, a: {}}", "budget.yaml:1:12: error: 'a' is given twice"),
    ("networks: &n {a: 1}", "budget.yaml:1:11: error: anchors and aliases are not part of the format"),
  ])
  func aFileOfAnotherKindIsRefused(text: String, message: String) throws {
    #expect(try problems(text).hasPrefix(message))
  }

  @Test func allMistakesAreSaidAtOnce() throws {
    #expect(
      try problems("networks: {a: {max-macs: x}, b: {nothing: 1}}").split(separator: "\n").filter {
        $0.contains("error")
      }
      .count == 2)
  }

  @Test(
    arguments: [
      ("60MB", 60_000_000), ("60 MB", 60_000_000), ("1.5kB", 1_500), ("64MiB", 67_108_864), ("100", 100),
      ("1GiB", 1 << 30),
      ("B", nil), ("-1MB", nil), ("60mb", nil), ("1e6", nil),
    ] as [(String, Int?)])
  func bytes(text: String, number: Int?) {
    #expect(Quantity.peak.number(text) == number)
  }

  @Test(
    arguments: [
      ("1%", 1.0), ("0.5 %", 0.5), ("0.01", 1.0), ("0", 0.0), ("%", nil), ("-1%", nil), ("nan", nil), ("1e3%", nil),
      ("99999%", nil),
    ] as [(String, Double?)])
  func tolerances(text: String, percent: Double?) {
    #expect(Tolerance(text)?.percent == percent)
  }
}
