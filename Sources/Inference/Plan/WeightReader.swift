import Architecture
import OneDNN
import PlainText
import Weights

/// The weights of a network, brought into the layouts that primitives want, a slice at a time.
final class WeightReader {
  private let source: ParameterSource
  private let parameters: [String: NetworkParameter]
  private let engine: Engine
  private let progress: (Int) -> Void

  /// - Parameter progress: is told how many bytes were read.
  /// - Throws: `InferenceError` where a tensor is missing.
  init(
    _ source: ParameterSource, for network: Network, _ engine: Engine, progress: @escaping (Int) -> Void
  ) throws(InferenceError) {
    self.source = source
    self.engine = engine
    self.progress = progress
    let all = NetworkParameter.all(of: network)
    try WeightReader.check(source, hasAll: all, of: network)
    parameters = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Throws: `InferenceError` where a tensor is missing.
  static func check(
    _ source: ParameterSource, hasAll parameters: [NetworkParameter], of network: Network
  ) throws(InferenceError) {
    let missing = parameters.filter { !source.contains($0) }.map(\.name)
    guard missing.isEmpty else {
      let names = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? " …" : "")
      throw InferenceError(
        "\(network.model.name): the weights have no \(names) (\(missing.count) of \(parameters.count) tensors are missing)"
      )
    }
  }

  /// The numbers of a small tensor; nil where the layer has none of that name.
  func numbers(_ layer: Layer, _ part: String) throws -> [Float]? {
    guard let parameter = parameters["\(layer.name)/\(part)"] else { return nil }
    defer { progress(parameter.count * MemoryLayout<Float>.size) }
    return try source.numbers(of: parameter)
  }

  /// What happens to the numbers of each output on their way: of a kernel, or of a row of a fully connected layer.
  struct Change {
    /// A factor for each output.
    var scale: [Double]?
    /// For each output the inputs that count; the others become zero.
    var connections: [[Int]]?
  }

  /// The weight of a layer in a layout.
  ///
  /// Only a slice of it is ever there twice.
  ///
  /// - Parameters:
  ///   - layout: as the primitive wants it, with the group as an axis of its own where there are groups.
  ///   - numbers: of a slice.
  func weight(
    _ layer: Layer, _ layout: TensorLayout, change: Change = Change(), atLeast numbers: Int = 1 << 20,
    _ constants: Constants
  ) throws -> TensorMemory {
    guard let parameter = parameters["\(layer.name)/weight"] else {
      throw InferenceError("\(layer.name): there is no weight")
    }
    let place = try constants.allocate(layout.byteCount)
    let memory = try TensorMemory(layout, engine, at: place)
    let sizes = layout.dimensions
    let plain = try TensorLayout(sizes)
    let outputs = parameter.axes[0]
    if layout == plain {
      let target = place.assumingMemoryBound(to: Float.self)
      var count = 0
      try forEachPiece(of: parameter) { piece in
        guard let start = piece.baseAddress, count + piece.count <= parameter.count else { return }
        (target + count).update(from: start, count: piece.count)
        count += piece.count
      }
      WeightReader.apply(change, to: target, outputs: 0..<outputs, of: parameter)
      return memory
    }
    // Groups are not cut.
    let slice = sizes[0] == outputs ? WeightReader.slice(of: parameter, layout, atLeast: numbers) : outputs
    let isWhole = slice == outputs
    try forEachSlice(of: parameter, change, outputs: slice) { room, slice in
      let part = isWhole ? sizes : [slice.count] + sizes.dropFirst()
      try pack(room, part, into: memory, at: place, output: isWhole ? nil : slice.lowerBound)
    }
    return memory
  }

