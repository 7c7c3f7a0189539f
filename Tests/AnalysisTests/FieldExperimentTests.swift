import Analysis
import Architecture
import TestSupport
import Testing

/// The receptive field is the area that, if it changes, changes the unit: checked by changing each pixel of the image.
@Suite struct FieldExperimentTests {
  @Test(arguments: [1, 2])
  func paths(_ axes: Int) throws {
    var inside = 0
    for (seed, network) in RandomNetwork.networks(60, axes: axes, hasBranches: false, seed: 0) {
      let experiment = try FieldExperiment(network, seed: seed)
      checkUnits(experiment, isExact: true, seed)
      inside += checkFields(experiment, hasBranches: false, seed)
    }
    #expect(inside > 1000)
  }

  @Test(arguments: [1, 2])
  func branches(_ axes: Int) throws {
    var inside = 0
    for (seed, network) in RandomNetwork.networks(60, axes: axes, hasBranches: true, seed: 1_000_000) {
      let experiment = try FieldExperiment(network, seed: seed)
      checkUnits(experiment, isExact: false, seed)
      inside += checkFields(experiment, hasBranches: true, seed)
    }
    #expect(inside > 1000)
  }

  /// Transposed convolutions, resizing, padding, parts, means along an axis, gates.
  @Test(arguments: [1, 2])
  func positionsThatMove(_ axes: Int) throws {
    var kinds: Set<String> = []
    var inside = 0
    for (seed, network) in RandomNetwork.networks(
      80, axes: axes, hasBranches: false, movesPositions: true, seed: 2_000_000)
    {
      kinds.formUnion(network.body.map(\.kind.name))
      let experiment = try FieldExperiment(network, seed: seed)
      checkUnits(experiment, isExact: true, seed)
      let fields = ReceptiveField.fields(of: network)
      let image = network.input.extent.map { 0...($0 - 1) }
      for (index, layer) in network.layers.enumerated() where !layer.shape.isVector {
        for (unit, changing) in zip(experiment.units(index), experiment.pixels[index]) {
          let rectangle = zip(fields[index].axes, unit).compactMap { $0.pixels(of: $1) }
          guard rectangle.count == image.count, let seen = experiment.hull(changing) else { continue }
          #expect(zip(seen, fields[index].axes).allSatisfy { $0.count <= $1.size }, "seed \(seed), \(layer.name)")
          // The theory knows nothing of cells of the border that stand for others, nor that what was cut off is gone where
          // padding takes its place.
          guard zip(rectangle, image).allSatisfy({ $0.clamped(to: $1) == $0 }) else { continue }
          let isBordered = network.layers[...index].contains {
            ($0.kind as? Padding)?.filling ?? .constant != .constant || $0.kind is Slice
          }
          if !isBordered { #expect(seen == rectangle, "seed \(seed), \(layer.name) \(unit)") }
          inside += 1
        }
      }
    }
    #expect(
      kinds.isSuperset(of: ["transposed_conv", "resize", "pad", "slice", "mean", "max", "add", "global_avg_pool"]))
    #expect(inside > 1000)
  }

  /// Per axis exact on a path; with branches the rectangle is.
  private func checkUnits(_ experiment: FieldExperiment, isExact: Bool, _ seed: Int) {
    for (index, layer) in experiment.network.layers.enumerated() {
      for (unit, changing) in zip(experiment.units(index), experiment.pixels[index]) {
        let field = UnitField(of: unit, layer: index, in: experiment.network)
        #expect(field.rectangle == experiment.hull(changing), "seed \(seed), \(layer.name) \(unit)")
        let predicted = field.axes.reduce(Set([[Int]()])) { pixels, runs in
          Set(pixels.flatMap { pixel in runs.flatMap { $0 }.map { pixel + [$0] } })
        }
        if isExact {
          #expect(predicted == changing, "seed \(seed), \(layer.name) \(unit)")
        } else {
          #expect(changing.isSubset(of: predicted), "seed \(seed), \(layer.name) \(unit)")
        }
      }
    }
  }

  /// No unit sees more than its field, and a unit whose field lies inside the image sees exactly up to its edges.
  ///
  /// - Returns: how many units lie inside.
  private func checkFields(_ experiment: FieldExperiment, hasBranches: Bool, _ seed: Int) -> Int {
    var inside = 0
    let image = experiment.network.input.extent.map { 0...($0 - 1) }
    let fields = ReceptiveField.fields(of: experiment.network)
    for (index, layer) in experiment.network.layers.enumerated() where !(layer.kind is Flatten) {
      for (position, changing) in zip(experiment.units(index), experiment.pixels[index]) {
        let unit = position.isEmpty ? image.map { _ in 0 } : position
        let rectangle = zip(fields[index].axes, unit).compactMap { $0.pixels(of: $1) }
        guard let seen = experiment.hull(changing) else { continue }
        #expect(rectangle.count == image.count, "seed \(seed), \(layer.name) \(unit)")
        let isInside = zip(rectangle, image).allSatisfy { $0.clamped(to: $1) == $0 }
        // Uneven fields leave out padding, behind which on one axis a path can be hidden on both.
        let isWhole =
          isInside && (!hasBranches || image.count == 1 || fields[index].axes.allSatisfy { $0.stride != nil })
        #expect(
          isWhole ? seen == rectangle : zip(seen, rectangle).allSatisfy { $0.clamped(to: $1) == $0 },
          "seed \(seed), \(layer.name) \(unit): \(seen) \(rectangle)")
        #expect(zip(seen, fields[index].axes).allSatisfy { $0.count <= $1.size }, "seed \(seed), \(layer.name)")
        inside += isWhole ? 1 : 0
      }
    }
    return inside
  }
}
