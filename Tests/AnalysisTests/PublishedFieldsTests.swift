import Analysis
import Architecture
import TestSupport
import Testing

/// The published receptive fields of the zoo's networks.
@Suite struct PublishedFieldsTests {
  @Test(arguments: PublishedField.all.indices)
  func fieldComesOut(_ index: Int) throws {
    let row = PublishedField.all[index]
    let network = try zoo(row.model).network(for: .inference)
    let field = ReceptiveField.fields(of: network)[try network.index(row.layer)]
    let axis = AxisField(size: row.size, stride: row.stride, padding: row.padding)
    #expect(field.axes == [axis, axis], "\(row.model) \(row.layer)")
    #expect(field.isAligned)
  }

  @Test(arguments: PublishedField.all.indices)
  func operationsUpToTheLayerComeOut(_ index: Int) throws {
    let row = PublishedField.all[index]
    guard let published = row.gigaflops else { return }
    let network = try zoo(row.model)
    #expect(try operations(upTo: row.layer, in: network) == published, "\(row.model) \(row.layer)")
  }

  /// TF-slim's alexnet_v2: the layers of "one weird trick", the first without padding, at 224×224.
  @Test(arguments: [
    PublishedField("conv1", "conv1", 11, 4, 0, 0.136), PublishedField("pool1", "pool1", 19, 8, 0, 0.136),
    PublishedField("conv2", "conv2", 51, 8, 16, 0.552), PublishedField("conv3", "conv3", 99, 16, 32, 0.743),
    PublishedField("conv4", "conv4", 131, 16, 48, 1.125), PublishedField("conv5", "conv5", 163, 16, 64, 1.380),
    PublishedField("pool5", "pool5", 195, 32, 64, 1.380),
  ])
  func alexNetV2(_ row: PublishedField) throws {
    let network = try network(
      """
      input: [3, 224, 224]
      layers:
      - {conv: 64, kernel: 11, stride: 4, name: conv1}
      - {maxpool: 3, stride: 2, name: pool1}
      - {conv: 192, kernel: 5, pad: same, name: conv2}
      - {maxpool: 3, stride: 2, name: pool2}
      - {conv: 384, kernel: 3, pad: same, name: conv3}
      - {conv: 384, kernel: 3, pad: same, name: conv4}
      - {conv: 256, kernel: 3, pad: same, name: conv5}
      - {maxpool: 3, stride: 2, name: pool5}
      """)
    let axis = AxisField(size: row.size, stride: row.stride, padding: row.padding)
    #expect(ReceptiveField.fields(of: network)[try network.index(row.layer)].axes == [axis, axis])
    #expect(try operations(upTo: row.layer, in: network) == row.gigaflops)
  }

  /// TF-slim's inception_v2 and inception_v1 at 224×224, their windows alone, with one channel.
  @Test(arguments: [
    ("v2", "Conv2d_1a_7x7", 7, 2, 2), ("v2", "MaxPool_2a", 11, 4, 2), ("v2", "Conv2d_2b_1x1", 11, 4, 2),
    ("v2", "Conv2d_2c_3x3", 19, 4, 6), ("v2", "MaxPool_3a", 27, 8, 6), ("v2", "Mixed_3b", 59, 8, 22),
    ("v2", "Mixed_3c", 91, 8, 38), ("v2", "Mixed_4a", 123, 16, 46), ("v2", "Mixed_4b", 187, 16, 78),
    ("v2", "Mixed_4c", 251, 16, 110), ("v2", "Mixed_4d", 315, 16, 142), ("v2", "Mixed_4e", 379, 16, 174),
    ("v2", "Mixed_5a", 443, 32, 190), ("v2", "Mixed_5b", 571, 32, 254), ("v2", "Mixed_5c", 699, 32, 318),
    ("v1", "Mixed_5c", 379, 32, 166),
  ])
  func inceptionOfSlim(_ version: String, _ layer: String, _ size: Int, _ stride: Int, _ padding: Int) throws {
    let network = try network(version == "v1" ? PublishedFieldsTests.inceptionV1 : PublishedFieldsTests.inceptionV2)
    // A module's name leads to its last layer.
    let index = try #require(network.layers.lastIndex { $0.name == layer || $0.name == "\(layer)/output" })
    let field = ReceptiveField.fields(of: network)[index]
    let axis = AxisField(size: size, stride: stride, padding: padding)
    #expect(field.axes == [axis, axis])
    #expect(field.isAligned)
  }

