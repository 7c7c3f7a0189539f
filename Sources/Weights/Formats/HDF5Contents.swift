import HDF5
import PlainText
import TensorFiles

/// What an HDF5 file holds, for the formats to look at.
package struct HDF5Contents {
  package let objects: [HDF5Object]
  /// Where the HDF5 file begins in its source.
  private let base: Int
  private let indices: [String: Int]
  /// The names directly below each group, in the order of the walk.
  private let children: [String: [String]]

  package init(_ objects: [HDF5Object], base: Int = 0) {
    self.objects = objects
    self.base = base
    indices = Dictionary(objects.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
    var children: [String: [String]] = [:]
    for object in objects where object.path != "/" {
      guard let slash = object.path.lastIndex(of: "/") else { continue }
      let parent = slash == object.path.startIndex ? "/" : String(object.path[..<slash])
      children[parent, default: []].append(String(object.path[object.path.index(after: slash)...]))
    }
    self.children = children
  }

  package func contains(_ path: String) -> Bool { indices[path] != nil }

  package func isDataset(_ path: String) -> Bool { indices[path].map { objects[$0].dataset != nil } ?? false }

  /// The shape of the dataset at a path; nil where there is none.
  package func shape(of path: String) -> [Int]? { indices[path].flatMap { objects[$0].dataset?.shape } }

  /// The names of what lies directly below a group, in the order of the walk.
  package func children(of path: String) -> [String] { children[path] ?? [] }

  package func attribute(_ name: String, of path: String) -> HDF5Attribute.Value? {
    indices[path].flatMap { objects[$0][attribute: name] }
  }

  package func strings(_ name: String, of path: String) -> [String]? {
    if case .strings(let strings) = attribute(name, of: path) { return strings }
    return nil
  }

  /// An attribute that Keras splits where it would pass 64 KB: `name`, or `name0`, `name1` …
  package func splitStrings(_ name: String, of path: String) -> [String]? {
    if let strings = strings(name, of: path) { return strings }
    var all: [String] = []
    var number = 0
    while let part = strings("\(name)\(number)", of: path) {
      all += part
      number += 1
    }
    // An empty list has no strings in it, and is read as no strings at all.
    return number > 0 ? all : attribute(name, of: path) == nil ? nil : []
  }

  /// The dataset at a path as a tensor of a layer.
  ///
  /// - Throws: `WeightError` where there is none, or where a rule forbids to read it.
  package func tensor(_ path: String, layer: String, _ part: WeightTensor.Part) throws(WeightError) -> WeightTensor {
    guard let index = indices[path], let dataset = objects[index].dataset else {
      throw WeightError("there is no dataset '\(path)'")
    }
    if let rule = dataset.unreadable { throw WeightError("'\(path)' cannot be read: \(rule)") }
    guard let stored = dataset.type, let type = elementType(stored, objects[index]) else {
      throw WeightError("'\(path)' holds \(dataset.typeName), which are no numbers of a weight file")
    }
    let place: WeightTensor.Place
    var storage: String
    switch dataset.layout {
    case .contiguous(let offset): (place, storage) = (.file(offset: base + offset), "contiguous")
    case .compact: (place, storage) = (.object(index), "compact")
    case .chunked(let chunk):
      (place, storage) = (.object(index), "chunked \(chunk.map(String.init).joined(separator: "×"))")
    }
    if !dataset.filters.isEmpty { storage += ", " + dataset.filters.joined(separator: ", ") }
    return WeightTensor(
      path: path, layer: layer, part: part, shape: dataset.shape, type: type, isBigEndian: stored.isBigEndian,
      storage: storage, place: place)
  }

  private func elementType(_ stored: HDF5ElementType, _ object: HDF5Object) -> ElementType? {
    // bfloat16 has no type of its own in HDF5: its 16 bits are stored as uint16, with attribute `dtype` = `bfloat16`.
    if stored.kind == .int(signed: false), stored.bytes == 2, object[attribute: "dtype"] == .strings(["bfloat16"]) {
      return .bfloat16
    }
    return ElementType(stored)
  }
}
