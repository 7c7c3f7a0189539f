/// Radial basis functions: yᵢ = Σⱼ (xⱼ − wᵢⱼ)² (LeCun et al. 1998, section II.B).
struct SquaredDistances: Kernel {
  /// Code words, outputs × inputs.
  let words: [Float]
  let inputs: Int
  let batch: Int

  func run(_ sources: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>) {
    let outputs = words.count / inputs
    for image in 0..<batch {
      let source = sources[0] + image * inputs
      for unit in 0..<outputs {
        var sum = 0.0
        for index in 0..<inputs {
          let distance = Double(source[index]) - Double(words[unit * inputs + index])
          sum += distance * distance
        }
        output[image * outputs + unit] = Float(sum)
      }
    }
  }
}
