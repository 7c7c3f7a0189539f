import Architecture

extension Convolution: ReadableKind {
  static let mainArgument: String? = "channels"

  init(_ arguments: inout ArgumentReader) {
    let channels = arguments.channels("channels")
    let window = arguments.window()
    let groups = arguments.channels("groups", default: 1)
    let hasBias = arguments.boolean("bias", default: true)
    let connections = arguments.table("connections")
    if connections != nil && groups > 1 {
      arguments.note("connections", "a connection table and groups exclude each other")
    }
    if let connections, connections.count != channels {
      arguments.note("connections", "the table has \(connections.count) rows for \(channels) output channels")
    }
    self.init(channels: channels, window: window, groups: groups, hasBias: hasBias, connections: connections)
  }
}
