import Architecture
import TestSupport

@testable import Analysis

/// What the programs printed for one small network, from `Tests/Fixtures/kind_counts.json`.
struct RecordedKindCount: Decodable, CustomStringConvertible {
  let name: String
  let input: [Int]
  /// Items of a model file; nil for the networks of torchvision.
  let layers: [String]?
  /// How function calls are spelled where that is not the usual way, which a model file does not say.
  let written: String?
  /// By program and unit, then by mode and batch: `eval 4`.
  let counts: [String: [String: Int]]
  /// What programs throw.
  let failures: [String: String]?

  var description: String { name }

  static let all: [RecordedKindCount] = {
    struct Fixture: Decodable { let networks: [RecordedKindCount] }
    return recording("kind_counts.json", as: Fixture.self)?.networks ?? []
  }()

  func network() throws -> Network {
    try TestSupport.network("input: \(input)\nlayers:\n\((layers ?? []).joined(separator: "\n"))\n")
  }

  /// The convention that must give the numbers of a program and unit; nil for those that have none.
  static func convention(_ program: String) -> Convention? {
    switch program {
    case "torchinfo MACs": .torchinfo
    case "fvcore MACs": .fvcore
    case "ptflops-pytorch MACs": .ptflops
    case "thop MACs": .thop
    case "deepspeed FLOPs": .deepspeed
    case "calflops FLOPs": .calflops
    // Their columns of MACs are plain multiply–adds.
    case "deepspeed MACs", "calflops MACs": .zoo
    case "torch.utils.flop_counter FLOPs": .torch
    case "onnx-tool MACs": .onnxTool
    default: nil
    }
  }
}
