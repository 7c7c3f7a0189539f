import Architecture
import PlainText
import TensorFiles

/// A call of a layer that is being read: what its configuration says, what arrives, and where its weights are.
struct KerasOperation {
  let layer: KerasModel.KerasLayer
  let call: KerasCall
  /// The name of the network's layer.
  let name: String
  let scope: [EnclosingModule]
  /// What it reads, in the order of the call's tensors.
  let inputs: [KerasValue]
  /// The layer's tensors in their file's order; nil where there is no file of weights.
  let tensors: [KerasTensor]?
  /// Whether Keras 3 wrote the file.
  let isKeras3: Bool

  var arguments: KerasArguments { KerasArguments(config: layer.config) }

  /// The only input.
  func input() throws(KerasProblem) -> KerasValue {
    guard inputs.count == 1 else { throw KerasProblem("reads \(inputs.count) inputs, and one is expected") }
    return inputs[0]
  }
}

/// A tensor of a layer of Keras.
struct KerasTensor {
  /// Its last word: `kernel` of `conv/kernel:0`; a number in files of Keras 3.
  let name: String
  let numbers: ParameterNumbers
}

extension KerasGraph {
  /// Adds a layer for a call.
  ///
  /// - Parameter word: what tells it from the other layers that the call needs; nil for the one that has the call's name.
  mutating func add(
    _ kind: any LayerKind, _ call: KerasOperation, _ inputs: [KerasValue], _ word: String? = nil
  ) throws(KerasProblem) -> Int {
    let name = word.map { free(call.name + ($0.hasPrefix("/") ? "" : "_") + $0) } ?? call.name
    let isModule = word == nil
    guard
      let index = graph.add(
        kind, name: name, module: isModule ? name : nil, reading: inputs.map(\.layer), scope: call.scope)
    else { throw .noted }
    return index
  }

  /// Says where the numbers of a layer's parameter lie.
  ///
  /// - Parameters:
  ///   - tensor: which of the call's tensors.
  ///   - sizes: what Keras makes it.
  ///   - view: brings it into the order of the parameter.
  mutating func fill(
    _ index: Int, _ part: WeightPart, _ call: KerasOperation, tensor: Int, sizes: [Int],
    _ view: (ParameterNumbers) -> ParameterNumbers? = { $0 }
  ) throws(KerasProblem) {
    guard let tensors = call.tensors else { return }
    guard tensors.indices.contains(tensor) else {
      throw KerasProblem("the file has \(tensors.count) tensors of it, and more are needed")
    }
    let found = tensors[tensor]
    guard found.numbers.shape == sizes else {
      throw KerasProblem(
        "'\(found.numbers.name)' is \(text(found.numbers.shape)), and by the configuration it is \(text(sizes))")
    }
    guard let numbers = view(found.numbers) else {
      throw KerasProblem("'\(found.numbers.name)' cannot be brought into the order of the network's parameter")
    }
    graph.fill(index, part, with: numbers)
  }

  private func text(_ sizes: [Int]) -> String {
    sizes.isEmpty ? "a single number" : sizes.map(String.init).joined(separator: "×")
  }

  private static let operations: [String: Operation] = [
    KerasConvolutions.operations, KerasPooling.operations, KerasNormalizations.operations, KerasActivations.operations,
    KerasJoins.operations, KerasShapes.operations, KerasScaling.operations, KerasFunctions.operations,
  ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  /// What a layer of a class becomes; nil for one that nobody described.
  static func operation(of className: String) -> Operation? {
    operations[className] ?? (KerasShapes.passing.contains(className) ? KerasShapes.pass : nil)
  }

  typealias Operation = @Sendable (KerasOperation, inout KerasGraph) throws(KerasProblem) -> KerasValue
}

extension KerasProblem {
  /// Something that was noted already.
  static let noted = KerasProblem("")
}
