import Analysis
import Foundation
import Models
import Report
import TestSupport
import Testing

/// The list of the zoo.
@Suite struct ModelListTests {
  @Test(arguments: [nil, 80] as [Int?])
  func theZoo(width: Int?) throws {
    let text = ModelList(try Self.models()).text(.table, canvas: Canvas(width: width, style: .plain))
    try expectSnapshot(text, "list-\(width.map(String.init) ?? "wide")")
  }

  @Test func theZooInCSV() throws {
    let records = CSVReader.records(ModelList(try Self.models()).text(.csv))
    #expect(records.compactMap { $0["model"] } == modelNames)
    #expect(records.first { $0["model"] == "alexnet" }?["parameters"] == "60965224")
    #expect(records.first { $0["model"] == "vgg16" }?["aliases"] == "vgg")
    #expect(records.first { $0["model"] == "vgg19" }?["family"] == "VGG")
    #expect(records.first { $0["model"] == "resnet50" }?["field"] == "427")
    #expect(records.first { $0["model"] == "resnet50" }?["top1"] == "80.858")
  }

  @Test func theZooInJSON() throws {
    let json = try JSONValue(ModelList(try Self.models()).text(.json))
    #expect(json["schema"] == .string("zoo.list/1"))
    #expect(json["models"]?.items.compactMap { $0["name"]?.string } == modelNames)
    let lenet = json["models"]?.items.first
    #expect(lenet?["aliases"]?.items == [.string("lenet")])
    #expect(lenet?["input"]?.integers == [1, 32, 32])
    #expect(lenet?["parameters"]?.integer == 60_840)
  }

  /// The program reads the index instead of every file.
  @Test func theIndexIsThatOfTheNetworks() throws {
    let text = ModelList(try Self.models()).text(.json)
    if ProcessInfo.processInfo.environment["ZOO_SNAPSHOTS"] == "rewrite" {
      return try Data(text.utf8).write(to: project.appending(path: "zoo/index.json"))
    }
    let index = String(decoding: Models.index, as: UTF8.self)
    #expect(text == index, "zoo/index.json: run 'make snapshots'\n\(firstDifference(text, index))")
  }

  @Test func filtersNarrowTheList() throws {
    func names(_ change: (inout ListFilter) -> Void) throws -> [String] {
      var filter = ListFilter()
      change(&filter)
      return try Self.models().filter { filter.accepts($0) }.map(\.name)
    }
    #expect(try names { _ in } == modelNames)
    #expect(
      try names { $0.family = "densenet" } == [
        "densenet121", "densenet161", "densenet169", "densenet201", "densenet121-keras", "densenet169-keras",
        "densenet201-keras",
      ])
    #expect(try names { $0.mostMACs = 50_000_000 } == ["lenet5", "lenet5-modern", "lenet-caffe", "shufflenet-v2-x0-5"])
    #expect(try names { $0.leastTop1 = 85.5 }.first == "efficientnet-v2-l")
    #expect(
      try names {
        $0.mostParameters = 2_000_000
        $0.leastField = 100
      } == ["squeezenet1-0", "squeezenet1-1", "shufflenet-v2-x0-5"])
  }

  private static func models() throws -> [ListDocument.Model] {
    try Models.families.flatMap { family in
      try family.files.map { file in
        ListDocument.Model(try profile(try zoo(file.name)), family: family.name, aliases: file.aliases)
      }
    }
  }
}
