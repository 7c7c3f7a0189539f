import Architecture
import TestSupport
import Testing
import Weights

@testable import Inference

/// Every kind of layer can be run or is known not to be, and has a reference.
@Suite struct LoweringTests {
  @Test func everyKindHasALowering() {
    let unknown: [any LayerKind.Type] = [UnknownOperation.self]
    #expect(
      Lowerings.all.map { ObjectIdentifier($0.kind) } == (LayerKinds.all + unknown).map { ObjectIdentifier($0) })
    #expect(Lowerings.all.filter { $0.steps == nil }.map { $0.kind.name } == ["unknown"])
  }

  @Test func everyKindThatCanBeRunHasAReference() {
    let known = Set(ReferenceKind.all.map { ObjectIdentifier($0.kind) })
    let missing = Lowerings.all.filter { $0.steps != nil && !known.contains(ObjectIdentifier($0.kind)) }
    #expect(missing.map { $0.kind.name } == [])
  }

  @Test func whatCannotBeRunIsNamed() throws {
    let network = try network("{input: [2], layers: [{relu: , name: first}]}")
    let error = InferenceError.cannotRun(network.layers[1])
    #expect(error.message == "first: layers of the kind relu cannot be run")
    #expect(error.reason == .kind(layer: "first", kind: "relu"))
    #expect(Lowering.cannotBeRun(ReLU.self).steps == nil)
    // The input is no layer that is lowered.
    #expect(Lowerings.lowering(of: Input.self) == nil)
    #expect(Lowerings.lowering(of: network.layers[0]).steps == nil)
  }

  /// What gives its numbers other sizes, or is nothing in inference, has no step.
  @Test(arguments: ["dropout", "flatten", "{reshape: [6, -1]}", "{slice: [1, 3]}", "{adaptive_avgpool: [4, 5]}"])
  func viewsMoveNothing(_ item: String) throws {
    let network = try network("{input: [3, 4, 5], layers: [{tanh: , name: t}, \(item), {sigmoid: , name: s}]}")
    let source = ParameterSource.generator(Generator(seed: 0, scheme: .zeros))
    let titles = try Executor(network, weights: source).titles
    let steps = titles.map { network.layers[$0.layer].name }
    #expect(steps == ["t", "s"])
    let isAnythingMoved = titles.contains { $0.isReordering }
    #expect(!isAnythingMoved)
  }
}
