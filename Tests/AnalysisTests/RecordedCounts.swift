import Architecture
import TestSupport

@testable import Analysis

/// One number that a tool printed, from `Tests/Fixtures/counts.json`.
struct RecordedCount: Decodable, CustomStringConvertible {
  let tool: String
  let model: String
  let mode: String
  let batch: Int
  let input: [Int]
  let operations: Int
  let unit: String
  let parameters: Int?

  var description: String { "\(tool) \(model) \(mode) batch \(batch) \(unit)" }

  static let all: [RecordedCount] = {
    struct Fixture: Decodable { let counts: [RecordedCount] }
    return recording("counts.json", as: Fixture.self)?.counts ?? []
  }()

  /// The preset that must give this number; nil for the ways of counting that have no preset.
  var convention: Convention? {
    switch (tool, unit) {
    case ("torchinfo", "MACs"): .torchinfo
    case ("fvcore", "MACs"): .fvcore
    case ("ptflops-pytorch", "MACs"): .ptflops
    case ("thop", "MACs"): .thop
    case ("deepspeed", "FLOPs"): .deepspeed
    case ("calflops", "FLOPs"): .calflops
    // Their column of MACs is plain multiply–adds.
    case ("deepspeed", "MACs"), ("calflops", "MACs"): .zoo
    case ("torch.utils.flop_counter", "FLOPs"): .torch
    case ("onnx-tool", "MACs"): .onnxTool
    default: nil
    }
  }

  /// The network that was measured, in the zoo's words. The recorded GoogLeNet of Caffe has its last pooling as a 7×7
  /// window.
  var network: (name: String, overrides: [String])? {
    switch model {
    case "alexnet": ("alexnet-torchvision", [])
    case "googlenet": ("googlenet-torchvision", [])
    case "lenet5": ("lenet5-modern", [])
    case "alexnet-caffe": ("alexnet", [])
    case "googlenet-caffe": ("googlenet", ["pool5/7x7_s1=[{avgpool: 7, name: pool5/7x7_s1}]"])
    case "lenet-caffe", "caffenet", "vgg11", "vgg13", "vgg16", "vgg19": (model, [])
    case "vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn": (model.replacing("_", with: "-"), [])
    default: nil
    }
  }

  /// Whether the tool prints all parameters that there are, auxiliary classifiers included.
  var printsAllParameters: Bool {
    ["torchinfo", "fvcore", "ptflops-pytorch", "calflops", "deepspeed"].contains(tool)
  }
}