  /// The matrices, one for each place of a tile, that the kernels of a 3×3 convolution become for Winograd's algorithm, O×I×1×1
  /// in a layout.
  ///
  /// - Parameter layout: of one matrix; each begins where the one before it ends.
  func winogradWeight(
    _ layer: Layer, _ layout: TensorLayout, _ tile: Winograd.Tile, change: Change, _ constants: Constants
  ) throws -> UnsafeMutableRawPointer {
    guard let parameter = parameters["\(layer.name)/weight"] else {
      throw InferenceError("\(layer.name): there is no weight")
    }
    let place = try constants.allocate(tile.products * layout.byteCount)
    let memories = try (0..<tile.products).map { index in
      let address = place + index * layout.byteCount
      return (address: address, memory: try TensorMemory(layout, engine, at: address))
    }
    var matrices: Pages?
    try forEachSlice(of: parameter, change, outputs: WeightReader.slice(of: parameter, layout)) { room, slice in
      let kernels = slice.count * parameter.axes[1]
      // The first slice is the largest.
      let pages = try matrices ?? Pages(tile.products * kernels * MemoryLayout<Float>.size)
      matrices = pages
      let transformed = pages.address.assumingMemoryBound(to: Float.self)
      for kernel in 0..<kernels {
        Winograd.transform(kernel: room + 9 * kernel, tile, to: transformed + kernel, stride: kernels)
      }
      for (index, (address, memory)) in memories.enumerated() {
        try pack(
          transformed + index * kernels, [slice.count, parameter.axes[1], 1, 1], into: memory, at: address,
          output: slice.count == parameter.axes[0] ? nil : slice.lowerBound)
      }
    }
    return place
  }

  /// Outputs that are read and packed at a time: a megabyte or more of numbers, in whole blocks of a layout; all of them where the
  /// layout cannot be cut.
  static func slice(of parameter: NetworkParameter, _ layout: TensorLayout, atLeast numbers: Int = 1 << 20) -> Int {
    let outputs = parameter.axes[0]
    let row = parameter.count / outputs
    let block = layout.block(ofAxis: 0)
    let slice = max(1, (max(64, numbers / row) + block - 1) / block) * block
    let rest = layout.dimensions.dropFirst()
    guard slice < outputs, (try? layout.part([slice] + rest, at: [0] + rest.map { _ in 0 })) != nil,
      (try? layout.part([outputs % slice] + rest, at: [outputs / slice * slice] + rest.map { _ in 0 })) != nil
        || outputs % slice == 0
    else { return outputs }
    return slice
  }

  /// Reads the weight of a layer in slices of whole outputs, and changes them; only one slice is ever there.
  ///
  /// - Parameter slice: outputs of a slice.
  private func forEachSlice(
    of parameter: NetworkParameter, _ change: Change, outputs slice: Int,
    _ use: (UnsafeMutablePointer<Float>, Range<Int>) throws -> Void
  ) throws {
    let row = parameter.count / parameter.axes[0]
    let pages = try Pages(slice * row * MemoryLayout<Float>.size)
    let room = pages.address.assumingMemoryBound(to: Float.self)
    var filled = 0
    var first = 0
    func flush() throws {
      let range = first..<(first + filled / row)
      WeightReader.apply(change, to: room, outputs: range, of: parameter)
      try use(room, range)
      first = range.upperBound
      filled = 0
    }
    try forEachPiece(of: parameter) { piece in
      var rest = piece[...]
      while !rest.isEmpty {
        let count = min(rest.count, slice * row - filled)
        let part = UnsafeBufferPointer(rebasing: rest.prefix(count))
        guard let start = part.baseAddress else { return }
        (room + filled).update(from: start, count: count)
        filled += count
        rest = rest.dropFirst(count)
        if filled == slice * row { try flush() }
      }
    }
    if filled > 0 { try flush() }
  }

  /// Brings numbers in row-major order into the layout of a memory, or of those of its outputs that begin at `output`.
  private func pack(
    _ numbers: UnsafeMutablePointer<Float>, _ sizes: [Int], into memory: TensorMemory,
    at place: UnsafeMutableRawPointer, output: Int?
  ) throws {
    let target = try output.map { try memory.layout.part(sizes, at: [$0] + sizes.dropFirst().map { _ in 0 }) }
    try pack(
      numbers, try TensorLayout(sizes), into: try target.map { try TensorMemory($0, engine, at: place) } ?? memory)
  }

