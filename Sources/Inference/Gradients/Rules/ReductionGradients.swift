import Architecture
import OneDNN

extension GradientRule {
  /// The same share to each number.
  static let meanOverAxes = GradientRule(Mean.self) { kind, pass in
    guard let target = pass.targets[0] else { return }
    let share = Double(pass.count) / Double(pass.count(ofInput: 0))
    pass.forEachReduced(kind.reduction.axes) { input, output in
      target[input] += Float(Double(pass.gradient[output]) * share)
    }
  }

  /// To the largest; of several that are as large to the first.
  static let maxOverAxes = GradientRule(Max.self) { kind, pass in pass.addToLargest(kind.reduction.axes) }

  /// The same over all positions.
  static let globalMaxPooling = GradientRule(GlobalMaxPooling.self) { _, pass in
    pass.addToLargest(Array(1..<pass.layer.inputShapes[0].dimensions.count))
  }
}

extension BackwardPass {
  fileprivate func addToLargest(_ axes: [Int]) {
    guard let target = targets[0] else { return }
    let numbers = inputs[0]
    var largest = Array(repeating: -1, count: count)
    forEachReduced(axes) { input, output in
      let best = largest[output]
      if best < 0 || numbers[input] > numbers[best] || numbers[input].isNaN { largest[output] = input }
    }
    for (output, input) in largest.enumerated() { target[input] += gradient[output] }
  }

  /// Hands on every index of the input, in order, with that of the output to which it is reduced.
  fileprivate func forEachReduced(_ axes: [Int], _ use: (Int, Int) -> Void) {
    let sizes = layer.inputShapes[0].dimensions
    let kept = TensorLayout.strides(sizes.enumerated().map { axes.contains($0) ? 1 : $1 })
    let strides = kept.enumerated().map { axes.contains($0) ? 0 : $1 }
    var input = 0
    StridedIndices([batch] + sizes, [[layer.shape.count] + strides]).forEach { places in
      use(input, places[0])
      input += 1
    }
  }
}
