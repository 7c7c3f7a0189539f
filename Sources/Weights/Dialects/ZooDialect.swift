/// zoo's own: root attribute `zoo_format`, the layer's name as path, then the part, OIHW.
enum ZooDialect: HDF5DialectReader {
  /// The version that this program writes.
  static let version = 1

  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading? {
    guard case .integers(let version) = contents.attribute("zoo_format", of: "/") else { return nil }
    guard version == [self.version] else {
      throw WeightError("zoo's format of version \(version), and this program knows version \(self.version)")
    }
    var reading = Reading(.zoo)
    for object in contents.objects where object.dataset != nil {
      guard let slash = object.path.lastIndex(of: "/"),
        let part = WeightTensor.Part(rawValue: String(object.path[object.path.index(after: slash)...]))
      else {
        reading.remarks.append("'\(object.path)' is no tensor of a layer, and left out")
        continue
      }
      let layer = String(object.path[..<slash].dropFirst())
      reading.tensors.append(try contents.tensor(object.path, layer: layer, part))
    }
    return reading
  }
}
