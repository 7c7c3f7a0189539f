/// Where the weights of a layer are: the layers on the way to it, each in the one before.
struct KerasWeightPath {
  let steps: [Step]

  init(_ steps: [Step]) { self.steps = steps }

  struct Step {
    let name: String
    /// The folder that Keras 3 gives it among the layers of its model: `conv2d_1`, by its class.
    let folder: String
  }

  /// The steps to a model's layers, in their order.
  static func steps(of model: KerasModel) -> [Step] {
    var counts: [String: Int] = [:]
    return model.layers.map { layer in
      let word = snakeCase(layer.className)
      let count = counts[word, default: 0]
      counts[word] = count + 1
      return Step(name: layer.name, folder: count == 0 ? word : "\(word)_\(count)")
    }
  }

  /// `batch_normalization` of `BatchNormalization`, `p_re_lu` of `PReLU`: Keras's `to_snake_case`, which puts a mark between any
  /// character and a capital with a small letter behind it, then between a small letter or digit and a capital.
  static func snakeCase(_ name: String) -> String {
    let letters = Array(name.filter { $0.isLetter || $0.isNumber || $0 == "_" })
    var result = ""
    for (index, letter) in letters.enumerated() {
      if index > 0, letter.isUppercase {
        let startsWord = index + 1 < letters.count && letters[index + 1].isLowercase
        let previous = letters[index - 1]
        if (startsWord || previous.isLowercase || previous.isNumber), result.last != "_" { result += "_" }
      }
      result += letter.lowercased()
    }
    return result
  }
}

/// The weights of a Keras model, layer by layer.
protocol KerasWeights {
  /// A layer's tensors in the order in which Keras keeps them; empty for a layer that has none.
  ///
  /// - Throws: `KerasProblem` where one of them cannot be read.
  func tensors(of path: KerasWeightPath) throws(KerasProblem) -> [KerasTensor]
}
