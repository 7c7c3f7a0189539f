import Analysis
import Architecture
import Charts
import TestSupport
import Testing

/// Networks as boxes and arrows: modules come from where layers stand, never from their names.
@Suite struct DiagramTests {
  /// A ResNet of two stages with two blocks each, as torchvision names them: the first block of the second stage has a
  /// convolution in its skip.
  private func resnet() throws -> Profile {
    var builder = NetworkBuilder(named: "resnet")
    var last = try builder.input(Shape(channels: 3, extent: [16, 16]))
    func convolution(_ channels: Int, _ stride: Int, _ kernel: Int) -> Convolution {
      let pad = WindowArguments.Padding.Pair(before: kernel / 2, after: kernel / 2)
      return Convolution(
        channels: channels, window: WindowArguments(kernel: [kernel], stride: [stride], padding: .cells([pad])),
        groups: 1, hasBias: false)
    }
    last = try builder.add(convolution(4, 1, 3), name: "conv1", reading: [last])
    last = try builder.add(ReLU(), name: "relu", reading: [last])
    for (stage, channels) in [(1, 4), (2, 8)] {
      for block in 0...1 {
        let name = "layer\(stage).\(block)"
        let scope = [
          EnclosingModule(name: "layer\(stage)", kind: nil), EnclosingModule(name: name, kind: "BasicBlock"),
        ]
        let skip = last
        let stride = stage == 2 && block == 0 ? 2 : 1
        func add(_ kind: any LayerKind, _ layer: String, _ inputs: [Int]) throws -> Int {
          try builder.add(kind, name: "\(name).\(layer)", reading: inputs, scope: scope)
        }
        last = try add(convolution(channels, stride, 3), "conv1", [skip])
        last = try add(BatchNormalization(epsilon: 1e-5, isAffine: true), "bn1", [last])
        last = try add(ReLU(), "relu1", [last])
        last = try add(convolution(channels, 1, 3), "conv2", [last])
        let projected = stride == 1 ? skip : try add(convolution(channels, stride, 1), "downsample", [skip])
        last = try add(Addition(), "add", [last, projected])
        last = try add(ReLU(), "relu2", [last])
      }
    }
    last = try builder.add(GlobalAveragePooling(), name: "avgpool", reading: [last])
    try builder.add(FullyConnected(outputs: 10, hasBias: true), name: "fc", reading: [last])
    return try Profile(of: try builder.network())
  }