  /// Brings numbers into the layout of a memory.
  private func pack(
    _ numbers: UnsafeMutablePointer<Float>, _ source: TensorLayout, into memory: TensorMemory
  ) throws {
    let reordering = try PrimitiveDescriptor.reorder(engine, from: source, to: memory.layout)
    try Primitive(
      reordering,
      [
        (.source, try TensorMemory(source, engine, at: numbers)), (.destination, memory),
        (.scratchpad, try scratchpad(reordering)),
      ]
    ).run()
  }

  /// The weight of a transposed convolution, which files have as inputs × outputs of a group × kernel, in a layout of
  /// outputs × inputs × kernel, or groups × both × kernel.
  ///
  /// - Parameter scale: a factor for each output.
  func transposedWeight(
    _ layer: Layer, _ layout: TensorLayout, groups: Int, scale: [Double]?, _ constants: Constants
  ) throws -> TensorMemory {
    guard var numbers = try numbers(layer, "weight") else { throw InferenceError("\(layer.name): there is no weight") }
    let sizes = layout.dimensions
    let axes = groups > 1 ? Array(sizes.dropFirst()) : sizes
    let (outputs, inputs, cells) = (axes[0], axes[1], axes[2...].reduce(1, *))
    if let scale {
      for index in numbers.indices {
        let (group, output) = (index / (inputs * outputs * cells), index / cells % outputs)
        numbers[index] = Float(Double(numbers[index]) * scale[group * outputs + output])
      }
    }
    let kernel = TensorLayout.strides(Array(axes[2...]))
    let strides = (groups > 1 ? [inputs * outputs * cells] : []) + [cells, outputs * cells] + kernel
    let place = try constants.allocate(layout.byteCount)
    let memory = try TensorMemory(layout, engine, at: place)
    let source = try TensorLayout(sizes, strides: strides)
    try numbers.withUnsafeMutableBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      try pack(start, source, into: memory)
    }
    return memory
  }

  private var scratchpads: [Pages] = []

  private func scratchpad(_ descriptor: PrimitiveDescriptor) throws -> TensorMemory {
    if (scratchpads.last?.byteCount ?? 0) < descriptor.scratchpad.byteCount {
      scratchpads.append(try Pages(descriptor.scratchpad.byteCount))
    }
    return try TensorMemory(descriptor.scratchpad, engine, at: scratchpads.last?.address)
  }

  /// Changes the numbers of some outputs.
  private static func apply(
    _ change: Change, to numbers: UnsafeMutablePointer<Float>, outputs: Range<Int>, of parameter: NetworkParameter
  ) {
    guard change.scale != nil || change.connections != nil else { return }
    let cells = parameter.axes.dropFirst(2).reduce(1, *)
    let row = parameter.count / parameter.axes[0]
    for output in outputs {
      let kernel = numbers + (output - outputs.lowerBound) * row
      if let scale = change.scale?[output] {
        for index in 0..<row { kernel[index] = Float(Double(kernel[index]) * scale) }
      }
      guard let connected = change.connections?[output] else { continue }
      for input in 0..<(row / cells) where !connected.contains(input) {
        (kernel + input * cells).update(repeating: 0, count: cells)
      }
    }
  }

  private func forEachPiece(of parameter: NetworkParameter, _ use: (UnsafeBufferPointer<Float>) throws -> Void) throws {
    var failure: (any Error)?
    try source.forEachBlock(of: parameter, order: Array(parameter.axes.indices)) { piece in
      guard failure == nil else { return }
      do { try use(piece) } catch { failure = error }
      progress(piece.count * MemoryLayout<Float>.size)
    }
    if let failure { throw failure }
  }
}
