import ArgumentParser
import TensorFiles

/// How numbers of a weight file are written.
enum WrittenType: String, CaseIterable, ExpressibleByArgument {
  case float32, float16, bfloat16, float64

  var element: ElementType { ElementType(rawValue: rawValue) ?? .float32 }
}
