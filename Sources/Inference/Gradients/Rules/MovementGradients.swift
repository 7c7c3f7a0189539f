import Architecture
import OneDNN

/// What moves numbers moves their gradients back.
extension GradientRule {
  static let flatten = GradientRule(Flatten.self) { _, pass in pass.addEach { _ in 1 } }
  static let reshape = GradientRule(Reshape.self) { _, pass in pass.addEach { _ in 1 } }

  static let transposition = GradientRule(Transposition.self) { kind, pass in
    let sizes = pass.layer.inputShapes[0].dimensions
    let strides = TensorLayout.strides(sizes)
    pass.addGathered(kind.order.map { sizes[$0] }, kind.order.map { strides[$0] })
  }

  static let slice = GradientRule(Slice.self) { kind, pass in
    var strides = TensorLayout.strides(pass.layer.inputShapes[0].dimensions)
    let offset = kind.start * strides[kind.axis]
    strides[kind.axis] *= kind.step
    pass.addGathered(pass.layer.shape.dimensions, strides, offset: offset)
  }

  static let channelShuffle = GradientRule(ChannelShuffle.self) { kind, pass in
    let shape = pass.layer.shape
    let channels = shape.channels / kind.groups
    pass.addGathered([channels, kind.groups, shape.area], [shape.area, channels * shape.area, 1])
  }

  /// A cell that is repeated gets the sum; what constant padding holds depends on nothing.
  static let padding = GradientRule(Padding.self) { kind, pass in
    pass.addMapped(kind.sources(pass.layer.inputShapes[0]).map { $0.map { $0 < 0 ? [] : [($0, 1)] } })
  }

  /// Shares of linear interpolation, or all to the nearest cell.
  static let resize = GradientRule(Resize.self) { kind, pass in
    pass.addMapped(
      kind.pairs(pass.layer.inputShapes[0], pass.layer.shape).map { pairs in
        pairs.map { [($0.low, 1 - Double($0.share)), ($0.high, Double($0.share))] }
      })
  }
}

extension BackwardPass {
  /// Adds gradients where the output's numbers came from.
  ///
  /// - Parameters:
  ///   - sizes: of the output of one input of the batch, as many axes as are needed.
  ///   - strides: in the input, numbers from one index of an axis to the next.
  ///   - offset: numbers of the input before the first.
  fileprivate func addGathered(_ sizes: [Int], _ strides: [Int], offset: Int = 0) {
    guard let target = targets[0] else { return }
    var output = 0
    StridedIndices([batch] + sizes, [[layer.inputShapes[0].count] + strides]).forEach { places in
      target[offset + places[0]] += gradient[output]
      output += 1
    }
  }

  /// Adds gradients of positions of which every axis was made of shares of the input's cells.
  ///
  /// - Parameter axes: for each spatial axis and each cell of the output, cells of the input and their shares.
  fileprivate func addMapped(_ axes: [[[(cell: Int, share: Double)]]]) {
    guard let target = targets[0] else { return }
    var sizes = layer.shape.extent
    var planes = Array(UnsafeBufferPointer(start: gradient, count: count)).map(Double.init)
    // The axes one by one: the map is a product of theirs.
    for (axis, cells) in axes.enumerated() {
      let size = layer.inputShapes[0].extent[axis]
      let inner = sizes[(axis + 1)...].reduce(1, *)
      let outer = planes.count / (sizes[axis] * inner)
      var result = Array(repeating: 0.0, count: outer * size * inner)
      for plane in 0..<outer {
        for (output, shares) in cells.enumerated() {
          for (cell, share) in shares {
            for index in 0..<inner {
              result[(plane * size + cell) * inner + index] +=
                share * planes[(plane * cells.count + output) * inner + index]
            }
          }
        }
      }
      sizes[axis] = size
      planes = result
    }
    for (index, number) in planes.enumerated() { target[index] += Float(number) }
  }
}
