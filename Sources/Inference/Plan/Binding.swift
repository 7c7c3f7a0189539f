import Analysis
import OneDNN

extension Planner {
  /// Finds a place for every value, and binds the steps to them.
  func bound() throws -> Plan {
    let roots = values.map { value in value.buffer.map { buffers.root(of: $0).buffer } }
    // The input has no buffer; its steps count for one behind the last.
    let holder = roots.map { $0 ?? buffers.count }
    // What is kept is read after a step, which need not have touched it.
    var reads = steps.map(\.reads)
    for result in results where result.step > 0 { reads[result.step - 1].append(result.value) }
    let liveness = Liveness(writes: steps.map(\.write), reads: reads, holder: holder, holders: buffers.count + 1)
    let (offsets, arenaBytes) = buffers.arena(liveness.steps, stepCount: steps.count)
    let arena = try Pages(arenaBytes)
    for case .primitive(let descriptor, _, _) in steps.map(\.work) {
      scratchpad.reserve(descriptor.scratchpad.byteCount)
    }
    try scratchpad.allocate()
    var inputs: [(memory: TensorMemory, offset: Int)] = []
    // The caller's array holds one input after the other.
    let ends = network.inputs.reduce(into: [0]) { $0.append($0[$0.count - 1] + batch * $1.shape.count) }

    func address(_ value: Int) -> UnsafeMutableRawPointer? {
      values[value].buffer.map { arena.address + offsets[$0] }
    }
    func pointer(_ value: Int) -> Plan.Pointer {
      guard let address = address(value) else { return .input(offset: ends[values[value].input]) }
      return .fixed(address.assumingMemoryBound(to: Float.self))
    }
    func memory(_ value: Int, _ layout: TensorLayout) throws -> TensorMemory {
      let memory = try TensorMemory(layout, engine, at: address(value))
      if values[value].buffer == nil { inputs.append((memory, ends[values[value].input])) }
      return memory
    }

    let bound = try steps.map { step -> Plan.Step in
      switch step.work {
      case .kernel(let kernel): return .kernel(kernel, inputs: step.reads.map(pointer), output: pointer(step.write))
      case .primitive(let descriptor, let reads, let constants):
        var tensors = try zip(step.reads, reads).map { ($1.0, try memory($0, $1.1)) }
        tensors.append((.destination, try memory(step.write, descriptor.destination)))
        tensors += constants
        tensors.append((.scratchpad, try TensorMemory(descriptor.scratchpad, engine, at: scratchpad.address)))
        return .primitive(try Primitive(descriptor, tensors))
      }
    }
    let read = try results.map { result -> Plan.Result in
      let layout = layout(result.value)
      let plain = try TensorLayout(layout.dimensions)
      let count = plain.byteCount / MemoryLayout<Float>.size
      var reordering: (Primitive, TensorMemory)?
      if layout != plain {
        let destination = try TensorMemory(plain, engine, at: nil)
        let descriptor = try PrimitiveDescriptor.reorder(engine, from: layout, to: plain)
        let tensors: [(Primitive.Argument, TensorMemory)] = [
          (.source, try memory(result.value, layout)), (.destination, destination),
          (.scratchpad, try TensorMemory(descriptor.scratchpad, engine, at: scratchpad.address)),
        ]
        reordering = (try Primitive(descriptor, tensors), destination)
      }
      return Plan.Result(
        layer: result.layer, step: result.step, count: count, source: pointer(result.value), reordering: reordering)
    }
    let titles = steps.map { step in
      let implementation =
        switch step.work {
        case .primitive(let descriptor, _, _): descriptor.implementation
        case .kernel(let kernel): "\(type(of: kernel))"
        }
      return Plan.Title(layer: step.layer, isReordering: step.isReordering, implementation: implementation)
    }
    return Plan(
      steps: bound, titles: titles, results: read, inputs: inputs, memory: [arena, scratchpad, constants],
      arenaBytes: arenaBytes)
  }
}
