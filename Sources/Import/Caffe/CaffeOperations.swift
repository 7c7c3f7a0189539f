import Architecture
import PlainText

/// The types of layers that compute, and what each is in the graph.
enum CaffeOperations {
  /// What a type is: how many blobs it reads, and how it is built of them; its outputs, as far as they could be built.
  struct Operation: Sendable {
    let reads: ClosedRange<Int>
    let build: @Sendable (CaffeLayerParameter, [Int], inout CaffeAssembly) -> [Int?]

    init(
      _ reads: ClosedRange<Int> = 1...1,
      _ build: @escaping @Sendable (CaffeLayerParameter, [Int], inout CaffeAssembly) -> [Int?]
    ) {
      self.reads = reads
      self.build = build
    }

    /// A kind that reads the blobs as they are.
    static func kind(
      _ reads: ClosedRange<Int> = 1...1, _ kind: @escaping @Sendable (CaffeLayerParameter) -> any LayerKind
    ) -> Operation {
      Operation(reads) { layer, inputs, caffe in [caffe.add(kind(layer), reading: inputs)] }
    }

    /// An operation that no kind describes, whose output is as large as its input.
    static func unknown(_ reads: ClosedRange<Int> = 1...1) -> Operation {
      Operation(reads) { layer, inputs, caffe in
        [caffe.addUnknown(layer.type, reading: inputs, dimensions: caffe.dimensions(of: inputs[0]))]
      }
    }
  }

  private static let all: [String: Operation] = weighted.merging(pooling) { first, _ in first }
    .merging(normalization) { first, _ in first }.merging(activation) { first, _ in first }
    .merging(join) { first, _ in first }.merging(shape) { first, _ in first }

  /// The outputs of a layer; none where it does not fit or nobody knows what it is, which is noted.
  static func build(_ layer: CaffeLayerParameter, _ inputs: [Int], _ caffe: inout CaffeAssembly) -> [Int?] {
    guard let operation = all[layer.type] else {
      caffe.note(
        layer.type.isEmpty
          ? "has no type"
          : "nothing is known of the type '\(layer.type)', and the file does not state the size of what it gives")
      return []
    }
    guard operation.reads.contains(inputs.count) else {
      caffe.note("a layer of type \(layer.type) reads \(operation.reads.words), and this one reads \(inputs.count)")
      return []
    }
    return operation.build(layer, inputs, &caffe)
  }
}

extension ClosedRange<Int> {
  fileprivate var words: String {
    if upperBound == lowerBound { return upperBound == 1 ? "1 blob" : "\(upperBound) blobs" }
    return upperBound == Int.max ? "\(lowerBound) or more blobs" : "\(lowerBound) to \(upperBound) blobs"
  }
}