  @Test func aResNetHasItsBlocksAndTheirSkips() throws {
    let lines = try #require(Mermaid.lines(Diagram(of: try resnet(), .modules)))
    #expect(
      lines.prefix { !$0.contains("classDef") }.joined(separator: "\n") == """
        flowchart TD
          n0(["input"]):::rest
          n1["conv1<br/>conv 3×3 pad 1 + relu"]:::conv
          n2["layer1.0<br/>2 conv"]:::conv
          n3(["add<br/>relu"]):::rest
          n4["layer1.1<br/>2 conv"]:::conv
          n5(["add<br/>relu"]):::rest
          n6["layer2.0<br/>2 conv"]:::conv
          n7["downsample<br/>conv 1×1 stride 2"]:::conv
          n8(["add<br/>relu"]):::rest
          n9["layer2.1<br/>2 conv"]:::conv
          n10(["add<br/>relu"]):::rest
          n11["avgpool<br/>global avg pool"]:::rest
          n12["fc"]:::fc
          n0 -->|"3×16×16"| n1
          n1 -->|"4×16×16"| n2
          n2 -->|"4×16×16"| n3
          n1 -->|"4×16×16"| n3
          n3 -->|"4×16×16"| n4
          n4 -->|"4×16×16"| n5
          n3 -->|"4×16×16"| n5
          n5 -->|"4×16×16"| n6
          n5 -->|"4×16×16"| n7
          n6 -->|"8×8×8"| n8
          n7 -->|"8×8×8"| n8
          n8 -->|"8×8×8"| n9
          n9 -->|"8×8×8"| n10
          n8 -->|"8×8×8"| n10
          n10 -->|"8×8×8"| n11
          n11 -->|"8×1×1"| n12
        """)
  }

  @Test func framesAreTheBlocksInTheirStages() throws {
    let diagram = Diagram(of: try resnet(), .layers)
    #expect(diagram.groups.map(\.name) == ["layer1", "layer1.0", "layer1.1", "layer2", "layer2.0", "layer2.1"])
    #expect(diagram.groups.map(\.parent) == [nil, 0, 0, nil, 3, 3])
    #expect(diagram.nodes.map(\.title).contains("conv2"))
    #expect(diagram.hasBranches)
    // Every arrow of the network that does not stay inside a box.
    #expect(diagram.edges.count == 1 + 4 * 4 + 1 + 2)
  }

  @Test func anInceptionModuleStaysOneBox() throws {
    let diagram = Diagram(of: try profile(try zoo("googlenet")), .modules)
    let module = diagram.nodes.first { $0.title == "inception_3a" }
    #expect(module?.details == ["4 branches"])
    #expect(diagram.groups.isEmpty)
  }

  /// Names with marks of all kinds in and out of modules come out whole.
  @Test(arguments: [
    ("block", "block/conv.1", "conv.1"), ("block", "block.conv/1", "conv/1"), ("block", "blocks/conv", "blocks/conv"),
    ("block", "other", "other"), ("block", "block", "block"), ("block", "block1", "block1"), ("a.b", "a.b.c", "c"),
    ("a", "a-b", "b"), ("", "conv", "conv"),
  ])
  func noNameIsCut(module: String, name: String, shown: String) throws {
    var builder = NetworkBuilder(named: "names")
    let image = try builder.input(Shape(channels: 1))
    let scope = [EnclosingModule(name: module, kind: nil)]
    let layer = try builder.add(Dropout(rate: 0.5), name: name, reading: [image], scope: scope)
    let other = try builder.add(FullyConnected(outputs: 1, hasBias: false), name: "#", reading: [image], scope: scope)
    let sum = try builder.add(Addition(), name: "+", reading: [layer, other], scope: scope)
    try builder.add(Flatten(), name: "end", reading: [sum])
    let network = try builder.network()
    #expect(network.layers[layer].name(within: module) == shown)
    #expect(Diagram(of: try Profile(of: network), .layers).nodes.map(\.title).contains(shown))
  }

  @Test func layersWithoutModulesAreInNoFrame() throws {
    let names = ["a.b.c", "a.b.d", "a/b"]
    let items = names.map { "{conv: 1, kernel: 1, name: \($0)}" }.joined(separator: ", ")
    let network = try network("input: [1, 3, 3]\nlayers: [\(items), {add: [[], [sigmoid]], name: a.b.sum}]")
    let diagram = Diagram(of: try profile(network), .layers)
    #expect(diagram.groups.isEmpty)
    #expect(diagram.nodes.map(\.title).prefix(4) == ["input", "a.b.c", "a.b.d", "a/b"])
  }

  @Test func severalInputsAreBoxes() throws {
    var builder = NetworkBuilder(named: "two")
    let first = try builder.input(Shape(channels: 2), name: "left")
    let second = try builder.input(Shape(channels: 2), name: "right")
    try builder.add(Addition(), name: "sum", reading: [first, second])
    let diagram = Diagram(of: try Profile(of: try builder.network()), .layers)
    #expect(diagram.nodes.map(\.title) == ["left", "right", "sum"])
    #expect(diagram.edges.map { [$0.from, $0.to] } == [[0, 2], [1, 2]])
  }

  @Test(arguments: [classicalKinds, laterKinds], [Diagram.Detail.layers, .modules])
  func everyLayerIsInOneBox(text: String, detail: Diagram.Detail) throws {
    let profile = try profile(try network(text), .training)
    let diagram = Diagram(of: profile, detail)
    #expect(diagram.nodes.flatMap(\.layers).sorted() == Array(profile.network.layers.indices))
  }
}
