internal import COneDNN
import PlainText

extension PrimitiveDescriptor {
  /// The same numbers in another layout.
  public static func reorder(_ engine: Engine, from: TensorLayout, to: TensorLayout) throws(OneDNNError)
    -> PrimitiveDescriptor
  {
    try PrimitiveDescriptor(
      "a reordering of \(text(from))", engine,
      create: { made, attributes in
        engine.functions.reorder_primitive_desc_create(
          made, from.description, engine.pointer, to.description, engine.pointer, attributes)
      })
  }

  /// All channels, one input after the other.
  public static func concatenation(
    _ engine: Engine, sources: [TensorLayout], destination: TensorLayout, axis: Int = 1
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let descriptions = sources.map { Optional($0.description) }
    return try PrimitiveDescriptor(
      "a concatenation to \(text(destination))", engine,
      create: { made, attributes in
        engine.functions.concat_primitive_desc_create(
          made, engine.pointer, destination.description, Int32(clamping: sources.count), Int32(clamping: axis),
          descriptions, attributes)
      })
  }

  /// The sum of all inputs, number by number.
  public static func sum(
    _ engine: Engine, sources: [TensorLayout], destination: TensorLayout
  ) throws(OneDNNError) -> PrimitiveDescriptor {
    let descriptions = sources.map { Optional($0.description) }
    let ones = sources.map { _ in Float(1) }
    return try PrimitiveDescriptor(
      "a sum of \(text(destination))", engine,
      create: { made, attributes in
        engine.functions.sum_primitive_desc_create(
          made, engine.pointer, destination.description, Int32(clamping: sources.count), ones, descriptions,
          attributes)
      })
  }
}
