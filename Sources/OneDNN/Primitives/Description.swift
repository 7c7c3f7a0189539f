internal import COneDNN
import PlainText

/// What the descriptions of all primitives need: errors with their sizes, and layouts lent to C.
extension PrimitiveDescriptor {
  static func check(_ title: Phrase, _ describe: () -> dnnl_status_t) throws(OneDNNError) {
    try Library.check(describe(), "describe \(title)")
  }

  static func numbers(_ list: [Int]) -> [Int64] { list.map(Int64.init) }

  static func text(_ layout: TensorLayout) -> String {
    layout.dimensions.map(String.init).joined(separator: "×")
  }

  static func with<Result>(_ a: TensorLayout, _ use: (UnsafePointer<dnnl_memory_desc_t>) -> Result) -> Result {
    withUnsafePointer(to: a.description, use)
  }

  static func with<Result>(
    _ a: TensorLayout, _ b: TensorLayout,
    _ use: (UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>) -> Result
  ) -> Result {
    with(a) { a in with(b) { b in use(a, b) } }
  }

  static func with<Result>(
    _ a: TensorLayout, _ b: TensorLayout, _ c: TensorLayout,
    _ use: (
      UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>
    ) -> Result
  ) -> Result {
    with(a, b) { a, b in with(c) { c in use(a, b, c) } }
  }

  static func with<Result>(
    _ a: TensorLayout, _ b: TensorLayout, _ c: TensorLayout, _ d: TensorLayout,
    _ use: (
      UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>, UnsafePointer<dnnl_memory_desc_t>,
      UnsafePointer<dnnl_memory_desc_t>
    ) -> Result
  ) -> Result {
    with(a, b) { a, b in with(c, d) { c, d in use(a, b, c, d) } }
  }
}
