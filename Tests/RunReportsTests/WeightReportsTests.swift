import Architecture
import Foundation
import ModelFile
import Report
import RunReports
import Testing
import Weights

/// What is said of small weight files, as text and as JSON.
@Suite struct WeightReportsTests {
  private let network: Network
  private let folder: URL

  init() throws {
    network = try ModelFile.network(
      SourceText(
        name: "tiny",
        text: """
          title: t
          paper: p
          reference: r
          input: [1, 1, 3]
          layers:
          - {conv: 2, kernel: [1, 2], name: conv}
          - {auxiliary: [{fc: 2, name: fc}], name: aux}
          - {fc: 2, bias: false, name: fc}
          """), name: "tiny")
    folder = FileManager.default.temporaryDirectory.appending(path: "ReportTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private static let sound: [(String, [Int], [Float])] = [
    ("conv.weight", [2, 1, 1, 2], [1, -2, 0.5, 0]), ("conv.bias", [2], [0.25, 1]),
    ("fc.weight", [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
  ]

  /// A safetensors file of these tensors, opened and gone.
  private func file(_ tensors: [(String, [Int], [Float])], name: String = "w") throws -> WeightFile {
    var members: [String] = []
    var numbers: [UInt8] = []
    for (name, shape, values) in tensors {
      let end = numbers.count + 4 * values.count
      members.append("\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(numbers.count),\(end)]}")
      numbers += values.withUnsafeBytes { Array($0) }
    }
    let header = Array("{\(members.joined(separator: ","))}".utf8)
    let path = folder.appending(path: name)
    try Data(withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + numbers).write(to: path)
    return try WeightFile(path.path)
  }

  /// A text with the folder's name left out.
  private func plain(_ text: String) -> String { text.replacing(folder.path + "/", with: "") }

  private func checkText(_ tensors: [(String, [Int], [Float])], _ format: Format = .table) throws -> String {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try file(tensors)
    return plain(CheckReport(file, try Check(of: file, onto: network), model: "tiny").text(format))
  }

  /// A long list of misfits begins with what it comes to.
  @Test func anotherHead() throws {
    let text = try checkText(
      [("conv.weight", [2, 1, 1, 2], [1, -2, 0.5, 0]), ("conv.bias", [2], [0.25, 1])]
        + (1...5).map { ("head\($0).weight", [1], [1]) })
    #expect(
      text.split(separator: "\n").prefix(2).last?.trimmingPrefix("  ")
        == "1 of 1 convolution of tiny fit by name; another head: fc is missing, 5 tensors are not part of it")
  }

  @Test func anotherConfiguration() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try file(Self.sound)
    let check = try Check(of: file, onto: network)
    let difference = ConfigurationDifference(layer: "conv", what: .activation, stored: "relu", own: "")
    let differs = CheckReport(file, check, model: "tiny", configuration: [difference])
    #expect(!differs.passes)
    #expect(
      plain(differs.text(.table)) == """
        does not fit   w (safetensors) and tiny: 3 of 3 tensors are there with the right shape
          auxiliary classifier aux is not in the file; inference does without it
          differs    conv: activation relu in the file, none here

        """)
    #expect(differs.text(.json).contains(#""stored": "relu""#))
    let same = CheckReport(file, check, model: "tiny", configuration: [])
    #expect(same.passes)
    #expect(same.text(.table).contains("the file's own configuration says the same"))
  }

