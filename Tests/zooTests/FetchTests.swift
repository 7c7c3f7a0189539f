import Foundation
import Testing

/// `zoo fetch`, and weights that are named by their publisher's name.
@Suite struct FetchTests {
  private let cache = FileManager.default.temporaryDirectory.appending(path: "fetch-\(UUID().uuidString)").path

  @Test func offlineItSaysWhatItWouldFetch() async throws {
    let outcome = try await run("fetch", "resnet18", "--offline")
    #expect(
      outcome.output == """
        would fetch https://download.pytorch.org/models/resnet18-f37072fd.pth (46.8 MB, its SHA-256 begins with f37072fd); put \
        it at \(cache)/zoo/resnet18-f37072fd.pth

        """)
    #expect(outcome.code == 0)
    #expect(!FileManager.default.fileExists(atPath: cache))
  }

  @Test(arguments: [
    (
      ["fetch", "resnet50", "V3"],
      "resnet50: error: no published weights are called 'V3'; there are IMAGENET1K_V1 or IMAGENET1K_V2"
    ),
    (["fetch", "lenet5"], "lenet5: error: its model file names no published weights that can be fetched"),
    (
      ["weights", "check", "resnet18", "published"],
      "resnet18: error: the weights IMAGENET1K_V1 are not there yet: 'zoo fetch resnet18 IMAGENET1K_V1' gets them"
    ),
  ]) func whatIsNotThereIsSaid(arguments: [String], message: String) async throws {
    let outcome = try await run(arguments)
    #expect(outcome.errors.trimmingCharacters(in: .newlines) == message)
    #expect(outcome.code == 66)
  }

  @Test func whatWasFetchedIsFoundByItsName() async throws {
    defer { try? FileManager.default.removeItem(atPath: cache) }
    try FileManager.default.createDirectory(atPath: cache + "/zoo", withIntermediateDirectories: true)
    let file = cache + "/zoo/squeezenet1_1-b8a52dc0.pth"
    _ = try await run("weights", "init", "squeezenet1-1", "-o", cache + "/made.h5")
    try FileManager.default.moveItem(atPath: cache + "/made.h5", toPath: file)
    let outcome = try await run("weights", "check", "squeezenet1-1", "IMAGENET1K_V1")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(file))
    // It is not what was published, and is not replaced.
    let fetched = try await run("fetch", "squeezenet1-1")
    #expect(fetched.code == 65)
    #expect(fetched.errors.contains("remove it to fetch it anew"))
  }

  private func run(_ arguments: String...) async throws -> Program.Outcome { try await run(arguments) }

  private func run(_ arguments: [String]) async throws -> Program.Outcome {
    try await Program.run(arguments, environment: ["XDG_CACHE_HOME": cache])
  }
}
