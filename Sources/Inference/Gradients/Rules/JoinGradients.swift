import Architecture
import OneDNN

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

  /// To the first branch all of it, to the second with the other sign.
  static let subtraction = GradientRule(Subtraction.self) { _, pass in
    pass.forEachJoined { output, places in
      pass.targets[0]?[places[0]] += pass.gradient[output]
      pass.targets[1]?[places[1]] -= pass.gradient[output]
    }
  }

  /// Of y = a/b: ∂a = ∂y/b, ∂b = −∂y·a/b².
  static let division = GradientRule(Division.self) { _, pass in
    pass.forEachJoined { output, places in
      let gradient = Double(pass.gradient[output])
      let (a, b) = (Double(pass.inputs[0][places[0]]), Double(pass.inputs[1][places[1]]))
      pass.targets[0]?[places[0]] += Float(gradient / b)
      pass.targets[1]?[places[1]] -= Float(gradient * a / (b * b))
    }
  }

  /// Of y = aᵇ: ∂a = ∂y·b·aᵇ⁻¹, ∂b = ∂y·aᵇ·ln a; as in PyTorch 0 for b = 0, and to the exponent of 0.
  static let exponentiation = GradientRule(Exponentiation.self) { _, pass in
    pass.forEachJoined { output, places in
      let gradient = Double(pass.gradient[output])
      let (a, b) = (Double(pass.inputs[0][places[0]]), Double(pass.inputs[1][places[1]]))
      pass.targets[0]?[places[0]] += Float(b == 0 ? 0 : gradient * b * pow(a, b - 1))
      pass.targets[1]?[places[1]] += Float(a == 0 && b >= 0 ? 0 : gradient * pow(a, b) * log(a))
    }
  }

  /// To the branch with the smallest number; of several that are as small to the first. PyTorch parts it among two.
  static let minimum = GradientRule(Minimum.self) { _, pass in
    pass.forEachJoined { output, places in
      var best = 0
      for branch in places.indices.dropFirst()
      where pass.inputs[branch][places[branch]] < pass.inputs[best][places[best]] { best = branch }
      pass.targets[best]?[places[best]] += pass.gradient[output]
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