  @Test func aFileIsInspected() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try file(Self.sound + [("step", [], [3])])
    let entries = file.tensors.map { InspectionReport.Entry($0) }
    #expect(
      plain(InspectionReport(file, entries).text(.csv)) == """
        name,layer,part,shape,type,storage,count
        conv.weight,conv,weight,2×1×1×2,float32,contiguous,4
        conv.bias,conv,bias,2,float32,contiguous,2
        fc.weight,fc,weight,2×4,float32,contiguous,8

        """)
    let text = plain(InspectionReport(file, entries).text(.table))
    #expect(text.hasPrefix("w   safetensors, kernels OIHW\n  3 tensors, 14 numbers, a file of "))
    #expect(text.hasSuffix("\n\n  'step' is no tensor of a layer that is known, and left out\n"))
  }

  @Test func numbersAreInspected() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try file([("conv.weight", [2, 1, 1, 2], [1, -2, .nan, 0]), ("conv.bias", [2], [.nan, .infinity])])
    let entries = try file.tensors.map { tensor in
      let (statistics, sha256) = try NumberStatistics.of(tensor, in: file, progress: { _ in })
      return InspectionReport.Entry(tensor, statistics: statistics, sha256: sha256)
    }
    let json = try JSONSerialization.jsonObject(with: Data(InspectionReport(file, entries).text(.json).utf8))
    let report = try #require(json as? [String: Any])
    #expect(report["schema"] as? String == "zoo.inspection/1")
    #expect(report["layout"] as? String == "OIHW")
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors[0]["min"] as? Double == -2)
    #expect(tensors[0]["max"] as? Double == 1)
    #expect(tensors[0]["nan"] as? Int == 1)
    #expect(tensors[0]["zeros"] as? Int == 1)
    #expect(tensors[1]["min"] is NSNull)
    #expect(tensors[1]["mean"] is NSNull)
    #expect(tensors[1]["inf"] as? Int == 1)
    let lines = InspectionReport(file, entries).text(.csv).split(separator: "\n")
    #expect(lines[0].hasSuffix("min,max,mean,std,zeros,nan,inf,sha256"))
  }

  @Test func aFileFits() throws {
    #expect(
      try checkText(Self.sound) == """
        fits   w (safetensors) and tiny: 3 of 3 tensors are there with the right shape
          auxiliary classifier aux is not in the file; inference does without it

        """)
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    let text = try checkText([
      ("conv.weight", [1, 2, 1, 2], [0, 0, 1, .nan]), ("convolution.bias", [2], [1, 2]),
      ("fc.weight", [2, 4], [1, 2, .infinity, 4, 0, 0, 0, 0]), ("head.weight", [1], [1]),
    ])
    #expect(
      text == """
        does not fit   w (safetensors) and tiny: 1 of 3 tensors are there with the right shape
          0 of 1 convolution, 1 of 1 fully connected layer of tiny fit by name; conv is missing, conv has another shape, 2 \
        tensors are not part of it
          misshapen  conv/weight: 'conv.weight' is 1×2×1×2, and 2×1×1×2 or 2×2 would fit; it fits transposed, as HWIO
          missing    conv/bias, 2; nearest is 'convolution.bias', 2
          extra      'convolution.bias', 2
          extra      'head.weight', 1
          1 infinite numbers in  fc/weight
          note: 1 of 2 kernels are all zero in  fc/weight
          auxiliary classifier aux is not in the file; inference does without it

        """)
  }

  @Test func theSameInJSON() throws {
    let text = try checkText(
      [("conv.weight", [2, 1, 1, 2], [7, 7, 7, 7]), ("fc.weight", [2, 4], [1, 2, 3, 4, 5, 6, 7, 8])], .json)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(report["fits"] as? Bool == false)
    #expect(report["matched"] as? Int == 2)
    #expect(report["by_order"] as? Bool == false)
    #expect(report["absent_auxiliaries"] as? [String] == ["aux"])
    let missing = try #require(report["missing"] as? [[String: Any]])
    #expect(missing.map { $0["name"] as? String } == ["conv/bias"])
    #expect(missing[0]["shape"] as? [Int] == [2])
    #expect(missing[0]["candidate"] is NSNull)
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.map { $0["error"] as? Bool } == [false])
    #expect(findings[0]["name"] as? String == "conv/weight")
  }

  @Test func twoFilesAreCompared() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var changed = Self.sound
    changed[2].2 = [1, 2, 3, 4, 5, 6.5, 7, 4]
    let (first, second) = (try file(Self.sound), try file(changed, name: "other"))
    func report(_ other: WeightFile, tolerance: Double = 0) throws -> CheckReport {
      let both = try Comparison(of: first, with: other, onto: network)
      return CheckReport(
        first, both.check, model: "tiny",
        against: CheckReport.Against(other, both.otherCheck, both.differences, tolerance: tolerance))
    }
    let same = try report(first)
    #expect(same.passes)
    #expect(plain(same.text(.table)).hasSuffix("\nthe same   3 tensors are bit-equal with w\n"))
    let differing = try report(second)
    #expect(!differing.passes)
    #expect(
      plain(differing.text(.table)).hasSuffix(
        """

        differs   1 of 3 tensors differ from other; the first is fc/weight
          fc/weight: 2 of 8 numbers, at most 4.000 (0.5714 of the largest), at [1, 1, 0, 1]

        """))
    let tolerated = try report(second, tolerance: 0.6)
    #expect(tolerated.passes)
    #expect(
      plain(tolerated.text(.table)).hasSuffix(
        "\nthe same   2 tensors are bit-equal with other, 1 within the tolerance of 0.6000\n"))
    // Exactly at the tolerance is within it: 4 of 7.
    #expect(try report(second, tolerance: 4.0 / 7).passes)
    #expect(try !report(second, tolerance: (4.0 / 7).nextDown).passes)
    let json = try JSONSerialization.jsonObject(with: Data(differing.text(.json).utf8))
    let against = try #require((json as? [String: Any])?["against"] as? [String: Any])
    #expect(against["same"] as? Bool == false)
    #expect(against["first_differing"] as? String == "fc/weight")
    let tensors = try #require(against["tensors"] as? [[String: Any]])
    #expect(tensors.map { $0["bit_equal"] as? Bool } == [true, true, false])
    #expect(tensors[2]["max_absolute"] as? Double == 4)
  }
}