  /// TF-slim's resnet_v1 and resnet_v2 at 224×224, their windows alone, with one channel. There the last unit of a block has
  /// the stride, on its 3×3 convolution, and `pool1` is padded as TensorFlow does it, behind an even size alone: so that the
  /// first field begins two pixels later than with the padding on both sides of Caffe and PyTorch.
  @Test(arguments: [
    ("50", [3, 4, 6, 3], [35, 99, 291, 483], [15, 47, 143, 239]),
    ("101", [3, 4, 23, 3], [35, 99, 835, 1027], [15, 47, 415, 511]),
    ("152", [3, 8, 36, 3], [35, 163, 1315, 1507], [15, 79, 655, 751]),
    ("200", [3, 24, 36, 3], [35, 419, 1571, 1763], [15, 207, 783, 879]),
  ])
  func resNetOfSlim(_ name: String, _ blocks: [Int], _ sizes: [Int], _ paddings: [Int]) throws {
    for (pool, shift) in [("pad: same", 0), ("pad: 1", 2)] {
      let network = try network(
        """
        input: [1, 224, 224]
        modules:
          unit:
            arguments: {stride: 1}
            layers:
            - add:
              - - {conv: 1, kernel: 1}
                - {conv: 1, kernel: 3, stride: $stride, pad: 1}
                - {conv: 1, kernel: 1}
              - [{maxpool: 1, stride: $stride}]
              name: add
          block:
            arguments: {units: required, stride: 2}
            layers:
            - {unit: , repeat: $units-1, name: "${i}"}
            - {unit: $stride, name: last}
        layers:
        - {conv: 1, kernel: 7, stride: 2, pad: 3}
        - {maxpool: 3, stride: 2, \(pool)}
        - {block: \(blocks[0]), name: block1}
        - {block: \(blocks[1]), name: block2}
        - {block: \(blocks[2]), name: block3}
        - {block: [\(blocks[3]), 1], name: block4}
        """)
      let fields = ReceptiveField.fields(of: network)
      for block in 0..<4 {
        let field = fields[try network.index("block\(block + 1)/last/add")]
        let axis = AxisField(size: sizes[block], stride: [8, 16, 32, 32][block], padding: paddings[block] + shift)
        #expect(field.axes == [axis, axis], "\(name) block\(block + 1)")
        #expect(field.isAligned)
      }
    }
  }

