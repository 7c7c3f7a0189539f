/// The same numbers in the same order under other sizes. Nothing is computed or copied.
public struct Reshape: LayerKind {
  public static let name = "reshape"
  public static let family = Family.shape

  /// The sizes, of which one may be −1: what is left for it.
  public let sizes: [Int]

  public init(sizes: [Int]) { self.sizes = sizes }

  public var attributes: [Attribute] { [Attribute("sizes", .integers(sizes))] }

  public func output(of inputs: [Shape]) throws(SizeError) -> Shape {
    let open = sizes.filter { $0 == -1 }.count
    let known = sizes.filter { $0 != -1 }
    guard open <= 1, known.allSatisfy({ $0 > 0 }), !sizes.isEmpty, sizes.count <= Shape.mostAxes else {
      throw .reshape(from: inputs[0], to: sizes)
    }
    let product = try Limits.check(known, atMost: Shape.largestCount, .elements)
    guard open == 0 ? product == inputs[0].count : inputs[0].count % product == 0 else {
      throw .reshape(from: inputs[0], to: sizes)
    }
    return try Shape(dimensions: sizes.map { $0 == -1 ? inputs[0].count / product : $0 })
  }

  public func connectivity(inputs: [Shape], output: Shape) -> Connectivity {
    if output == inputs[0] || output.isVector { return .pointwise }
    return inputs[0].isVector && output.area == 1 ? .pointwise : .unknown
  }

  public func isView(_ mode: Mode) -> Bool { true }

  public var kept: Kept { .nothing }
}
