import PlainText
import TensorFiles

/// What `torch.export.save` writes: a graph of ATen operators as JSON, and the numbers of parameters, in a zip file.
///
/// ```
/// <name>/models/<model>.json                       the graph: nodes, what each value is, which inputs are parameters
/// <name>/data/weights/<model>_weights_config.json  for each parameter its file, type, sizes and strides
/// <name>/data/weights/weight_<n>                   its numbers, as they lie in memory
/// <name>/data/constants/…                          the same for constants
///
/// before torch 2.8:
/// serialized_exported_program.json                 the graph
/// serialized_state_dict.pt                         parameters, as torch.save writes them
/// serialized_constants.pt                          constants, likewise
/// ```
struct ExportedProgram {
  /// An operator, what it reads and gives, and where in the author's modules it was called.
  struct Node {
    /// `aten.conv2d`: without the overload.
    let operation: String
    let arguments: [String: ExportedArgument]
    /// Names of the tensors that it gives; nil where one is none.
    let outputs: [String?]
    /// The modules around it, outermost first, the network itself left out.
    let modules: [(path: String, type: String)]
  }

  /// Sizes of a tensor, the batch first; nil where a size is a symbol, which `symbols` has.
  struct Meta {
    let sizes: [Int?]
    let symbols: [String]
  }

  private(set) var nodes: [Node] = []
  private(set) var values: [String: Meta] = [:]
  /// Inputs that the user gives, in order.
  private(set) var inputs: [String] = []
  private(set) var outputs: [String] = []
  /// The name of the parameter that an input of the graph is.
  private(set) var parameters: [String: String] = [:]
  /// The numbers of parameters and constants, by name; of those that could be read.
  private(set) var stored: [String: ParameterNumbers] = [:]
  /// Why others could not, by name.
  private(set) var refused: [String: Phrase] = [:]
  /// Names of parameters in the order of the file.
  private(set) var order: [String] = []

  /// Bytes of the description of a program, and values in it.
  private static let sizeLimit = 256 << 20
  private static let valueLimit = 4_000_000

  init(reading source: some ByteSource) throws(FormatError) {
    let zip = try ZipReader(reading: source)
    guard let model = Self.model(zip) else {
      throw FormatError(.torchLayout, "no models/*.json: torch.export.save did not write this zip file")
    }
    try readGraph(try Self.json(model, zip, source))
    if model.name == Self.olderDescription {
      try readOlderStored(zip, source)
      return
    }
    let prefix = model.name.split(separator: "/").first.map(String.init) ?? ""
    for kind in ["weights", "constants"] {
      for member in zip.members
      where member.name.hasPrefix("\(prefix)/data/\(kind)/") && member.name.hasSuffix("_config.json") {
        try readStored(try Self.json(member, zip, source), folder: "\(prefix)/data/\(kind)/", zip)
      }
    }
  }

  /// The member of a zip file that describes a program; nil where there is none.
  static func model(_ zip: ZipReader) -> ZipReader.Member? {
    zip.members.first { $0.name.hasSuffix(".json") && $0.name.split(separator: "/").dropFirst().first == "models" }
      ?? zip[olderDescription]
  }

  /// The name of a description that torch wrote before 2.8.
  private static let olderDescription = "serialized_exported_program.json"

  private static func json(
    _ member: ZipReader.Member, _ zip: ZipReader, _ source: some ByteSource
  ) throws(FormatError) -> JSONValue {
    guard member.size <= sizeLimit else {
      throw FormatError(.jsonSize, "\(member.name.quoted) has \(member.size) bytes")
    }
    try zip.verify(member, in: source)
    return try JSONValue(
      parsing: try source.bytes(at: member.offset, count: member.size), valueLimit: valueLimit, depthLimit: 48)
  }

  // MARK: - Parameters

  private mutating func readStored(_ json: JSONValue, folder: String, _ zip: ZipReader) throws(FormatError) {
    guard case .object(let members)? = json["config"] else { return }
    for member in members {
      guard order.count < FormatLimits.tensors else { throw FormatError(.tensorCount, "too many parameters") }
      order.append(member.key)
      let entry = member.value
      // A pickle can be a program: nothing of it is run.
      if entry["use_pickle"] == .boolean(true) {
        refused[member.key] = "is pickled, which is not read"
        continue
      }
      guard let path = entry["path_name"]?.text, let place = zip[folder + path], let meta = entry["tensor_meta"] else {
        refused[member.key] = "has no numbers in the file"
        continue
      }
      if let numbers = try Self.numbers(member.key, meta, place) {
        stored[member.key] = numbers
      } else {
        refused[member.key] = "has a type or a layout that is not known"
      }
    }
  }

  /// Parameters and, where the graph has any, constants: state_dicts whose pickles are read as all are, without running them.
  private mutating func readOlderStored(_ zip: ZipReader, _ source: some ByteSource) throws(FormatError) {
    for name in ["serialized_state_dict.pt", "serialized_constants.pt"] {
      // A dictionary that nothing is asked of may be empty.
      guard parameters.values.contains(where: { stored[$0] == nil }), let member = zip[name] else { continue }
      let file = try TorchFile(reading: try SliceSource(source, offset: member.offset, size: member.size))
      for left in file.leftOut { refused[left.name] = left.reason }
      for tensor in file.tensors {
        var numbers = ParameterNumbers(
          name: tensor.name, shape: tensor.shape, type: tensor.type, isBigEndian: tensor.isBigEndian, source: 0,
          offset: member.offset + tensor.offset)
        if let strides = tensor.strides { numbers.strides = strides }
        if stored.updateValue(numbers, forKey: tensor.name) == nil { order.append(tensor.name) }
      }
    }
  }

