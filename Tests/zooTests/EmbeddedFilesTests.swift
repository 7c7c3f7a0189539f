import Foundation
import Models
import TestSupport
import Testing

/// The lists of embedded files in `Package.swift` and `zoo/Models.swift`, against the folder that they list.
@Suite struct EmbeddedFilesTests {
  private static let folder = project.appending(path: "zoo")

  /// The files of a folder that end so, without their ending.
  private func names(in folder: URL, _ ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(ending) }
      .map { String($0.dropLast(ending.count)) }.sorted()
  }

  @Test func everyModelFileIsEmbedded() throws {
    let embedded = Models.all + Models.modules
    #expect(embedded.map(\.name).sorted() == (try names(in: Self.folder, ".yaml")))
    for file in embedded {
      let text = try Data(contentsOf: Self.folder.appending(path: "\(file.name).yaml"))
      #expect(Data(file.text) == text, "\(file.name)")
    }
  }

  @Test func everyMachineIsEmbedded() throws {
    let folder = Self.folder.appending(path: "machines")
    #expect(Machines.all.map(\.name).sorted() == (try names(in: folder, ".yaml")))
    for file in Machines.all {
      #expect(Data(file.text) == (try Data(contentsOf: folder.appending(path: "\(file.name).yaml"))), "\(file.name)")
    }
  }

  @Test func everyListOfLabelsIsEmbedded() throws {
    for name in try names(in: Self.folder.appending(path: "labels"), ".txt") {
      #expect(Models.labels(named: name)?.isEmpty == false, "\(name)")
    }
  }
}
