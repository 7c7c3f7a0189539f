import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ReferenceKind {
  static let relu = ReferenceKind(ReLU.self, each: { _, x in x.isNaN ? x : max(x, 0) })
  static let tanh = ReferenceKind(Tanh.self, each: { kind, x in kind.amplitude * hyperbolicTangent(kind.slope * x) })
  static let sigmoid = ReferenceKind(Sigmoid.self, each: { _, x in 1 / (1 + exp(-x)) })
  static let dropout = ReferenceKind(Dropout.self, each: { _, x in x })
}

/// The C library's, under another name than the kind's.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