  /// Behind the first gate every unit depends on the whole image; without gates fields grow as windows do. MobileNetV3-Large without
  /// them, from Howard et al. 2019, table 1: 3×3, stride 2, then the rows' kernels and strides.
  @Test func fieldsWithoutGates() throws {
    let profile = try zooProfile("mobilenet-v3-large")
    let gated = try #require(profile.rows.firstIndex { $0.field.seesWholeInput })
    #expect(profile.rows[gated].layer.name.hasPrefix("features.4.block.2."))
    var (size, jump) = (3, 2)
    let rows = [
      (3, 1), (3, 2), (3, 1), (5, 2), (5, 1), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 1), (3, 1), (5, 2), (5, 1),
      (5, 1),
    ]
    for (kernel, stride) in rows {
      size += (kernel - 1) * jump
      jump *= stride
    }
    let last = try #require(profile.lastWindowed?.windowedField)
    #expect(last.axes.map(\.size) == [size, size] && last.axes.map(\.stride) == [32, 32])
    #expect(try zooProfile("resnet50").rows.allSatisfy { $0.fieldWithoutGates == nil })
  }

  /// The centre of the first unit: (size − 1)/2 − padding.
  @Test(arguments: [
    ("googlenet", "inception_5b/output", 30.0), ("googlenet-torchvision", "inception5b.concat_1", 22),
    ("vgg16", "pool5", 15.5),
  ])
  func centerOfTheFirstUnit(_ model: String, _ layer: String, _ center: Double) throws {
    let network = try zoo(model)
    let field = ReceptiveField.fields(of: network)[try network.index(layer)]
    #expect(field.axes.map(\.center) == [center, center])
  }

  /// What a fully connected layer or a global pooling sees does not depend on flattening before it.
  @Test(arguments: ["alexnet", "vgg16", "vgg11-lrn", "lenet5-modern", "lenet-caffe", "googlenet"])
  func classifiersSeeTheWholeImage(_ model: String) throws {
    let profile = try zooProfile(model)
    let last = try #require(profile.rows.last)
    #expect(last.field.seesWholeInput)
    #expect(profile.rows.first?.field.seesWholeInput == false)
    // Caffe's LeNet and AlexNet leave no pixel unread, and no other either.
    #expect(zip(last.field.axes, profile.network.input.extent).allSatisfy { $0.size >= $1 })
  }

  @Test(arguments: [
    ("alexnet", "fc6"), ("vgg16", "fc6"), ("vgg19", "conv5_4"), ("googlenet", "inception_4b/5x5"),
    ("lenet5-modern", String?.none),
  ])
  func firstLayerWhoseFieldExceedsTheImage(_ model: String, _ layer: String?) throws {
    #expect(try zooProfile(model).firstBeyondImage?.layer.name == layer)
  }

  private func operations(upTo name: String, in network: Network) throws -> Double {
    let sum = network.layers[...(try network.index(name))].reduce(0) { sum, layer in
      switch layer.kind {
      case is Convolution: sum + layer.arithmetic(.inference).flops
      case is MaxPooling: sum + layer.shape.count * layer.windows.map(\.kernel).reduce(1, *)
      default: sum
      }
    }
    return (Double(sum) / 1e6).rounded() / 1e3
  }

  private static let inceptionV2 = """
    input: [1, 224, 224]
    modules:
      mixed:
        layers:
        - concat:
          - [{conv: 1, kernel: 1}]
          - [{conv: 1, kernel: 1}, {conv: 1, kernel: 3, pad: same}]
          - [{conv: 1, kernel: 1}, {conv: 1, kernel: 3, pad: same}, {conv: 1, kernel: 3, pad: same}]
          - [{avgpool: 3, stride: 1, pad: same}, {conv: 1, kernel: 1}]
          name: output
      reduction:
        layers:
        - concat:
          - [{conv: 1, kernel: 1}, {conv: 1, kernel: 3, stride: 2, pad: same}]
          - [{conv: 1, kernel: 1}, {conv: 1, kernel: 3, pad: same}, {conv: 1, kernel: 3, stride: 2, pad: same}]
          - [{maxpool: 3, stride: 2, pad: same}]
          name: output
    layers:
    - {conv: 1, kernel: 7, stride: 2, pad: same, name: Conv2d_1a_7x7}
    - {maxpool: 3, stride: 2, pad: same, name: MaxPool_2a}
    - {conv: 1, kernel: 1, name: Conv2d_2b_1x1}
    - {conv: 1, kernel: 3, pad: same, name: Conv2d_2c_3x3}
    - {maxpool: 3, stride: 2, pad: same, name: MaxPool_3a}
    - {mixed: , name: Mixed_3b}
    - {mixed: , name: Mixed_3c}
    - {reduction: , name: Mixed_4a}
    - {mixed: , name: Mixed_4b}
    - {mixed: , name: Mixed_4c}
    - {mixed: , name: Mixed_4d}
    - {mixed: , name: Mixed_4e}
    - {reduction: , name: Mixed_5a}
    - {mixed: , name: Mixed_5b}
    - {mixed: , name: Mixed_5c}
    """

  private static let inceptionV1 = """
    input: [1, 224, 224]
    modules:
      mixed:
        layers:
        - concat:
          - [{conv: 1, kernel: 1}]
          - [{conv: 1, kernel: 1}, {conv: 1, kernel: 3, pad: same}]
          - [{maxpool: 3, stride: 1, pad: same}, {conv: 1, kernel: 1}]
          name: output
    layers:
    - {conv: 1, kernel: 7, stride: 2, pad: same}
    - {maxpool: 3, stride: 2, pad: same}
    - {conv: 1, kernel: 1}
    - {conv: 1, kernel: 3, pad: same}
    - {maxpool: 3, stride: 2, pad: same}
    - {mixed: , name: Mixed_3b}
    - {mixed: , name: Mixed_3c}
    - {maxpool: 3, stride: 2, pad: same}
    - {mixed: , name: Mixed_4b}
    - {mixed: , name: Mixed_4c}
    - {mixed: , name: Mixed_4d}
    - {mixed: , name: Mixed_4e}
    - {mixed: , name: Mixed_4f}
    - {maxpool: 2, stride: 2, pad: same}
    - {mixed: , name: Mixed_5b}
    - {mixed: , name: Mixed_5c}
    """
}
