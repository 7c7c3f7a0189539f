import Architecture

extension CountingRule {
  /// calflops 0.3, an older copy of DeepSpeed's profiler: transposed convolutions, resizing and `@` are counted otherwise.
  static let calflops = CountingRule(
    .flops, "as deepspeed, save transposed convolution, resizing and matrix products"
  ) { rule in
    rule.countAsDeepSpeedDid()
    // _conv_trans_flops_compute divides the outputs by the groups twice, and adds the bias once for each position that a
    // convolution, not transposed, would have.
    rule.count(TransposedConvolution.self) { conv, layer in
      let input = layer.layer.inputShapes[0]
      let outputs = conv.channels / conv.groups
      let products =
        Amount(input.channels) * Amount(outputs / conv.groups) * layer.windowCells * Amount(input.area)
      guard conv.hasBias else { return 2 * products }
      let positions = zip(layer.layer.windows, input.extent).reduce(1 as Amount) { product, axis in
        let (window, size) = axis
        let room = size + window.before + window.after - window.span
        return product * Amount(Int((Double(room) / Double(window.stride)).rounded(.down)) + 1)
      }
      let operations = 2 * products + Amount(outputs) * positions
      // A kernel larger than the input can make it a number below 0, which counts nothing.
      if case .number(..<0) = operations.value { return .unknown }
      return operations
    }
    rule.unknown(MatrixProduct.self)
    // _upsample_flops_compute multiplies by the scale and throws the product away; a list of scales it cannot take.
    rule.countBatch(Resize.self) { resize, layer in
      switch resize.size {
      case .cells: layer.positions
      case .scale(let factors): factors.count == 1 ? layer.input * layer.batch : .unknown
      }
    }
  }
}
