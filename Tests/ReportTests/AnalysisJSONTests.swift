import Analysis
import Architecture
import Foundation
import Report
import TestSupport
import Testing

/// The JSON of an analysis: the names that are promised, each where it has meaning and nowhere else.
@Suite struct AnalysisJSONTests {
  private static let always: Set = [
    "name", "kind", "attributes", "module", "scope", "inputs", "output", "macs", "flops", "receptive_field",
    "activation_bytes", "operations",
    "arithmetic",
  ]
  private static let window: Set = ["kernel", "stride", "padding", "dilation", "rounding", "unreached"]
  private static let computed: Set = ["arithmetic_intensity", "bound"]

  private static let keysOfLayers: [(layer: String, keys: Set<String>)] = [
    ("conv", window.union(computed).union(["groups", "parameters"])), ("max", window.union(computed)),
    ("avg", window.union(computed)), ("sub", window.union(computed).union(["parameters"])),
    ("adaptive", computed), ("global", computed), ("norm", computed.union(["parameters"])), ("lrn", computed),
    ("relu", computed), ("tanh", computed), ("sigmoid", computed), ("softmax", computed), ("add", computed),
    ("fc", computed.union(["parameters"])), ("rbf", computed.union(["parameters"])),
    ("concat", []), ("flatten", []), ("dropout", []),
    ("up", window.union(computed).union(["groups", "parameters"])), ("prelu", computed.union(["parameters"])),
    ("group", computed.union(["parameters"])), ("instance", computed), ("resize", computed), ("pad", []),
    ("attention", computed), ("low", []), ("tokens", []), ("shuffle", []),
  ]

