import Foundation
import Testing

/// `zoo report --format html --image`: what a network makes of a picture, in its page.
@Suite struct PagePicturesTests {
  /// The digits that come with the program, and the page of LeNet-5 for one of them.
  private func page(_ folder: Folder, _ arguments: String...) async throws -> Program.Outcome {
    #expect(try await Program.run("examples", "-o", folder.url.path).code == 0)
    return try await Program.run(
      ["report", "lenet5-modern", "--format", "html", "--image", folder.url.appending(path: "drawn/7.png").path]
        + arguments)
  }

  @Test func mapsKernelsClassesAndTheGradientAreInThePage() async throws {
    let outcome = try await page(try Folder())
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let start = try #require(outcome.output.range(of: "id=\"data\">"))
    let end = try #require(outcome.output.range(of: "</script>", range: start.upperBound..<outcome.output.endIndex))
    let data = Data(outcome.output[start.upperBound..<end.lowerBound].utf8)
    let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let models = try #require(document["models"] as? [[String: Any]])
    let run = try #require(models[0]["run"] as? [String: Any])
    #expect(run["name"] as? String == "7.png" && run["areShares"] as? Bool == true)
    let classes = try #require(run["classes"] as? [[String: Any]])
    #expect(classes.count == 5 && classes[0]["name"] as? String == "7")
    let sheets = try #require(run["layers"] as? [String: [String: Any]])
    // C1 has six maps of 28×28, of which none is left out, and six kernels of 5×5 over one channel.
    let first = try #require(sheets["0"])
    let output = try #require(first["output"] as? [String: Any])
    #expect(output["plane"] as? [Int] == [28, 28] && output["shown"] as? Int == 6 && output["count"] as? Int == 6)
    let kernels = try #require(first["kernels"] as? [String: Any])
    #expect(kernels["plane"] as? [Int] == [5, 5] && kernels["shown"] as? Int == 6 && kernels["row"] as? Int == 1)
    // The middle unit of C1 depends on its window of 5×5 and nothing else; what has no windows has no such picture.
    let field = try #require(first["field"] as? [String: Any])
    #expect(try #require((field["sides"] as? [Int])?.last) <= 5)
    #expect(sheets["1"]?["field"] == nil && sheets["3"]?["field"] != nil)
    for source in [run["picture"], run["gradient"], field["source"]] {
      let source = try #require(source as? String)
      let prefix = "data:image/png;base64,"
      #expect(source.hasPrefix(prefix))
      let png = try #require(Data(base64Encoded: String(source.dropFirst(prefix.count))))
      #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    }
  }

  @Test func thePageSaysHowLargeItIs() async throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "page.html").path
    let outcome = try await page(folder, "-o", file)
    let size = try #require(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
    #expect(size < 1_000_000)
    #expect(
      outcome.output == """
        \(file) is written: open it in a browser or a viewer
        with pictures of 12 layers, \((size + 500) / 1000) kB in all; at most 20.0 MB are written

        """)
  }

  @Test(arguments: [
    ("report lenet5-modern --image a.png", "--image is for the page of one network: --format html"),
    ("report lenet5-modern --format html --weights a.h5", "--weights needs a picture to show: --image"),
    ("report lenet5 lenet5-modern --format html --image a.png", "--image takes one model"),
    ("report lenet5 --format html --image a.png --input 40", "--image shows a network at its own size"),
    ("open lenet5 lenet5-modern --image a.png", "--image takes one model"),
  ])
  func whatDoesNotGoTogether(line: String, message: String) async throws {
    let outcome = try await Program.run(line.split(separator: " ").map(String.init))
    #expect(outcome.code == 64 && outcome.errors.contains(message), "\(outcome.errors)")
  }
}
