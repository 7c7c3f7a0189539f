import Architecture

/// The area of the image that, if it changes, changes a unit: how large it is, and how it moves from unit to unit.
///
/// The recurrence goes from the image towards the output, per axis (Araujo, Norris, Sim, "Computing receptive fields of
/// convolutional neural networks", Distill 2019, gives it from the output towards the image):
///
///     size ← size + (span − 1)·stride     stride ← stride·layer stride     padding ← padding + layer padding·stride
///
/// Unit i begins at pixel i·stride − padding. Where branches meet, the field spans all of theirs.
public struct ReceptiveField: Hashable, Sendable {
  /// One field per spatial axis of the image; empty for a network that reads a vector.
  public var axes: [AxisField]
  /// A fully connected layer or a global pooling lies on the way: every unit sees all that the layers before it see.
  public var seesWholeInput: Bool
  /// Whether branches that met had their units centred on the same pixels.
  public var isAligned: Bool
  /// Units per axis; of a flattened vector those of the maps in it.
  private var units: [Int]

  /// The field of the image itself: one pixel.
  public init(image: Shape) {
    axes = image.extent.map { _ in AxisField(size: 1, stride: 1, padding: 0) }
    seesWholeInput = image.isVector
    isAligned = true
    units = image.extent
  }

  /// The fields of every layer, the input's first.
  public static func fields(of network: Network) -> [ReceptiveField] {
    var fields: [ReceptiveField] = []
    fields.reserveCapacity(network.layers.count)
    for layer in network.layers {
      guard let first = layer.inputs.first else {
        fields.append(ReceptiveField(image: layer.shape))
        continue
      }
      var field = fields[first]
      for input in layer.inputs.dropFirst() {
        field = field.merged(with: fields[input])
      }
      fields.append(field.extended(by: layer))
    }
    return fields
  }

  /// The field of a layer that reads units with this field.
  func extended(by layer: Layer) -> ReceptiveField {
    var field = self
    switch layer.connectivity {
    case .pointwise: break
    case .windows(let windows):
      for (axis, window) in windows.enumerated() where axis < axes.count {
        field.axes[axis] = axes[axis].extended(by: window, padding: window.before, inputs: units[axis])
      }
      field.units = layer.shape.extent
    case .regions(let outputs):
      for (axis, count) in outputs.enumerated() where axis < axes.count {
        field.axes[axis] = axes[axis].extended(byRegions: count, inputs: units[axis])
      }
      field.units = outputs
    case .whole:
      field = spanned
      field.seesWholeInput = true
    }
    return field
  }

  /// The field of one unit that reads all units.
  private var spanned: ReceptiveField {
    var field = self
    for (axis, count) in units.enumerated() {
      field.axes[axis] = axes[axis].extended(by: Window(kernel: count), padding: 0, inputs: count)
    }
    field.units = units.map { _ in 1 }
    return field
  }

  /// The field of a layer that joins this branch and another, position by position.
  func merged(with other: ReceptiveField) -> ReceptiveField {
    // Vectors of different maps have no positions in common.
    guard units == other.units else { return spanned.merged(with: other.spanned) }
    var field = self
    field.seesWholeInput = seesWholeInput || other.seesWholeInput
    field.isAligned = isAligned && other.isAligned
    for axis in axes.indices {
      let (merged, isAligned) = axes[axis].merged(with: other.axes[axis], units: units[axis])
      field.axes[axis] = merged
      if !isAligned { field.isAligned = false }
    }
    return field
  }

  /// Whether it is larger than the image on some axis, so that every unit sees padding.
  public func exceeds(_ image: Shape) -> Bool {
    zip(axes, image.extent).contains { $0.size > $1 }
  }
}
