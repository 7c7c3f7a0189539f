import Analysis
import Architecture
import Foundation
import Report
import TestSupport
import Testing

/// The JSON of an analysis against its published schema.
@Suite struct AnalysisSchemaTests {
  static let schema = Result {
    let file = project.appending(path: "Sources/Report/Schemas/zoo.analysis-1.schema.json")
    return try JSONSchema(String(decoding: Data(contentsOf: file), as: UTF8.self))
  }

  @Test(arguments: familyNames, Mode.allCases)
  func theZooIsValid(model: String, mode: Mode) throws {
    let network = try zoo(model)
    for convention in [Convention.zoo, .deepspeed] {
      let json = try analysis(try profile(network, mode, convention: convention, batch: 2))
      #expect(try Self.schema.get().problems(json) == [])
    }
  }

  @Test(arguments: Mode.allCases, Convention.allCases)
  func everyKindIsValid(mode: Mode, convention: Convention) throws {
    for kinds in [classicalKinds, laterKinds] {
      let json = try analysis(try profile(try network(kinds), mode, convention: convention))
      #expect(try Self.schema.get().problems(json) == [])
    }
  }

  @Test(arguments: [
    "input: [2, 9]\nlayers: [{conv: 3, kernel: 3}, {maxpool: 2}, global_avgpool, {fc: 2}]",
    "input: [7]\nlayers: [{fc: 3}, relu, {fc: 2}]",
    "input: [1, 5, 5]\nlayers: [{adaptive_avgpool: 2}]",
    "input: [1, 5, 5, 5]\nlayers: [{conv: 2, kernel: 3, pad: 1}, {maxpool: 2}, {resize: 2}]",
    "input: [4, 5, 5]\nlayers: [{layernorm: , affine: false}, {groupnorm: 2, affine: false}, {affine: , shift: [1, 2, 3, 4]}]",
    "input: [1, 9, 9]\nlayers: [{add: [[{conv: 1, kernel: 1, stride: 2}], [{conv: 1, kernel: 2, stride: 2, pad: 1}]]}]",
  ])
  func signalsVectorsAndMisalignedBranchesAreValid(text: String) throws {
    #expect(try Self.schema.get().problems(try analysis(try profile(try network(text)))) == [])
  }

  @Test func everyRequiredKeyIsMissed() throws {
    let valid = try analysis(try profile(try network(classicalKinds), .training))
    for key in valid.keys {
      var json = valid
      json[key] = nil
      #expect(try Self.schema.get().problems(json) == ["$: has no '\(key)'"])
    }
    for place in ["model", "totals"] {
      for key in valid[place]?.keys ?? [] {
        var json = valid
        json[place]?[key] = nil
        #expect(try Self.schema.get().problems(json) == ["$.\(place): has no '\(key)'"])
      }
    }
    // All keys of a convolution but those that only some layers have.
    let convolution = try #require(valid["layers"]?[0])
    for key in convolution.keys.subtracting(["gradient_path_without_auxiliaries"]) {
      var json = valid
      json["layers"]?[0][key] = nil
      let isOptional =
        key == "module" || key == "gradient_path" && convolution["gradient_path_without_auxiliaries"] == nil
      #expect(try Self.schema.get().problems(json).isEmpty == isOptional, "\(key)")
    }
  }

  @Test func wrongTypesUnknownKindsAndStrayKeysAreRefused() throws {
    let valid = try analysis(try profile(try network(classicalKinds)))
    func problems(_ change: (inout JSONValue) -> Void) throws -> [String] {
      var json = valid
      change(&json)
      return try Self.schema.get().problems(json)
    }
    #expect(try problems { $0["batch"] = .string("1") } == ["$.batch: is no integer"])
    #expect(try problems { $0["batch"] = .number(1.5) } == ["$.batch: is no integer"])
    #expect(try problems { $0["batch"] = .number(0) } == ["$.batch: is below 1.0"])
    #expect(try problems { $0["schema"] = .string("zoo.analysis/2") } != [])
    #expect(try problems { $0["convention"] = .string("guess") } != [])
    #expect(try problems { $0["totals"]?["macs"] = .null } == ["$.totals.macs: is no integer"])
    #expect(try problems { $0["layers"] = .array([]) } == ["$.layers: has fewer than 1 items"])
    #expect(try problems { $0["layers"]?[0]["output"] = .array([.number(1), .bool(true)]) } != [])
    #expect(try problems { $0["layers"]?[0]["attributes"]?["kernel"] = .null } != [])
    #expect(try problems { $0["layers"]?[0]["scope"] = .array([.number(1)]) } != [])
    #expect(try problems { $0["layers"]?[2]["kind"] = .string("rleu") } != [])
    #expect(try problems { $0["layers"]?[2]["colour"] = .null } == ["$.layers[2]: has an unknown key 'colour'"])
    #expect(try problems { $0["by_kind"]?[0]["kind"] = .string("rest") } != [])
    #expect(try problems { $0["layers"]?[0]["padding"] = .array([.number(1), .number(1)]) } != [])
  }

  @Test func keysThatHaveNoMeaningAreRefused() throws {
    var json = try analysis(try profile(try network(classicalKinds)))
    // Layer 2 is a ReLU.
    json["layers"]?[2]["kernel"] = .array([.number(1), .number(1)])
    json["layers"]?[2]["groups"] = .number(1)
    json["layers"]?[2]["auxiliary"] = .string("aux")
    #expect(
      try Self.schema.get().problems(json) == [
        "$.layers[2].auxiliary: must not be there", "$.layers[2].kernel: must not be there",
        "$.layers[2].groups: must not be there",
      ])
  }

  private func analysis(_ profile: Profile) throws -> JSONValue { try JSONValue(AnalysisReport(profile).json.text) }
}
