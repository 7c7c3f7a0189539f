import Architecture
import HDF5
import PlainText
import TensorFiles
import Weights

/// Puts a stranger's operations together to a network and its weights; what every importer ends in.
///
/// What does not fit is noted with its place, so that all that is wrong with a file is found in one pass.
struct GraphAssembly {
  private(set) var builder: NetworkBuilder
  private(set) var problems: [ImportError.Problem] = []
  private(set) var unknown: [ImportedModel.UnknownNode] = []
  var remarks: [Phrase] = []
  /// For numbers that only HDF5's worker can decode.
  var reader: HDF5Reader?

  private let path: String
  private let format: ModelFormat
  private var names: [String] = []
  /// Names without the marks that weight formats do not tell apart.
  private var taken: Set<String> = []
  /// The number behind the last of many layers of one name.
  private var numbers: [String: Int] = [:]
  private var tensors: [WeightTensor] = []
  private var sources: [any ByteSource & Sendable]

  /// - Parameter file: the model file, the source of index 0.
  init(_ model: Model, format: ModelFormat, path: String, file: any ByteSource & Sendable) {
    builder = NetworkBuilder(model)
    self.format = format
    self.path = path
    sources = [file]
  }

  /// Notes what is wrong at a place.
  mutating func note(_ message: Phrase, at place: String = "") { problems.append(.init(at: place, message)) }

  /// Adds an input.
  ///
  /// - Returns: its index; nil where it was refused, which is noted.
  mutating func input(_ dimensions: [Int], name: String) -> Int? {
    let shape: Shape
    do {
      shape = try Shape(dimensions: dimensions)
    } catch {
      note("\(error)", at: name)
      return nil
    }
    return add(Input(shape: shape), name: name, reading: [])
  }

  /// Adds a layer under a name of its own: one that is taken gets a number behind it.
  ///
  /// - Returns: its index; nil where it was refused, which is noted at its place.
  mutating func add(
    _ kind: any LayerKind, name: String, module: String? = nil, reading inputs: [Int], scope: [EnclosingModule] = []
  ) -> Int? {
    let name = unique(name)
    do {
      let index = try builder.add(kind, name: name, module: module, reading: inputs, scope: scope)
      names.append(name)
      return index
    } catch {
      note(reason(error), at: name)
      return nil
    }
  }

  /// Adds an operation that nobody described, whose size the file states.
  mutating func addUnknown(
    _ operation: String, name: String, reading inputs: [Int], dimensions: [Int], stated: [Attribute] = [],
    scope: [EnclosingModule] = []
  ) -> Int? {
    let shape: Shape
    do {
      shape = try Shape(dimensions: dimensions)
    } catch {
      note("\(error)", at: name)
      return nil
    }
    let kind = UnknownOperation(operation: operation, shape: shape, stated: stated)
    guard let index = add(kind, name: name, reading: inputs, scope: scope) else { return nil }
    unknown.append(
      .init(layer: names[index], operation: operation, inputs: inputs.map { names[$0] }, shape: shape))
    return index
  }

  /// The name that a layer got.
  func name(of layer: Int) -> String { names[layer] }

  func shape(of layer: Int) -> Shape { builder.shape(of: layer) }

  /// Says that a layer's output is a result.
  mutating func output(_ index: Int) {
    do { try builder.output(index) } catch { note(reason(error)) }
  }

  /// Says where a layer's parameter has its numbers.
  mutating func fill(_ layer: Int, _ part: WeightTensor.Part, with numbers: ParameterNumbers) {
    tensors.append(WeightTensor(numbers, layer: names[layer], part: part))
  }

  /// Adds a file or memory in which numbers lie.
  ///
  /// - Returns: its index.
  mutating func addSource(_ source: any ByteSource & Sendable) -> Int {
    sources.append(source)
    return sources.count - 1
  }

  /// Numbers that the importer computed.
  mutating func computed(_ numbers: [Float], name: String, shape: [Int]) -> ParameterNumbers {
    let bytes = numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
    return ParameterNumbers(name: name, shape: shape, type: .float32, source: addSource(MemorySource(bytes)), offset: 0)
  }

  /// The network and its weights.
  ///
  /// - Parameters:
  ///   - weightFormat: how the numbers are said to be laid out.
  ///   - weights: a weight file that was opened by itself, instead of the numbers that were filled in.
  /// - Throws: `ImportError` with all that was noted.
  func finished(_ weightFormat: WeightFormat, weights: WeightFile? = nil) throws(ImportError) -> ImportedModel {
    guard problems.isEmpty else { throw ImportError(path, problems) }
    let network: Network
    do { network = try builder.network() } catch { throw ImportError(path, [.init(reason(error))]) }
    // A network that needs no numbers has all of them.
    let hasNumbers = !tensors.isEmpty || network.layers.allSatisfy(\.parameters.isEmpty)
    let own =
      hasNumbers
      ? WeightFile(path, format: weightFormat, tensors: tensors, sources: sources, reader: reader) : nil
    return ImportedModel(
      format: format, network: network, weights: weights ?? own, unknown: unknown, remarks: remarks)
  }

  /// A name that no other layer has, also where `/` and `.` are the same.
  private mutating func unique(_ name: String) -> String {
    let plain = String(name.map { $0 == "/" ? "." : $0 })
    guard !taken.insert(plain).inserted else { return name }
    var number = numbers[plain] ?? 1
    repeat { number += 1 } while !taken.insert("\(plain)_\(number)").inserted
    numbers[plain] = number
    return "\(name)_\(number)"
  }

  /// What a refusal says, without the layer's name, which its place has.
  private func reason(_ error: BuildError) -> Phrase {
    if case .size(_, let error) = error { "\(error)" } else { "\(error)" }
  }
}

extension WeightTensor {
  /// The numbers of a layer's parameter.
  init(_ numbers: ParameterNumbers, layer: String, part: Part) {
    self.init(
      path: numbers.name, layer: layer, part: part, shape: numbers.shape, type: numbers.type,
      isBigEndian: numbers.isBigEndian, storage: numbers.isRowMajor ? "contiguous" : "strided",
      place: numbers.object.map { .object($0) } ?? .file(offset: numbers.offset, source: numbers.source),
      strides: numbers.isRowMajor ? nil : numbers.strides)
  }
}