  /// A tensor of a storage: sizes, strides and the index of its first number, which lie inside it.
  static func numbers(
    _ name: String, _ meta: JSONValue, _ place: ZipReader.Member
  ) throws(FormatError) -> ParameterNumbers? {
    guard let code = meta["dtype"]?.integer, let type = types[code], meta["layout"]?.integer == 7 else { return nil }
    let sizes = (meta["sizes"]?.items ?? []).map { $0["as_int"]?.integer }
    let strides = (meta["strides"]?.items ?? []).map { $0["as_int"]?.integer }
    let first = meta["storage_offset"]?["as_int"]?.integer ?? 0
    let known = (sizes.compactMap { $0 }, strides.compactMap { $0 })
    guard known.0.count == sizes.count, known.1.count == strides.count, sizes.count == strides.count,
      sizes.count <= FormatLimits.rank
    else { return nil }
    var (last, count) = (first, 1)
    for (size, stride) in zip(known.0, known.1) {
      guard size > 0, stride >= 0 else {
        throw FormatError(.torchView, "\(name.quoted) has the size \(size) and the stride \(stride)")
      }
      let (span, tooFar) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow) = last.addingReportingOverflow(span)
      let (product, tooMany) = count.multipliedReportingOverflow(by: size)
      guard !tooFar, !overflow, !tooMany else {
        throw FormatError(.torchView, "\(name.quoted) lies beyond its numbers")
      }
      (last, count) = (sum, product)
    }
    guard first >= 0, last < place.size / type.bytes else {
      throw FormatError(.torchView, "\(name.quoted) ends at number \(last) of \(place.size / type.bytes)")
    }
    var numbers = ParameterNumbers(
      name: name, shape: known.0, type: type, source: 0, offset: place.offset + first * type.bytes)
    numbers.strides = known.1
    // An axis of one number has no stride that matters.
    let plain = ParameterNumbers(name: name, shape: known.0, type: type, source: 0, offset: 0).strides
    for axis in known.0.indices where known.0[axis] == 1 { numbers.strides[axis] = plain[axis] }
    return numbers
  }

  /// The types of torch's schema that numbers can have.
  private static let types: [Int: ElementType] = [
    1: .uint8, 2: .int8, 3: .int16, 4: .int32, 5: .int64, 6: .float16, 7: .float32, 8: .float64, 12: .bool,
    13: .bfloat16,
  ]

  // MARK: - The graph

  private mutating func readGraph(_ json: JSONValue) throws(FormatError) {
    guard let module = json["graph_module"], let graph = module["graph"],
      case .object(let tensors)? = graph["tensor_values"], let nodes = graph["nodes"]?.items
    else { throw FormatError(.torchLayout, "the description of the program has no graph") }
    for tensor in tensors {
      let sizes = tensor.value["sizes"]?.items ?? []
      values[tensor.key] = Meta(
        sizes: sizes.map { $0["as_int"]?.integer },
        symbols: sizes.map { $0["as_int"]?.integer.map(String.init) ?? Self.symbol($0["as_expr"]?["expr_str"]?.text) })
    }
    for specification in module["signature"]?["input_specs"]?.items ?? [] {
      guard case .object(let members) = specification, let member = members.first else { continue }
      let argument = member.value["arg"]
      switch member.key {
      case "user_input": if let name = argument?["as_tensor"]?["name"]?.text { inputs.append(name) }
      default:
        let name =
          member.value["parameter_name"] ?? member.value["buffer_name"] ?? member.value["tensor_constant_name"]
        if let value = argument?["name"]?.text, let name = name?.text { parameters[value] = name }
      }
    }
    for specification in module["signature"]?["output_specs"]?.items ?? [] {
      if let name = specification["user_output"]?["arg"]?["as_tensor"]?["name"]?.text { outputs.append(name) }
    }
    self.nodes = nodes.map { Self.node($0) }
  }

  /// `s31` of `Symbol('s31', positive=True, integer=True)`, and any other expression as it is.
  private static func symbol(_ expression: String?) -> String {
    guard let expression else { return "?" }
    let parts = expression.split(separator: "'", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "Symbol(" ? String(parts[1]) : expression
  }

  private static func node(_ json: JSONValue) -> Node {
    var arguments: [String: ExportedArgument] = [:]
    for input in json["inputs"]?.items ?? [] {
      if let name = input["name"]?.text, let argument = input["arg"] { arguments[name] = ExportedArgument(argument) }
    }
    let outputs = (json["outputs"]?.items ?? []).flatMap { output -> [String?] in
      switch ExportedArgument(output) {
      case .tensor(let name): [name]
      case .tensors(let names): names
      default: [nil]
      }
    }
    return Node(
      operation: operation(json["target"]?.text ?? ""), arguments: arguments, outputs: outputs,
      modules: modules(json["metadata"]?["nn_module_stack"]?.text ?? ""))
  }

  /// `aten.conv2d` of `torch.ops.aten.conv2d.default`; other targets stay as they are.
  private static func operation(_ target: String) -> String {
    let prefix = "torch.ops."
    guard target.hasPrefix(prefix) else { return target }
    let parts = target.dropFirst(prefix.count).split(separator: ".")
    return parts.prefix(2).joined(separator: ".")
  }

  /// The modules of `key,path,class;key,path,class`.
  private static func modules(_ stack: String) -> [(path: String, type: String)] {
    stack.split(separator: ";").compactMap { entry in
      let parts = entry.split(separator: ",", omittingEmptySubsequences: false)
      return parts.count == 3 && !parts[1].isEmpty ? (String(parts[1]), String(parts[2])) : nil
    }
  }
}
