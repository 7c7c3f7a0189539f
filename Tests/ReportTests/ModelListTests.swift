import Analysis
import Models
import Report
import TestSupport
import Testing

/// The list of the zoo.
@Suite struct ModelListTests {
  @Test(arguments: [nil, 80] as [Int?])
  func theZoo(width: Int?) throws {
    let text = try list().text(.table, canvas: Canvas(width: width, style: .plain))
    try expectSnapshot(text, "list-\(width.map(String.init) ?? "wide")")
  }

  @Test func theZooInCSV() throws {
    let records = CSVReader.records(try list().text(.csv))
    #expect(records.compactMap { $0["model"] } == modelNames)
    #expect(records.first { $0["model"] == "alexnet" }?["parameters"] == "60965224")
    #expect(records.first { $0["model"] == "vgg16" }?["aliases"] == "vgg")
  }

  @Test func theZooInJSON() throws {
    let json = try JSONValue(try list().text(.json))
    #expect(json["schema"] == .string("zoo.list/1"))
    #expect(json["models"]?.items.compactMap { $0["name"]?.string } == modelNames)
    let lenet = json["models"]?.items.first
    #expect(lenet?["aliases"]?.items == [.string("lenet")])
    #expect(lenet?["input"]?.integers == [1, 32, 32])
    #expect(lenet?["parameters"]?.integer == 60_840)
  }

  private func list() throws -> ModelList {
    ModelList(try Models.all.map { ModelList.Entry(profile: try profile(try zoo($0.name)), aliases: $0.aliases) })
  }
}
