import OneDNN

/// The steps that compute a network, bound to their memory.
final class Plan {
  /// Computes one value.
  enum Step {
    case primitive(Primitive)
    case kernel(any Kernel, inputs: [Pointer], output: Pointer)
  }

  /// Where a value lies while the plan runs.
  enum Pointer {
    /// In the caller's array, so many numbers behind its first.
    case input(offset: Int)
    case fixed(UnsafeMutablePointer<Float>)
  }

  /// A value that the caller gets, in plain layout.
  struct Result {
    /// Index of the layer.
    let layer: Int
    /// Steps that come before it: right after them the value is there, and may be overwritten by the next.
    let step: Int
    let count: Int
    let source: Pointer
    /// Brings the value into plain layout at the place of the memory; nil where it is plain.
    let reordering: (primitive: Primitive, destination: TensorMemory)?
  }

  /// What a step is, for those who measure it.
  struct Title {
    /// Index of the layer, the first of those that are computed together.
    let layer: Int
    /// It only brings the layer's input into another layout.
    let isReordering: Bool
    /// oneDNN's name of the implementation, or the kernel's.
    let implementation: String
  }

  let titles: [Title]
  private let steps: [Step]
  private let results: [Result]
  /// Views of the inputs, moved to the caller's array; each lies so many numbers behind its first.
  private let inputs: [(memory: TensorMemory, offset: Int)]
  /// What the steps point into.
  private let memory: [Any]
  /// Bytes of the activations, all together.
  let arenaBytes: Int

  init(
    steps: [Step], titles: [Title], results: [Result], inputs: [(memory: TensorMemory, offset: Int)],
    memory: [Any], arenaBytes: Int
  ) {
    self.steps = steps
    self.titles = titles
    self.results = results.sorted { ($0.step, $0.layer) < ($1.step, $1.layer) }
    self.inputs = inputs
    self.memory = memory
    self.arenaBytes = arenaBytes
  }

  /// Computes everything.
  ///
  /// - Parameters:
  ///   - input: the numbers of all inputs, which are only read.
  ///   - finished: is told each step's number when it is done.
  /// - Returns: layers and their numbers.
  func run(
    _ input: UnsafePointer<Float>, finished: ((Int) -> Void)? = nil
  ) throws(OneDNNError) -> [(layer: Int, values: [Float])] {
    for (view, offset) in inputs { try view.move(to: UnsafeMutableRawPointer(mutating: input + offset)) }
    var values: [(layer: Int, values: [Float])] = []
    values.reserveCapacity(results.count)
    var next = 0
    for step in 0...steps.count {
      while next < results.count, results[next].step == step {
        values.append((results[next].layer, try read(results[next], input)))
        next += 1
      }
      guard step < steps.count else { break }
      switch steps[step] {
      case .primitive(let primitive): try primitive.run()
      case .kernel(let kernel, let inputs, let output):
        guard case .fixed(let output) = output else { continue }
        try kernel.run(inputs.map { resolve($0, input) }, output)
      }
      finished?(step)
    }
    return values
  }

  private func resolve(_ pointer: Pointer, _ input: UnsafePointer<Float>) -> UnsafePointer<Float> {
    switch pointer {
    case .input(let offset): input + offset
    case .fixed(let place): UnsafePointer(place)
    }
  }

  private func read(_ result: Result, _ input: UnsafePointer<Float>) throws(OneDNNError) -> [Float] {
    var failure: OneDNNError?
    let values = [Float](unsafeUninitializedCapacity: result.count) { room, count in
      guard let start = room.baseAddress else { return }
      count = result.count
      guard let (primitive, destination) = result.reordering else {
        return start.initialize(from: resolve(result.source, input), count: result.count)
      }
      do throws(OneDNNError) {
        try destination.move(to: start)
        try primitive.run()
      } catch {
        start.initialize(repeating: 0, count: result.count)
        failure = error
      }
    }
    if let failure { throw failure }
    return values
  }
}

/// A layer that oneDNN lacks, computes otherwise, or computes slowly, in plain Swift.
protocol Kernel {
  /// Reads all inputs of a batch, and writes all of its output.
  func run(_ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) throws(OneDNNError)
}
