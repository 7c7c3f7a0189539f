import Architecture

extension TransposedConvolution: ReadableKind {
  static let mainArgument: String? = "channels"

  init(_ arguments: inout ArgumentReader) {
    let channels = arguments.channels("channels")
    let window = arguments.window()
    if window.padding == .same { arguments.note("pad", "a transposed convolution cannot pad 'same'") }
    self.init(
      channels: channels, window: window,
      outputPadding: arguments.integers("output_pad", in: 0...Limits.window, default: 0),
      groups: arguments.channels("groups", default: 1), hasBias: arguments.boolean("bias", default: true))
  }
}
