import Analysis
import Architecture
import TestSupport
import Testing

/// What the memory of a step of training consists of.
@Suite struct TrainingMemoryTests {
  private func memory(_ network: Network, _ optimizer: Optimizer, batch: Int = 1) throws -> TrainingMemory {
    var options = Profile.Options()
    options.mode = .training
    options.batch = batch
    return TrainingMemory(of: try Profile(of: network, options: options), optimizer: optimizer)
  }

  @Test func aSmallNetworkByHand() throws {
    // 4·10 + 10 and 10·20 + 20 parameters; at the peak the input, fc1's output and the result with the gradients of both.
    let network = try network("{input: [4], layers: [{fc: 10, name: fc1}, {fc: 20, name: fc2}]}")
    let memory = try memory(network, .adam)
    #expect(memory.parameters == 270 * 4)
    #expect(memory.parameterGradients == 270 * 4)
    #expect(memory.optimizerState == 2 * 270 * 4)
    #expect(memory.activations == 34 * 4)
    #expect(memory.activationGradients == 30 * 4)
    #expect(memory.peakLayer == "fc2")
    #expect(memory.total == 1144 * 4)
  }

  @Test func fixedNumbersHaveNoGradient() throws {
    // The code words of LeNet-5's output are given.
    let memory = try memory(try zoo("lenet5"), .momentum)
    #expect(memory.parameters - memory.parameterGradients == 840 * 4)
    #expect(memory.optimizerState == memory.parameterGradients)
  }

  /// Parameters from the layers, activations from the simulation: the total added up again from its parts.
  @Test(arguments: familyNames)
  func theTotalIsTheSumOfItsParts(_ name: String) throws {
    let network = try zoo(name)
    let training = network.network(for: .training)
    let counts = training.layers.flatMap(\.parameters).filter { $0.role != .statistic }
    let all = counts.reduce(0) { $0 + $1.count } * 4
    let changed = counts.filter(\.isTrainable).reduce(0) { $0 + $1.count } * 4
    let simulation = LivenessSimulation(training, bytesPerElement: 4)
    for (optimizer, remembered) in [(Optimizer.sgd, 0), (.momentum, 1), (.adam, 2)] {
      let memory = try memory(network, optimizer)
      #expect(memory.parameters == all)
      #expect(memory.activationGradients == simulation.peakGradients)
      #expect(memory.activations == simulation.peak - simulation.peakGradients)
      #expect(memory.total == all + changed * (1 + remembered) + simulation.peak)
    }
  }

  @Test func anotherBatchIsAsIfItHadBeenAskedFor() throws {
    let network = try zoo("googlenet")
    let one = try memory(network, .sgd)
    for batch in [2, 32, 256] {
      let many = try memory(network, .sgd, batch: batch)
      #expect(one.total(batch: batch) == many.total)
      #expect(many.perImage == one.perImage)
    }
    #expect(one.total(batch: .max) == nil)
  }
}