  @Test func theTopLevelHasThePromisedNames() throws {
    let json = try analysis(.inference)
    #expect(
      json.keys == [
        "schema", "model", "mode", "batch", "convention", "layers", "totals", "by_kind", "data_type", "by_family",
      ])
    #expect(json["model"]?.keys == ["name", "title", "reference", "input", "paper", "deviations", "changes"])
    #expect(
      json["totals"]?.keys == [
        "parameters", "trainable_parameters", "macs", "flops", "activation_bytes", "peak_activation_bytes",
        "peak_layer",
        "parameter_bytes", "operations", "operations_unit", "first_layer_beyond_image",
      ])
    #expect(
      json["by_kind"]?[0].keys
        == ["kind", "layers", "parameters", "macs", "flops", "operations", "activation_bytes"])
    #expect(
      json["layers"]?[0]["receptive_field"]?.keys == [
        "size", "stride", "padding", "center", "whole_input", "aligned", "known",
      ])
    #expect(json["layers"]?[0]["parameters"]?.keys == ["weights", "biases", "total", "trainable"])
  }

  @Test(arguments: keysOfLayers)
  func aLayerHasTheKeysOfItsKind(layer: String, keys: Set<String>) throws {
    func found(in kinds: String) throws -> JSONValue? {
      try analysis(.inference, kinds)["layers"]?.items.first { $0["name"]?.string == layer }
    }
    if let found = try found(in: classicalKinds) {
      #expect(found.keys == Self.always.union(keys).union(["gradient_path"]))
    } else {
      // The later kinds have a gate among them.
      let found = try #require(try found(in: laterKinds))
      #expect(found.keys == Self.always.union(keys).union(["gradient_path", "receptive_field_without_gates"]))
    }
  }

  @Test func everyKindOfLayerIsThere() throws {
    let kinds = try [classicalKinds, laterKinds].flatMap {
      try analysis(.inference, $0)["by_kind"]?.items.compactMap { $0["kind"]?.string } ?? []
    }
    #expect(Set(kinds) == Set(LayerKinds.all.map { $0.name }))
  }

  @Test func aLayerSaysWhatItWasMadeWithAndWhereItStands() throws {
    let layers = try #require(try analysis(.inference, laterKinds)["layers"]?.items)
    func layer(_ name: String) throws -> JSONValue { try #require(layers.first { $0["name"]?.string == name }) }
    let up = try #require(try layer("up")["attributes"])
    #expect(up["channels"]?.integer == 4)
    #expect(up["kernel"]?.integer == 4)
    #expect(up["bias"] == .bool(true))
    #expect(try layer("pad")["attributes"]?["cells"]?.items.map(\.integers) == [[0, 1], [1, 0]])
    #expect(try layer("prepare")["attributes"]?["scale"]?.integers == [2, 2, 4])
    #expect(try layer("resize")["attributes"]?["mode"] == .string("linear"))
    #expect(try layer("gate/fc")["scope"]?.items == [.string("gate")])
    #expect(try layer("gate/fc")["module"] == .string("gate/fc"))
    #expect(try layer("up")["scope"]?.items == [])
    let unnamed = try network("input: [3, 8, 8]\nlayers: [{conv: 2, kernel: 1}]")
    #expect(
      try JSONValue(AnalysisReport(try profile(unnamed)).json.text)["layers"]?[0].keys.contains("module") == false)
  }

  @Test func anUnknownFieldIsSaidToBeUnknown() throws {
    let tokens = try network("input: [2, 4, 4]\nlayers: [relu, {reshape: [2, 16]}]")
    let layers = try #require(JSONValue(AnalysisReport(try profile(tokens)).json.text)["layers"]?.items)
    #expect(layers[0]["receptive_field"]?["known"] == .bool(true))
    #expect(layers[1]["receptive_field"]?["known"] == .bool(false))
    #expect(layers[1]["receptive_field"]?["size"]?.items == [])
  }

  @Test func attributesAreReadBack() throws {
    for text in [classicalKinds, laterKinds] {
      let document = AnalysisReport(try profile(try network(text))).document
      let read = try JSONDecoder().decode(AnalysisDocument.self, from: Data(document.json.text.utf8))
      #expect(read.json.text == document.json.text)
    }
  }

  @Test func auxiliariesAreMarkedInTrainingAndAbsentInInference() throws {
    let helper = try analysis(.training)["layers"]?.items.first { $0["name"]?.string == "aux/helper" }
    #expect(helper?["auxiliary"] == .string("aux"))
    // With its own classifier it is next to a loss; without auxiliaries it is on the way to none.
    #expect(helper?["gradient_path"] == .number(0))
    #expect(helper?.keys.contains("gradient_path_without_auxiliaries") == false)
    let conv = try analysis(.training)["layers"]?[0]
    #expect(conv?["gradient_path"]?.integer == 5)
    #expect(conv?["gradient_path_without_auxiliaries"]?.integer == 6)
    let names = try analysis(.inference)["layers"]?.items.compactMap { $0["name"]?.string }
    #expect(names?.contains("aux/helper") == false)
  }

  @Test func windowsAreGivenPerAxis() throws {
    let layers = try #require(try analysis(.inference)["layers"]?.items)
    let grouped = try #require(layers.first { $0["name"]?.string == "grouped" })
    #expect(grouped["kernel"]?.integers == [3, 1])
    #expect(grouped["padding"]?.items.map(\.integers) == [[1, 1], [0, 0]])
    #expect(grouped["groups"]?.integer == 2)
    let table = try #require(layers.first { $0["name"]?.string == "table" })
    #expect(table["dilation"]?.integers == [2, 2])
    #expect(layers.first { $0["name"]?.string == "max" }?["rounding"] == .string("ceil"))
  }

  @Test func whatIsUnknownIsNull() throws {
    // Three regions of 8 cells are not evenly spaced, those of 9 are.
    for (size, isEven) in [(8, false), (9, true)] {
      let pooled = try network("input: [1, \(size), \(size)]\nlayers: [{adaptive_avgpool: 3}]")
      let field = try JSONValue(AnalysisReport(try profile(pooled)).json.text)["layers"]?[0]["receptive_field"]
      for key in ["stride", "padding", "center"] { #expect((field?[key] == .null) == !isEven, "\(size) \(key)") }
      #expect(field?["size"]?.integers == [isEven ? 3 : 4, isEven ? 3 : 4])
    }
    let crossed = try network(
      "input: [1, 9, 9]\nlayers: [{add: [[{conv: 1, kernel: 1, stride: 2}], [{conv: 1, kernel: 2, stride: 2, pad: 1}]]}]"
    )
    let merged = try JSONValue(AnalysisReport(try profile(crossed)).json.text)["layers"]?.items.last?["receptive_field"]
    #expect(merged?["aligned"] == .bool(false))
    #expect(merged?["center"] == .null)
  }

  @Test func aSmallNetworkComesOutWhole() throws {
    try expectSnapshot(AnalysisReport(try profile(try network(tiny))).text(.json), "tiny.json")
  }

  private func analysis(_ mode: Mode, _ text: String = classicalKinds) throws -> JSONValue {
    try JSONValue(AnalysisReport(try profile(try network(text), mode)).json.text)
  }
}
