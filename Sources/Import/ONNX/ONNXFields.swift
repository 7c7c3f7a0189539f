import TensorFiles

/// What is passed on of each message of an ONNX file, by field number; all else is skipped unread.
enum ONNXFields {
  case model, operatorSet, graph, node, attribute, tensor, entry, valueInfo, type, tensorType, shape, dimension

  /// What becomes of a field.
  enum Treatment {
    /// Its bytes are kept, of a text at most so many.
    case keep(atMost: Int)
    case message(ONNXFields)
    /// Numbers of a tensor: where they lie is kept instead.
    case take
  }

  /// The treatment of a field of this message; nil where it is skipped.
  func treatment(of field: Int) -> Treatment? {
    let name = Treatment.keep(atMost: FormatLimits.nameBytes)
    let list = Treatment.keep(atMost: FormatLimits.onnxField)
    switch self {
    case .model:
      switch field {
      case 1, 2, 3: return name
      case 7: return .message(.graph)
      case 8: return .message(.operatorSet)
      default: return nil
      }
    case .operatorSet: return field <= 2 ? name : nil
    case .graph:
      switch field {
      case 1: return .message(.node)
      case 2: return name
      case 5: return .message(.tensor)
      case 11, 12, 13: return .message(.valueInfo)
      default: return nil
      }
    case .node:
      switch field {
      case 1, 2, 3, 4, 7: return name
      case 5: return .message(.attribute)
      case 9: return .message(.entry)
      default: return nil
      }
    case .attribute:
      switch field {
      case 1, 2, 3: return name
      case 4, 7, 8, 9: return list
      case 5: return .message(.tensor)
      default: return nil
      }
    case .tensor:
      switch field {
      case 1, 2, 8, 14: return name
      case 4, 9, 10: return .take
      case 5, 7, 11: return list
      case 13: return .message(.entry)
      default: return nil
      }
    case .entry: return field == 1 ? name : field == 2 ? list : nil
    case .valueInfo: return field == 1 ? name : field == 2 ? .message(.type) : nil
    case .type: return field == 1 ? .message(.tensorType) : nil
    case .tensorType: return field == 1 ? name : field == 2 ? .message(.shape) : nil
    case .shape: return field == 1 ? .message(.dimension) : nil
    case .dimension: return field <= 2 ? name : nil
    }
  }
}
