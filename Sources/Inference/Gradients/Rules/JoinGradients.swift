import Architecture
import OneDNN

extension GradientRule {
  /// To each branch the gradient of its own channels.
  static let concatenation = GradientRule(Concatenation.self) { _, pass in
    var offset = 0
    for (target, shape) in zip(pass.targets, pass.layer.inputShapes) {
      defer { offset += shape.count }
      guard let target else { continue }
      for image in 0..<pass.batch {
        pass.add(
          pass.gradient + image * pass.layer.shape.count + offset, shape.count, to: target + image * shape.count)
      }
    }
  }

  /// To each branch all of it; a number that was repeated gets the sum.
  static let addition = GradientRule(Addition.self) { _, pass in
    pass.forEachJoined { output, places in
      for (target, place) in zip(pass.targets, places) { target?[place] += pass.gradient[output] }
    }
  }

  /// To each branch the gradient times the product of the others.
  static let multiplication = GradientRule(Multiplication.self) { _, pass in
    pass.forEachJoined { output, places in
      for (branch, target) in pass.targets.enumerated() {
        guard let target else { continue }
        var product = Double(pass.gradient[output])
        for (other, place) in places.enumerated() where other != branch { product *= Double(pass.inputs[other][place]) }
        target[places[branch]] += Float(product)
      }
    }
  }

  /// To the branch with the largest number; of several that are as large to the first. PyTorch parts it among two.
  static let maximum = GradientRule(Maximum.self) { _, pass in
    pass.forEachJoined { output, places in
      var best = 0
      for branch in places.indices.dropFirst()
      where pass.inputs[branch][places[branch]] > pass.inputs[best][places[best]] { best = branch }
      pass.targets[best]?[places[best]] += pass.gradient[output]
    }
  }
}

extension BackwardPass {
  /// Hands on every index of the output with those of all branches, of which axes of size 1 are repeated; a vector is one of
  /// channels.
  fileprivate func forEachJoined(_ use: (Int, [Int]) -> Void) {
    let sizes = layer.shape.dimensions
    let strides = layer.inputShapes.map { shape in
      let own = shape.dimensions + Array(repeating: 1, count: sizes.count - shape.dimensions.count)
      return [shape.count] + zip(own, TensorLayout.strides(own)).map { $0 == 1 ? 0 : $1 }
    }
    var output = 0
    StridedIndices([batch] + sizes, strides).forEach { places in
      use(output, places)
      output += 1
    }
  }
}
