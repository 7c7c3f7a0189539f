import Analysis
import Architecture
import TestSupport
import Testing

/// The published parameters and multiply–adds of every network of the zoo come out to the last digit.
@Suite struct PublishedFiguresTests {
  @Test(arguments: PublishedFigure.all.indices)
  func figureComesOut(_ index: Int) throws {
    let figure = PublishedFigure.all[index]
    let profile = try zooProfile(figure.model, figure.mode)
    let conv = try profile.family("conv")
    let fc = try profile.family("fc")
    let totals = profile.totals
    let value =
      switch figure.quantity {
      case .parameters: totals.parameters.total
      case .trainable: totals.parameters.trainable
      case .convParameters: conv.parameters.total
      case .fcParameters: fc.parameters.total
      case .macs: totals.macs
      case .convMACs: conv.macs
      case .fcMACs: fc.macs
      case .outputs: (profile.weightedOutputs + 5000) / 10_000 * 10_000  // published with four digits
      }
    #expect(value == figure.value, "\(figure.model) \(figure.quantity): \(figure.source)")
  }

  @Test func everyModelHasFigures() throws {
    let here = Set(PublishedFigure.all.map(\.model))
    // Those of later networks stand in their files.
    #expect(try zooNames.filter { try !here.contains($0) && zoo($0).model.published.isEmpty } == [])
  }

  @Test func lenet5FixedAndTrainableAddUp() throws {
    let parameters = try zooProfile("lenet5").totals.parameters
    #expect(parameters.fixed == 840)
    #expect(parameters.trainable + parameters.fixed == parameters.total)
  }

  @Test func alexNetAt224HasSmallerConvolutions() throws {
    let profile = try zooProfile("alexnet", size: 224)
    #expect(try profile.family("conv").macs.inMillions == 661.99)
    #expect(profile.totals.macs.inMillions == 720.61)
  }

  @Test func moduleReductionsMakeTheModuleCheaperThanTheNaiveOne() throws {
    #expect(try zooProfile("inception").rows.last?.layer.shape.dimensions == [256, 28, 28])
    #expect(try zooProfile("inception-naive").rows.last?.layer.shape.dimensions == [416, 28, 28])
  }
}

extension Profile {
  /// Outputs of convolutions and fully connected layers.
  var weightedOutputs: Int {
    rows.reduce(0) { $0 + ($1.layer.kind is Convolution || $1.layer.kind is FullyConnected ? $1.layer.shape.count : 0) }
  }
}

extension Int {
  /// In 10⁶, to two decimals.
  var inMillions: Double { (Double(self) / 1e4).rounded() / 100 }
}
