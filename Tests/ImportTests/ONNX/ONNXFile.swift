import Architecture
import Foundation
import Inference
import SwiftProtobuf
import TensorFiles
import Testing
import Weights

@testable import Import

/// An ONNX file that a test writes, message by message.
struct ONNXFile {
  var model = Onnx_ModelProto()

  /// - Parameters:
  ///   - opset: the version of the operators.
  ///   - version: the version of the format.
  init(opset: Int64 = 17, version: Int64 = 8) {
    model.irVersion = version
    var entry = Onnx_OperatorSetIdProto()
    entry.version = opset
    model.opsetImport = [entry]
  }

  /// Sizes of -1 are open, as 'N'.
  mutating func input(_ name: String = "x", _ sizes: [Int64]) { model.graph.input.append(Self.value(name, sizes)) }

  mutating func output(_ name: String, _ sizes: [Int64] = []) { model.graph.output.append(Self.value(name, sizes)) }

  mutating func stated(_ name: String, _ sizes: [Int64]) { model.graph.valueInfo.append(Self.value(name, sizes)) }

  static func value(_ name: String, _ sizes: [Int64]) -> Onnx_ValueInfoProto {
    var value = Onnx_ValueInfoProto()
    value.name = name
    value.type.tensorType.elemType = 1
    value.type.tensorType.shape.dim = sizes.map { size in
      var dimension = Onnx_DimensionProto()
      if size < 0 { dimension.dimParam = "N" } else { dimension.dimValue = size }
      return dimension
    }
    return value
  }

  /// Fractions: the given ones, else 0.1, 0.2 … 1.2 again and again.
  mutating func weight(_ name: String, _ sizes: [Int64], _ numbers: [Float]? = nil) {
    model.graph.initializer.append(Self.tensor(name, sizes, numbers))
  }

  static func tensor(_ name: String, _ sizes: [Int64], _ numbers: [Float]? = nil) -> Onnx_TensorProto {
    let count = Int(sizes.reduce(1, *))
    let numbers = numbers ?? (0..<count).map { Float($0 % 12 + 1) / 10 }
    var tensor = Onnx_TensorProto()
    (tensor.name, tensor.dims, tensor.dataType) = (name, sizes, 1)
    tensor.rawData = numbers.withUnsafeBytes { Data($0) }
    return tensor
  }

  /// Whole numbers; nil sizes for a list of them.
  mutating func whole(_ name: String, _ numbers: [Int64], _ sizes: [Int64]? = nil) {
    var tensor = Onnx_TensorProto()
    (tensor.name, tensor.dims, tensor.dataType) = (name, sizes ?? [Int64(numbers.count)], 7)
    tensor.int64Data = numbers
    model.graph.initializer.append(tensor)
  }

  mutating func node(
    _ operation: String, _ inputs: [String], _ outputs: [String], name: String = "", domain: String = "",
    ints: [String: [Int64]] = [:], int: [String: Int64] = [:], float: [String: Float] = [:],
    text: [String: String] = [:],
    metadata: [String: String] = [:]
  ) {
    var node = Onnx_NodeProto()
    (node.opType, node.input, node.output, node.name, node.domain) = (operation, inputs, outputs, name, domain)
    func add(_ name: String, _ set: (inout Onnx_AttributeProto) -> Void) {
      var attribute = Onnx_AttributeProto()
      attribute.name = name
      set(&attribute)
      node.attribute.append(attribute)
    }
    for (name, list) in ints { add(name) { $0.ints = list } }
    for (name, number) in int { add(name) { $0.i = number } }
    for (name, number) in float { add(name) { $0.f = number } }
    for (name, word) in text { add(name) { $0.s = Data(word.utf8) } }
    for (key, value) in metadata {
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      node.metadataProps.append(entry)
    }
    model.graph.node.append(node)
  }

  /// Gives the last node an attribute.
  mutating func setTensor(_ name: String, _ tensor: Onnx_TensorProto) {
    var attribute = Onnx_AttributeProto()
    (attribute.name, attribute.t) = (name, tensor)
    model.graph.node[model.graph.node.count - 1].attribute.append(attribute)
  }

  var bytes: [UInt8] { get throws { try model.serializedBytes() } }

  func read(_ options: ImportOptions = ImportOptions()) throws -> ImportedModel {
    try ONNXImporter.model(of: MemorySource(try bytes), path: "net.onnx", options: options)
  }

  /// What is wrong with it, place and message.
  func problems(_ options: ImportOptions = ImportOptions()) throws -> [String] {
    let error = #expect(throws: ImportError.self) { _ = try read(options) }
    return error?.problems.map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" } ?? []
  }

  /// The layers, one on each line: name, kind, arguments that are not the usual ones, and what comes out.
  func table(_ options: ImportOptions = ImportOptions()) throws -> String { Self.table(try read(options)) }

  static func table(_ model: ImportedModel) -> String {
    let network = model.network
    return network.body.map { layer in
      let arguments = layer.kind.attributes.filter { !$0.isDefault }.map { "\($0.name) \($0.value)" }
      let inputs = layer.inputs.map { network.layers[$0].name }
      return "\(layer.name): \(layer.kind.name) of \(inputs.joined(separator: ", "))"
        + (arguments.isEmpty ? "" : " (\(arguments.joined(separator: "; ")))") + " = \(layer.shape)"
    }.joined(separator: "\n")
  }

  /// What the network gives for numbers.
  func run(_ numbers: [Float]) throws -> [[Float]] { try Self.run(try read(), numbers) }

  static func run(_ model: ImportedModel, _ numbers: [Float]) throws -> [[Float]] {
    let network = model.network.network(for: .inference)
    let weights: ParameterSource
    if let file = model.weights {
      let mapping = Mapping(of: file, onto: network)
      #expect(mapping.isComplete, "the weights fit")
      weights = .file(file, mapping)
    } else {
      weights = .numbers([:])
    }
    return try Executor(network, weights: weights).run(numbers).all.map(\.values)
  }
}
