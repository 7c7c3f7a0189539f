import PlainText

/// What a name in a pickle stands for. These are all that there are: each builds a plain value of this module, and none
/// is a function of any program.
enum PickleGlobal: Hashable, Sendable {
  case orderedDictionary, counter, defaultDictionary
  case rebuildTensor, rebuildTensorV2, rebuildTensorV3
  case rebuildParameter, rebuildParameterWithState
  /// A storage with the type of its numbers; nil for `UntypedStorage`, which counts bytes.
  case storage(ElementType?)
  case type(ElementType)
  case size
  /// Values that stand in checkpoints beside the tensors: they are kept as placeholders.
  case set, device, encode, arrayScalar, arrayType, factory

  /// The names, with their modules, that are known.
  static let table: [String: PickleGlobal] = {
    var table: [String: PickleGlobal] = [
      "collections.OrderedDict": .orderedDictionary,
      "collections.Counter": .counter,
      "collections.defaultdict": .defaultDictionary,
      "builtins.dict": .factory,
      "__builtin__.dict": .factory,
      "torch._utils._rebuild_tensor": .rebuildTensor,
      "torch._utils._rebuild_tensor_v2": .rebuildTensorV2,
      "torch._utils._rebuild_tensor_v3": .rebuildTensorV3,
      "torch._utils._rebuild_parameter": .rebuildParameter,
      "torch._utils._rebuild_parameter_with_state": .rebuildParameterWithState,
      "torch.storage.UntypedStorage": .storage(nil),
      "torch.Size": .size,
      "torch.device": .device,
      "builtins.set": .set,
      "__builtin__.set": .set,
      "_codecs.encode": .encode,
      "numpy.dtype": .arrayType,
      "numpy.core.multiarray.scalar": .arrayScalar,
      "numpy._core.multiarray.scalar": .arrayScalar,
    ]
    let storages: [(String, ElementType)] = [
      ("Half", .float16), ("BFloat16", .bfloat16), ("Float", .float32), ("Double", .float64), ("Char", .int8),
      ("Byte", .uint8), ("Short", .int16), ("Int", .int32), ("Long", .int64), ("Bool", .bool),
    ]
    for (name, type) in storages {
      table["torch.\(name)Storage"] = .storage(type)
      table["torch.cuda.\(name)Storage"] = .storage(type)
    }
    for type in ElementType.allCases { table["torch.\(type.rawValue)"] = .type(type) }
    return table
  }()

  /// Looks a name up.
  ///
  /// - Throws: the reason why a name that is not in the table is refused.
  static func named(_ module: String, _ name: String, at position: Int) throws(FormatError) -> PickleGlobal {
    let path = "\(module).\(name)"
    if let known = table[path] { return known }
    let quoted = path.quoted
    let isModule =
      module == "__main__"
      || ["torch.nn.", "torchvision.", "torch.fx.", "torch.jit."].contains { module.hasPrefix($0) }
    if isModule {
      throw FormatError(
        .pickleModule,
        "the file holds a pickled program (\(quoted)), which is never run: save model.state_dict() instead")
    }
    switch path {
    case "torch._utils._rebuild_sparse_tensor", "torch._utils._rebuild_qtensor", "torch._utils._rebuild_nested_tensor":
      throw FormatError(
        .pickleGlobal, "\(quoted) at byte \(position): sparse, quantized and nested tensors are not read")
    default:
      throw FormatError(
        .pickleGlobal,
        "\(quoted) at byte \(position) is no part of a state_dict. Nothing was run; save model.state_dict() to keep weights"
      )
    }
  }
}
