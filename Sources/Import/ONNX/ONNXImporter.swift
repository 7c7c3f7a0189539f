import Architecture
import PlainText
import TensorFiles
import Weights

/// Reads ONNX files of versions 3 to 13 of the format, whose operators are of versions 3 to 24.
///
/// What is decoded is the graph: numbers of parameters stay in the file until a layer needs them.
enum ONNXImporter: ModelImporter {
  static let format = ModelFormat.onnx

  /// The newest versions whose rules are known here.
  private static let newestOperators = 24

  /// Whether the file begins as an ONNX model does: with its version as field 1, and a field of a model after it.
  static func recognizes(_ source: some ByteSource, path: String) -> Bool {
    guard let start = try? source.bytes(at: 0, count: min(source.size, 3)), start.count == 3 else {
      return path.hasSuffix(".onnx")
    }
    let next: Set<UInt8> = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72]
    return path.hasSuffix(".onnx") || start[0] == 0x08 && (1...100).contains(start[1]) && next.contains(start[2])
  }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    try model(of: file, path: path, options: options)
  }

  static func weights(_ file: FileBytes, path: String) throws(ImportError) -> WeightFile? {
    try model(of: file, path: path, options: ImportOptions()).weights
  }

  /// - Parameter file: the bytes of the file; what it names lies beside `path`.
  static func model(
    of file: any ByteSource & Sendable, path: String, options: ImportOptions
  ) throws(ImportError) -> ImportedModel {
    var problems: [ImportError.Problem] = []
    let graph: ONNXGraph
    do {
      graph = try ONNXGraph(file, path: path, problems: &problems)
    } catch {
      throw pointer(in: file, path) ?? ImportError(path, error)
    }
    guard problems.isEmpty else { throw ImportError(path, problems) }
    var reading = GraphReader(graph, batch: .first, options: options)
    if !reading.problems.isEmpty || reading.drafts.contains(where: { $0.kind is UnknownOperation }) {
      // Perhaps the first axis is no batch.
      let other = GraphReader(graph, batch: .none, options: options)
      if other.rank < reading.rank { reading = other }
    }
    var network = DraftNetwork(reading.drafts, outputs: reading.outputs)
    network.simplify()
    if network.turnInputs() {
      reading.remark("the input has its channels last in the file; here they come first")
      network.simplify()
    }
    var assembly = assembly(of: graph, path: path, file: file)
    assembly.remarks = reading.remarks
    if graph.opset > newestOperators {
      assembly.remarks.append(
        "operators of version \(graph.opset), which is newer than \(newestOperators): they are read as those of "
          + "version \(newestOperators)")
    }
    for problem in reading.problems { assembly.note(problem.phrase, at: problem.place) }
    if reading.problems.isEmpty { emit(network, reading, graph, into: &assembly) }
    return try assembly.finished(.onnx)
  }

  private static func assembly(of graph: ONNXGraph, path: String, file: any ByteSource & Sendable) -> GraphAssembly {
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let name = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
    let model = Model(name: name.isEmpty ? base : name, reference: graph.producer)
    var assembly = GraphAssembly(model, format: format, path: path, file: file)
    for source in graph.files.sources.dropFirst() { _ = assembly.addSource(source) }
    return assembly
  }

  /// Adds the layers that outputs depend on.
  private static func emit(
    _ network: DraftNetwork, _ reading: GraphReader, _ graph: ONNXGraph, into assembly: inout GraphAssembly
  ) {
    let names = LayerNaming.names(of: network, in: graph)
    let isFilled = network.live.allSatisfy { index in
      let draft = network.drafts[index]
      let inputs = draft.inputs.map { network.drafts[$0].shape }
      return inputs.isEmpty || draft.kind.parameters(for: inputs).count == draft.parameters.count
    }
    var inputNames = reading.inputNames[...]
    var layers: [Int: Int] = [:]
    for index in network.live {
      let draft = network.drafts[index]
      if draft.kind is Input {
        layers[index] = assembly.input(draft.shape.dimensions, name: inputNames.popFirst() ?? "input")
        continue
      }
      let inputs = draft.inputs.compactMap { layers[$0] }
      guard let naming = names[index], inputs.count == draft.inputs.count else { continue }
      let layer: Int?
      if let operation = unknown(draft) {
        layer = assembly.addUnknown(
          operation, name: naming.name, reading: inputs, dimensions: draft.shape.dimensions, scope: naming.scope)
      } else {
        layer = assembly.add(
          draft.kind, name: naming.name, module: naming.isModule ? naming.name : nil, reading: inputs,
          scope: naming.scope)
      }
      guard let layer else { continue }
      layers[index] = layer
      guard isFilled else { continue }
      for (part, tensor) in draft.parameters.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        assembly.fill(layer, part, with: numbers(tensor, &assembly))
      }
    }
    for output in network.outputs { if let layer = layers[output] { assembly.output(layer) } }
  }

  /// The operator's name of a draft without a kind.
  private static func unknown(_ draft: Draft) -> String? {
    (draft.kind as? UnknownOperation)?.operation ?? (draft.kind as? ConstantArithmetic)?.operation.rawValue
  }

  /// A parameter's numbers: where the file has them, else in memory.
  private static func numbers(_ tensor: ONNXTensor, _ assembly: inout GraphAssembly) -> ParameterNumbers {
    switch tensor.storage {
    case .stored(let numbers): return numbers
    case .numbers(let list): return assembly.computed(list.map { Float($0) }, name: tensor.name, shape: tensor.shape)
    case .integers(let list): return assembly.computed(list.map { Float($0) }, name: tensor.name, shape: tensor.shape)
    case .filled(let number):
      // One number in memory, which every index finds.
      var numbers = assembly.computed([Float(number)], name: tensor.name, shape: [])
      numbers.shape = tensor.shape
      numbers.strides = tensor.shape.map { _ in 0 }
      return numbers
    }
  }

  /// What a file that stands for another one is: Git's large files, of which a copy may have the pointers alone.
  private static func pointer(in file: some ByteSource, _ path: String) -> ImportError? {
    let mark = Array("version https://git-lfs".utf8)
    guard (try? file.bytes(at: 0, count: mark.count)) == mark else { return nil }
    return ImportError(path, [.init("a pointer of Git LFS and not the file itself; 'git lfs pull' fetches it")])
  }
}

extension GraphReader {
  /// How far from a network without problems and unknown operations it is.
  var rank: Int { problems.count * 1_000_000 + drafts.count { $0.kind is UnknownOperation } }
}
