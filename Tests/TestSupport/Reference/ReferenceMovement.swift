import Architecture

extension ReferenceKind {
  static let slice = ReferenceKind(Slice.self) { kind, layer in
    { inputs in
      Maps(sizes: layer.output) { index in
        var source = index
        source[kind.axis] = kind.start + index[kind.axis] * kind.step
        return inputs[0][source]
      }
    }
  }

  /// Output channel i·groups + g is channel i of group g.
  static let channelShuffle = ReferenceKind(ChannelShuffle.self) { kind, layer in
    let channels = layer.input[0] / kind.groups
    return { inputs in
      Maps(sizes: layer.output) { index in
        inputs[0][[index[0] % kind.groups * channels + index[0] / kind.groups] + index.dropFirst()]
      }
    }
  }

  static let transposition = ReferenceKind(Transposition.self) { kind, layer in
    { inputs in
      Maps(sizes: layer.output) { index in
        var source = index
        for (axis, old) in kind.order.enumerated() { source[old] = index[axis] }
        return inputs[0][source]
      }
    }
  }

  static let reshape = ReferenceKind(Reshape.self) { _, layer in { inputs in inputs[0].reshaped(layer.output) } }

  static let padding = ReferenceKind(Padding.self) { kind, layer in
    let sizes = layer.input
    return { inputs in
      Maps(sizes: layer.output) { index in
        var source = index
        for axis in 1..<sizes.count {
          let cells = kind.cells[min(axis - 1, kind.cells.count - 1)]
          source[axis] -= cells.before
          guard !(0..<sizes[axis]).contains(source[axis]) else { continue }
          switch kind.filling {
          case .constant: return kind.value
          case .replicate: source[axis] = source[axis] < 0 ? 0 : sizes[axis] - 1
          case .reflect:
            source[axis] = source[axis] < 0 ? -source[axis] : 2 * (sizes[axis] - 1) - source[axis]
          }
        }
        return inputs[0][source]
      }
    }
  }
}
