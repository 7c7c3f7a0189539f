import Architecture

extension ReferenceKind {
  static let flatten = ReferenceKind(Flatten.self) { _, _ in
    { inputs in inputs[0].reshaped([inputs[0].values.count]) }
  }

  static let concatenation = ReferenceKind(Concatenation.self) { _, _ in
    { inputs in
      var output = Maps(sizes: [inputs.reduce(0) { $0 + $1.channels }] + inputs[0].sizes.dropFirst())
      output.values = inputs.flatMap(\.values)
      return output
    }
  }
}
