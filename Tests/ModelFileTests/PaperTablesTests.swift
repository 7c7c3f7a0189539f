import Architecture
import Testing

@testable import ModelFile

/// Networks whose tables have a row per stage are files with a line per row, with the names and counts of torchvision.
@Suite struct PaperTablesTests {
  /// He et al. 2015, table 1.
  private let resnet50 = """
    input: [3, 224, 224]
    separator: .
    modules:
      unit:
        arguments: {channels: required, kernel: required, bn: required, name: required, stride: 1, groups: 1}
        layers:
        - {conv: $channels, kernel: $kernel, stride: $stride, pad: $(floor(kernel/2)), bias: false, name: $name}
        - {batchnorm: , name: $bn}
      bottleneck:
        arguments: {width: required, stride: 1, shortcut: []}
        layers:
        - add:
          - - {unit: [$width, 1, bn1, conv1]}
            - {relu: , name: relu1, module: relu}
            - {unit: [$width, 3, bn2, conv2, $stride]}
            - {relu: , name: relu2, module: relu}
            - {unit: [$width*4, 1, bn3, conv3]}
          - $shortcut
          name: sum
        - {relu: , name: relu}
      stage:
        arguments: {width: required, blocks: required, stride: 2}
        layers:
        - {bottleneck: [$width, $stride, [{unit: [$width*4, 1, "1", "0", $stride], name: downsample}]], name: "0"}
        - {bottleneck: $width, repeat: [1, $blocks-1], name: "${i}"}
    layers:
    - {unit: [64, 7, bn1, conv1, 2]}
    - {relu: , name: relu}
    - {maxpool: 3, stride: 2, pad: 1, name: maxpool}
    - {stage: [64, 3, 1], name: layer1}
    - {stage: [128, 4], name: layer2}
    - {stage: [256, 6], name: layer3}
    - {stage: [512, 3], name: layer4}
    - {global_avgpool: , name: avgpool}
    - {fc: 1000, name: fc}
    """

  private func counts(_ network: Network) -> (parameters: Int, macs: Int) {
    network.layers.reduce(into: (0, 0)) { sums, layer in
      sums.0 += layer.parameters.filter { $0.role != .statistic }.reduce(0) { $0 + $1.count }
      sums.1 += layer.arithmetic(.inference).multiplyAdds
    }
  }

