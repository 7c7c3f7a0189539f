import Architecture
import PlainText

extension CaffeOperations {
  /// Layers whose numbers stay what they are.
  static let shape: [String: Operation] = [
    "Flatten": flatten, "Reshape": reshape, "Slice": slice, "Crop": crop, "Permute": permute,
  ]

  /// The axes from `axis` to `end_axis` as one.
  private static let flatten = Operation { layer, inputs, caffe in
    guard let first = caffe.axis(Int(layer.flattenParam.axis), of: inputs[0]),
      let last = caffe.axis(Int(layer.flattenParam.endAxis), of: inputs[0])
    else { return [] }
    let sizes = caffe.dimensions(of: inputs[0])
    if first == 0, last == sizes.count - 1 { return [caffe.add(Flatten(), reading: inputs)] }
    guard first <= last else {
      caffe.note("its first axis lies behind its last one")
      return []
    }
    return [caffe.add(Reshape(sizes: Array(sizes[..<first]) + [-1] + sizes[(last + 1)...]), reading: inputs)]
  }

  /// Other sizes for the axes from `axis` on: 0 keeps what the axis has, −1 is what is left.
  private static let reshape = Operation { layer, inputs, caffe in
    let parameters = layer.reshapeParam
    // The batch's size is not known here, and must stay: 0 stands for it among the sizes.
    let old = [0] + caffe.dimensions(of: inputs[0])
    let first = Int(parameters.axis) < 0 ? Int(parameters.axis) + old.count + 1 : Int(parameters.axis)
    let count = parameters.numAxes == -1 ? old.count - first : Int(parameters.numAxes)
    guard (0...old.count).contains(first), (0...old.count - first).contains(count) else {
      caffe.note("has no axes \(parameters.axis) and \(parameters.numAxes) more")
      return []
    }
    var new = old[..<first] + []
    for (index, size) in parameters.shape.dim.enumerated() {
      guard size == 0 else {
        new.append(Int(size))
        continue
      }
      guard first + index < old.count else {
        caffe.note("keeps axis \(first + index), which \(caffe.assembly.shape(of: inputs[0])) does not have")
        return []
      }
      new.append(first + index == 0 ? 0 : old[first + index])
    }
    new += old[(first + count)...]
    let own = new.dropFirst()
    let isBatch =
      new.first == 0 || new.first.map { $0 == caffe.batch } == true
      || new.first == -1 && !own.contains(-1) && own.reduce(1, multiplied) == old.dropFirst().reduce(1, *)
    guard isBatch, !own.isEmpty else {
      caffe.note(
        "mixes images of a batch: its sizes are \(parameters.shape.dim.map(String.init).joined(separator: ", "))")
      return []
    }
    return [caffe.add(Reshape(sizes: Array(own)), reading: inputs)]
  }

  private static func multiplied(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? 0 : product
  }

  /// Parts of an axis, at the points given or of one size.
  private static let slice = Operation { layer, inputs, caffe in
    let parameters = layer.sliceParam
    let stated = parameters.hasSliceDim ? Int(parameters.sliceDim) : Int(parameters.axis)
    guard let axis = caffe.axis(stated, of: inputs[0]) else { return [] }
    let (size, parts) = (caffe.dimensions(of: inputs[0])[axis], layer.top.count)
    var points = parameters.slicePoint.map { Int($0) }
    if points.isEmpty, parts > 0, size % parts == 0 { points = (1..<parts).map { $0 * (size / parts) } }
    let borders = [0] + points + [size]
    guard points.count == parts - 1, zip(borders, borders.dropFirst()).allSatisfy({ $0 < $1 }) else {
      caffe.note("does not cut \(size) into \(parts) parts at \(points.map(String.init).joined(separator: ", "))")
      return []
    }
    return zip(layer.top, zip(borders, borders.dropFirst())).map { top, range in
      caffe.add(Slice(range.0..<range.1, axis: axis), suffix: parts == 1 ? "" : ".\(top)", reading: inputs)
    }
  }

  /// The first blob cut to the size of the second, from `axis` on.
  private static let crop = Operation(2...2) { layer, inputs, caffe in
    let parameters = layer.cropParam
    guard let first = caffe.axis(Int(parameters.axis), of: inputs[0]) else { return [] }
    let (old, new) = (caffe.dimensions(of: inputs[0]), caffe.dimensions(of: inputs[1]))
    let offsets = parameters.offset.map { Int($0) }
    guard old.count == new.count, [0, 1, old.count - first].contains(offsets.count) else {
      caffe.note("does not cut \(caffe.assembly.shape(of: inputs[0])) to \(caffe.assembly.shape(of: inputs[1]))")
      return []
    }
    var current = inputs[0]
    let cut = (first..<old.count).filter { old[$0] != new[$0] }
    for axis in cut.isEmpty ? [first] : cut {
      let offset = offsets.count > 1 ? offsets[axis - first] : offsets.first ?? 0
      let suffix = axis == (cut.last ?? axis) ? "" : "_axis\(axis)"
      guard let next = caffe.add(Slice(offset..<offset + new[axis], axis: axis), suffix: suffix, reading: [current])
      else { return [] }
      current = next
    }
    return [current]
  }

  /// Of forks: the axes in another order, the batch first.
  private static let permute = Operation { layer, inputs, caffe in
    let axes = layer.permuteParam.order.map { Int($0) }
    let count = caffe.dimensions(of: inputs[0]).count
    let order = axes + (0...count).filter { !axes.contains($0) }
    guard order.first == 0, order.sorted() == Array(0...count) else {
      caffe.note("has no order of \(count + 1) axes with the batch first")
      return []
    }
    return [caffe.add(Transposition(order: order.dropFirst().map { $0 - 1 }), reading: inputs)]
  }
}
