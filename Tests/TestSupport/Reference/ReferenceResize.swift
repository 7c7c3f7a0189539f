import Architecture

extension ReferenceKind {
  /// The place of output cell i in the input, axis by axis, after PyTorch's `UpSample.h`.
  static let resize = ReferenceKind(Resize.self) { kind, layer in
    let (sizes, outputs) = (layer.input, layer.output)
    /// Cells of the input and their shares, for an output cell on an axis.
    func parts(_ axis: Int, _ cell: Int) -> [(cell: Int, share: Double)] {
      let (size, count) = (sizes[axis], outputs[axis])
      let step: Double
      switch kind.size {
      // A scale that is given counts, and not the one that comes out of whole sizes.
      case .scale(let factors): step = 1 / factors[Swift.min(axis - 1, factors.count - 1)]
      case .cells: step = Double(size) / Double(count)
      }
      let place: Double
      switch kind.coordinates {
      case .asymmetric: place = Double(cell) * step
      case .halfPixel: place = (Double(cell) + 0.5) * step - 0.5
      case .alignCorners: place = count == 1 ? 0 : Double(cell) * Double(size - 1) / Double(count - 1)
      }
      // A place a hair below a whole number is that number.
      let exact = Swift.max(place, 0) + 1e-9
      if kind.interpolation == .nearest {
        let nearer = kind.coordinates == .asymmetric ? exact : Swift.max(place + 0.5, 0) + 1e-9
        return [(Swift.min(Int(nearer), size - 1), 1)]
      }
      let low = Swift.min(Int(exact), size - 1)
      let share = Swift.max(place, 0) - Double(low)
      return [(low, 1 - share), (Swift.min(low + 1, size - 1), share)]
    }
    let all = (1..<sizes.count).map { axis in (0..<outputs[axis]).map { parts(axis, $0) } }
    return { inputs in
      Maps(sizes: outputs) { index in
        var terms: [(index: [Int], share: Double)] = [([index[0]], 1)]
        for axis in 1..<sizes.count {
          terms = terms.flatMap { term in
            all[axis - 1][index[axis]].map { (term.index + [$0.cell], term.share * $0.share) }
          }
        }
        return terms.reduce(0) { $0 + $1.share * inputs[0][$1.index] }
      }
    }
  }
}