  @Test func resNet50() throws {
    let net = try network(resnet50)
    // torchvision's num_params, and 4.089 G of its _ops.
    #expect(counts(net) == (25_557_032, 4_089_184_256))
    let names = Set(net.names)
    #expect(names.isSuperset(of: ["layer1.0.downsample.0", "layer1.0.downsample.1", "layer4.2.bn3", "layer3.5.conv2"]))
    let relu = try net.layer("layer2.1.relu1")
    #expect(relu.module == "layer2.1.relu")
    #expect(
      try net.layer("layer1.0.downsample.1").scope.map(\.name) == ["layer1", "layer1.0", "layer1.0.downsample"])
    #expect(try net.layer("layer1.0.conv1").scope.map(\.kind) == ["stage", "bottleneck", "unit"])
    #expect(net.body.count == 174)
    #expect(net.unread == [])
  }

  /// Howard et al. 2019, table 1: a row is kernel, expansion, output, squeeze-and-excite, activation, stride.
  private let mobileNetV3 = """
    input: [3, 224, 224]
    separator: .
    modules:
      unit:
        arguments: {channels: required, kernel: 1, stride: 1, groups: 1, activation: []}
        layers:
        - {conv: $channels, kernel: $kernel, stride: $stride, pad: $(floor(kernel/2)), groups: $groups, bias: false, name: "0"}
        - {batchnorm: , epsilon: 0.001, name: "1"}
        - $activation
      gate:
        arguments: {squeeze: required, channels: required}
        layers:
        - multiply:
          - - {global_avgpool: , name: avgpool}
            - {conv: $squeeze, kernel: 1, name: fc1}
            - {relu: , name: activation}
            - {conv: $channels, kernel: 1, name: fc2}
            - {hard_sigmoid: , name: scale_activation}
          - []
          name: scale
      expansion:
        arguments: {channels: required, activation: required}
        layers: [{unit: [$channels, 1, 1, 1, [{$activation: , name: "2"}]], name: "0"}]
      block:
        arguments: {expands: required, kernel: required, expanded: required, channels: required, gates: required, activation: required, stride: 1}
        layers:
        - {expansion: [$expanded, $activation], repeat: $expands, name: block}
        - {unit: [channels, $kernel, $stride, channels, [{$activation: , name: "2"}]], name: "block.${expands}"}
        - {gate: ["$multiple(expanded/4, 8)", $expanded], repeat: $gates, name: "block.${expands+1}"}
        - {unit: [$channels], name: "block.${expands+gates+1}"}
    layers:
    - {unit: [16, 3, 2, 1, [{hard_swish: , name: "2"}]], name: features.0}
    """

  @Test func mobileNetV3Large() throws {
    let net = try network(
      mobileNetV3 + """

        - {add: [[{block: [0, 3, 16, 16, 0, relu], name: features.1}], []], name: features.1.add}
        - {block: [1, 3, 64, 24, 0, relu, 2], name: features.2}
        - {add: [[{block: [1, 3, 72, 24, 0, relu], name: features.3}], []], name: features.3.add}
        - {block: [1, 5, 72, 40, 1, relu, 2], name: features.4}
        - {add: [[{block: [1, 5, 120, 40, 1, relu], name: features.5}], []], name: features.5.add}
        - {add: [[{block: [1, 5, 120, 40, 1, relu], name: features.6}], []], name: features.6.add}
        - {block: [1, 3, 240, 80, 0, hard_swish, 2], name: features.7}
        - {add: [[{block: [1, 3, 200, 80, 0, hard_swish], name: features.8}], []], name: features.8.add}
        - {add: [[{block: [1, 3, 184, 80, 0, hard_swish], name: features.9}], []], name: features.9.add}
        - {add: [[{block: [1, 3, 184, 80, 0, hard_swish], name: features.10}], []], name: features.10.add}
        - {block: [1, 3, 480, 112, 1, hard_swish], name: features.11}
        - {add: [[{block: [1, 3, 672, 112, 1, hard_swish], name: features.12}], []], name: features.12.add}
        - {block: [1, 5, 672, 160, 1, hard_swish, 2], name: features.13}
        - {add: [[{block: [1, 5, 960, 160, 1, hard_swish], name: features.14}], []], name: features.14.add}
        - {add: [[{block: [1, 5, 960, 160, 1, hard_swish], name: features.15}], []], name: features.15.add}
        - {unit: [960, 1, 1, 1, [{hard_swish: , name: "2"}]], name: features.16}
        - {global_avgpool: , name: avgpool}
        - {fc: 1280, name: classifier.0}
        - {hard_swish: , name: classifier.1}
        - {dropout: 0.2, name: classifier.2}
        - {fc: 1000, name: classifier.3}
        """)
    // torchvision's num_params, and 0.217 G of its _ops.
    #expect(counts(net) == (5_483_032, 216_589_760))
  }

  @Test func channelsOfDepthwiseConvolutionsAreThoseThatArrive() throws {
    let net = try network(
      mobileNetV3 + """

        - {block: [1, 3, 64, 24, 1, hard_swish, 2], name: features.2}
        """)
    let depthwise = try net.layer("features.2.block.1.0")
    #expect(depthwise.parameters.map(\.shape) == [[64, 1, 3, 3]])
    #expect(depthwise.shape.dimensions == [64, 56, 56])
    #expect(try net.layer("features.2.block.2.fc1").parameters[0].shape == [16, 64, 1, 1])
    #expect(net.names.suffix(2) == ["features.2.block.3.0", "features.2.block.3.1"])
  }
}
