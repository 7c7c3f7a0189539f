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

extension ReLU6: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension SiLU: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension HardSwish: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Mish: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension GlobalMaxPooling: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Multiplication: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Maximum: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Subtraction: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Division: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Exponentiation: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}

extension Minimum: ReadableKind {
  init(_ arguments: inout ArgumentReader) { self.init() }
}
