import Architecture
import Testing

/// Names and modules of PyTorch's exporters and of others.
@Suite struct ONNXNameTests {
  private func layers(_ file: ONNXFile) throws -> [String] {
    try file.read().network.body.map { layer in
      let scope = layer.scope.map { $0.name + ($0.kind.map { " (\($0))" } ?? "") }
      return "\(layer.name) in [\(scope.joined(separator: ", "))]" + (layer.module == nil ? ", a function" : "")
    }
  }

  @Test func pathsOfTorchScript() throws {
    var file = ONNXFile()
    file.input("x", [1, 2, 4, 4])
    file.weight("onnx::Conv_193", [2, 2, 1, 1])
    file.node("Conv", ["x", "onnx::Conv_193"], ["a"], name: "/layer1/layer1.0/conv1/Conv")
    file.node("Relu", ["a"], ["b"], name: "/layer1/layer1.0/relu/Relu")
    file.node("Conv", ["b", "onnx::Conv_193"], ["c"], name: "/layer1/layer1.0/downsample/downsample.0/Conv")
    file.node("Add", ["c", "x"], ["d"], name: "/layer1/layer1.0/Add")
    file.node("Flatten", ["d"], ["y"], name: "/Flatten")
    file.output("y")
    #expect(
      try layers(file) == [
        "layer1.0.conv1 in [layer1, layer1.0]",
        "layer1.0.relu in [layer1, layer1.0]",
        "layer1.0.downsample.0 in [layer1, layer1.0, layer1.0.downsample]",
        "layer1.0.add in [layer1, layer1.0], a function",
        "flatten in [], a function",
      ])
  }

  @Test func scopesOfDynamo() throws {
    var file = ONNXFile()
    file.input("x", [1, 2, 4, 4])
    file.weight("layer1.0.conv1.weight", [2, 2, 1, 1])
    file.node(
      "Conv", ["x", "layer1.0.conv1.weight"], ["a"], name: "node_conv2d",
      metadata: [
        "pkg.torch.onnx.name_scopes": "['', 'layer1', 'layer1.0', 'layer1.0.conv1', 'conv2d']",
        "pkg.torch.onnx.class_hierarchy":
          "['net.Net', 'torch.nn.modules.container.Sequential', 'net.Block', 'torch.nn.modules.conv.Conv2d', 'aten.conv2d']",
      ])
    file.node(
      "Add", ["a", "x"], ["y"], name: "node_add",
      metadata: [
        "pkg.torch.onnx.name_scopes": "['', 'layer1', 'layer1.0', 'add']",
        "pkg.torch.onnx.class_hierarchy": "['net.Net', 'torch.nn.modules.container.Sequential', 'net.Block', 'aten.add']",
      ])
    file.output("y")
    #expect(
      try layers(file) == [
        "layer1.0.conv1 in [layer1 (Sequential), layer1.0 (Block)]",
        "layer1.0.add in [layer1 (Sequential), layer1.0 (Block)], a function",
      ])
  }

  @Test func namesOfOthers() throws {
    var file = ONNXFile()
    file.input("x", [1, 2, 4, 4])
    file.node("Relu", ["x"], ["a"], name: "net/block/Relu")
    file.node("Relu", ["a"], ["y"])
    file.output("y")
    #expect(try layers(file) == ["net/block/Relu in [net, net/block], a function", "relu in [], a function"])
  }
}
