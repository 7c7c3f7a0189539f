import OneDNN

/// Primitives on tensors that lie as they are: what a primitive wants otherwise is brought there and back.
extension Engine {
  /// A tensor that a primitive reads or writes.
  struct Operand {
    let argument: Primitive.Argument
    /// How the numbers lie.
    let layout: TensorLayout
    /// How the primitive wants them.
    let wanted: TensorLayout
    let address: UnsafeMutableRawPointer

    /// A row-major tensor.
    init(_ argument: Primitive.Argument, _ wanted: TensorLayout, _ numbers: UnsafePointer<Float>) throws {
      self.argument = argument
      layout = try TensorLayout(wanted.dimensions)
      self.wanted = wanted
      address = UnsafeMutableRawPointer(mutating: numbers)
    }

    /// A tensor in a layout that the primitive takes.
    init(_ argument: Primitive.Argument, in layout: TensorLayout, _ numbers: UnsafePointer<Float>) {
      self.argument = argument
      self.layout = layout
      wanted = layout
      address = UnsafeMutableRawPointer(mutating: numbers)
    }
  }

  /// Runs a primitive.
  ///
  /// - Parameter result: its numbers are overwritten.
  func run(_ descriptor: PrimitiveDescriptor, _ operands: [Operand], to result: Operand) throws {
    let scratchpad = try Pages(descriptor.scratchpad.byteCount)
    var rooms = [scratchpad]
    defer { withExtendedLifetime(rooms) {} }
    var tensors: [(Primitive.Argument, TensorMemory)] = [
      (.scratchpad, try TensorMemory(descriptor.scratchpad, self, at: scratchpad.address))
    ]
    func memory(_ operand: Operand) throws -> TensorMemory {
      guard operand.layout != operand.wanted else {
        return try TensorMemory(operand.wanted, self, at: operand.address)
      }
      let room = try Pages(operand.wanted.byteCount)
      rooms.append(room)
      return try TensorMemory(operand.wanted, self, at: room.address)
    }
    for operand in operands {
      let memory = try memory(operand)
      if operand.layout != operand.wanted {
        try reorder(try TensorMemory(operand.layout, self, at: operand.address), to: memory)
      }
      tensors.append((operand.argument, memory))
    }
    let written = try memory(result)
    try Primitive(descriptor, tensors + [(result.argument, written)]).run()
    if result.layout != result.wanted {
      try reorder(written, to: try TensorMemory(result.layout, self, at: result.address))
    }
  }

  private func reorder(_ source: TensorMemory, to destination: TensorMemory) throws {
    let descriptor = try PrimitiveDescriptor.reorder(self, from: source.layout, to: destination.layout)
    let scratchpad = try Pages(descriptor.scratchpad.byteCount)
    defer { withExtendedLifetime(scratchpad) {} }
    let tensors: [(Primitive.Argument, TensorMemory)] = [
      (.source, source), (.destination, destination),
      (.scratchpad, try TensorMemory(descriptor.scratchpad, self, at: scratchpad.address)),
    ]
    try Primitive(descriptor, tensors).run()
  }

  /// A product of matrices, one for each index of the axes before the last two, of tensors that lie in any order.
  func multiply(
    _ left: TensorLayout, _ leftNumbers: UnsafePointer<Float>, _ right: TensorLayout,
    _ rightNumbers: UnsafePointer<Float>, scale: Double = 1, to result: UnsafeMutablePointer<Float>, _ sizes: [Int]
  ) throws {
    let destination = try TensorLayout(sizes)
    let descriptor = try PrimitiveDescriptor.matrixProduct(
      self, source: left, weights: right, destination: destination,
      activation: scale == 1 ? nil : .linear(scale: Float(scale), shift: 0))
    try run(
      descriptor, [Operand(.source, in: left, leftNumbers), Operand(.weights, in: right, rightNumbers)],
      to: Operand(.destination, in: destination, result))
  }
}

extension TensorLayout {
  /// A row-major tensor seen with its last two axes exchanged.
  ///
  /// - Parameter sizes: as it lies.
  static func transposed(_ sizes: [Int]) throws(OneDNNError) -> TensorLayout {
    var (seen, strides) = (sizes, TensorLayout.strides(sizes))
    seen.swapAt(sizes.count - 2, sizes.count - 1)
    strides.swapAt(sizes.count - 2, sizes.count - 1)
    return try TensorLayout(seen, strides: strides)
  }
}
