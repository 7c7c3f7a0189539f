import Architecture
import PlainText

extension CaffeOperations {
  static let join: [String: Operation] = ["Concat": concatenation, "Eltwise": elementwise]

  /// Along the channels, or along another axis, which is made the first one for it.
  private static let concatenation = Operation(1...Int.max) { layer, inputs, caffe in
    let parameters = layer.concatParam
    let stated = parameters.hasConcatDim ? Int(parameters.concatDim) : Int(parameters.axis)
    guard let axis = caffe.axis(stated, of: inputs[0]) else { return [] }
    if axis == 0 { return [caffe.add(Concatenation(), reading: inputs)] }
    let count = caffe.dimensions(of: inputs[0]).count
    // Its own inverse.
    var order = Array(0..<count)
    order.swapAt(0, axis)
    var turned: [Int] = []
    for (number, input) in inputs.enumerated() {
      guard let next = caffe.add(Transposition(order: order), suffix: "_in\(number)", reading: [input]) else {
        return []
      }
      turned.append(next)
    }
    guard let joined = caffe.add(Concatenation(), suffix: "_first", reading: turned) else { return [] }
    return [caffe.add(Transposition(order: order), reading: [joined])]
  }

  /// A sum with a coefficient for each blob, a product, or the maximum, of blobs of one size.
  private static let elementwise = Operation(1...Int.max) { layer, inputs, caffe in
    let parameters = layer.eltwiseParam
    let sizes = caffe.dimensions(of: inputs[0])
    if let other = inputs.first(where: { caffe.dimensions(of: $0) != sizes }) {
      caffe.note("joins \(caffe.assembly.shape(of: inputs[0])) with \(caffe.assembly.shape(of: other))")
      return []
    }
    switch parameters.operation {
    case .prod: return [caffe.add(Multiplication(), reading: inputs)]
    case .max: return [caffe.add(Maximum(), reading: inputs)]
    case .sum:
      guard parameters.coeff.isEmpty || parameters.coeff.count == inputs.count else {
        caffe.note("has \(parameters.coeff.count) coefficients for \(inputs.count) blobs")
        return []
      }
      var terms = inputs
      for (number, coefficient) in parameters.coeff.enumerated() where coefficient != 1 {
        let line = Affine(scale: [Double(written: coefficient)])
        guard let term = caffe.add(line, suffix: "_coeff\(number)", reading: [inputs[number]]) else { return [] }
        terms[number] = term
      }
      return [caffe.add(Addition(), reading: terms)]
    }
  }
}
