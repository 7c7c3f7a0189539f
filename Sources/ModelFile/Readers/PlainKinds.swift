import Architecture

// Kinds without arguments.

extension Addition: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Concatenation: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Flatten: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension GlobalAveragePooling: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension ReLU: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Sigmoid: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Softmax: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}
