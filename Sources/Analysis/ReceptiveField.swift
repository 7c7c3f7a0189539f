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
  /// One field per spatial axis of the image; empty for a network that reads a vector, and where it is not known.
  public var axes: [AxisField]
  /// Whether every unit sees all that the layers before it see: behind a fully connected layer, a global pooling, a gate
  /// that multiplies every position by what was pooled from all.
  public var seesWholeInput: Bool
  /// Whether branches that met had their units centred on the same pixels. A branch with one position, such as a gate, is
  /// centred nowhere.
  public var isAligned: Bool
  /// Whether it is known which pixels a unit sees. It is not behind an operation that nobody described, behind tokens
  /// that were reshaped, and where a size passes 2⁵³.
  public var isKnown: Bool
  /// Units per axis; of a flattened vector those of the maps in it.
  private var units: [Int]
  /// What all units together see, where it is known though `axes` is not.
  private var spannedAxes: [AxisField] = []

  /// The field of the image itself: one pixel.
  public init(image: Shape) {
    axes = image.extent.map { _ in AxisField(size: 1, stride: 1, padding: 0) }
    seesWholeInput = image.isVector
    isAligned = true
    isKnown = true
    units = image.extent
  }

  /// The fields of every layer with respect to the image, the input's first.
  ///
  /// Of several inputs each is an image of its own, and a unit's field spans what it sees of all.
  public static func fields(of network: Network) -> [ReceptiveField] { fields(of: network, countingGates: true) }

  /// The fields as if no gate were there: a gate makes every unit depend on the whole image, if only through one number per
  /// channel, and hides how far the windows look.
  public static func fieldsWithoutGates(of network: Network) -> [ReceptiveField] {
    fields(of: network, countingGates: false)
  }

  /// Whether some layer multiplies every position by one number of a channel.
  public static func hasGates(_ network: Network) -> Bool {
    network.layers.contains { !gates(of: $0).isEmpty }
  }

  /// The inputs of a multiplication that have one position where its output has several.
  private static func gates(of layer: Layer) -> [Int] {
    guard layer.kind is Multiplication, layer.shape.area > 1 else { return [] }
    let gates = layer.inputs.indices.filter { layer.inputShapes[$0].area == 1 }
    return gates.count < layer.inputs.count ? gates : []
  }

  private static func fields(of network: Network, countingGates: Bool) -> [ReceptiveField] {
    var fields: [ReceptiveField] = []
    fields.reserveCapacity(network.layers.count)
    var listed = 0
    for layer in network.layers {
      let gates = countingGates ? [] : gates(of: layer)
      var field =
        layer.inputs.isEmpty
        ? ReceptiveField(image: layer.shape)
        : ReceptiveField(
          of: layer,
          branches: layer.inputs.indices.filter { !gates.contains($0) }.map {
            (fields[layer.inputs[$0]], layer.inputShapes[$0])
          })
      field.list(&listed)
      fields.append(field)
    }
    return fields
  }

  /// Uneven fields list their units one by one: in all layers together at most so many.
  private static let mostListed = 1 << 23

  /// Leaves the sizes alone of lists that there is no more room for.
  private mutating func list(_ listed: inout Int) {
    let units = axes.reduce(0) { $0 + $1.listedUnits }
    if listed + units > ReceptiveField.mostListed {
      axes = axes.map(\.unlisted)
    } else {
      listed += units
    }
  }

  /// The fields with respect to a layer instead of the image: how many of its units a later unit sees. Nil for layers that
  /// do not depend on it.
  ///
  /// - Parameter source: the layer's index.
  public static func fields(of network: Network, from source: Int) -> [ReceptiveField?] {
    var fields: [ReceptiveField?] = []
    fields.reserveCapacity(network.layers.count)
    var listed = 0
    for (index, layer) in network.layers.enumerated() {
      guard index > source else {
        fields.append(index == source ? ReceptiveField(image: layer.shape) : nil)
        continue
      }
      let reading = layer.inputs.indices.filter { fields[layer.inputs[$0]] != nil }
      guard !reading.isEmpty else {
        fields.append(nil)
        continue
      }
      var field = ReceptiveField(
        of: layer,
        branches: reading.compactMap { input in
          fields[layer.inputs[input]].map { ($0, layer.inputShapes[input]) }
        })
      field.list(&listed)
      fields.append(field)
    }
    return fields
  }

  /// The field of a layer whose inputs have these fields.
  init(of layer: Layer, reading fields: [ReceptiveField]) {
    self.init(of: layer, branches: zip(layer.inputs, layer.inputShapes).map { (fields[$0], $1) })
  }

  private init(of layer: Layer, branches: [(field: ReceptiveField, shape: Shape)]) {
    guard branches.count > 1 else {
      self = branches[0].field.extended(by: layer, from: branches[0].shape)
      return
    }
    if case .pointwise = layer.connectivity {
      let extended = branches.map { $0.field.extended(by: layer, from: $0.shape) }
      self = extended.dropFirst().reduce(extended[0]) { $0.merged(with: $1) }
    } else {
      let merged = branches.dropFirst().reduce(branches[0].field) { $0.merged(with: $1.field) }
      self = merged.extended(by: layer, from: branches[0].shape)
    }
  }

  /// The field of a layer that reads units with this field.
  private func extended(by layer: Layer, from input: Shape) -> ReceptiveField {
    var field = self
    switch layer.connectivity {
    case .pointwise:
      // An axis with one unit is read by all positions of the output.
      guard !layer.shape.isVector, units.count == layer.shape.extent.count || units.isEmpty else { return field }
      for (axis, count) in layer.shape.extent.enumerated() where axis < axes.count {
        guard axis >= units.count || units[axis] == 1, count > 1 else { continue }
        guard let all = axes[axis].extended(by: .broadcast, inputs: 1, outputs: count) else { return unknown }
        field.axes[axis] = all
      }
      if units.count != layer.shape.extent.count || layer.shape.extent != units { field.units = layer.shape.extent }
    case .axes(let readings):
      // Axes of tokens are not those of the image.
      guard axes.isEmpty || readings.count == axes.count && units.count == axes.count else {
        return seesWholeInput ? spanned : unknown
      }
      for (axis, reading) in readings.enumerated() where axis < axes.count {
        let next: AxisField?
        switch reading {
        case .cells(let map):
          next = axes[axis].extended(by: map, inputs: units[axis], outputs: layer.shape.extent[axis])
        case .all: next = axes[axis].extendedOverAll(inputs: units[axis], outputs: layer.shape.extent[axis])
        }
        guard let next else { return unknown }
        field.axes[axis] = next
      }
      field.units = layer.shape.extent
      if readings.allSatisfy({ $0 == .all }) { field.seesWholeInput = true }
    case .whole:
      field = spanned
      field.seesWholeInput = true
    // Of units that see everything, any choice sees everything.
    case .unknown: return seesWholeInput ? spanned : unknown
    }
    return field
  }

  /// The same units, of which nobody knows what they see; what all see together is kept.
  private var unknown: ReceptiveField {
    var field = spanned
    field.spannedAxes = field.axes
    field.axes = []
    field.isKnown = false
    return field
  }

  /// The field of one unit that reads all units.
  private var spanned: ReceptiveField {
    var field = self
    if !isKnown {
      field.axes = spannedAxes
      field.isKnown = !spannedAxes.isEmpty
    } else {
      for (axis, count) in units.enumerated() where axis < axes.count {
        guard let all = axes[axis].extendedOverAll(inputs: count, outputs: 1) else {
          field.axes = []
          field.isKnown = false
          break
        }
        field.axes[axis] = all
      }
    }
    field.units = field.axes.map { _ in 1 }
    return field
  }

  /// The field of a layer that joins this branch and another, position by position.
  func merged(with other: ReceptiveField) -> ReceptiveField {
    guard isKnown, other.isKnown else {
      var field = isKnown ? other : self
      field.seesWholeInput = seesWholeInput || other.seesWholeInput
      let (one, two) = (spanned, other.spanned)
      field.spannedAxes = one.isKnown && two.isKnown ? one.merged(with: two).axes : []
      return field
    }
    // Vectors of different maps have no positions in common.
    guard units == other.units else {
      let (one, two) = (spanned, other.spanned)
      if one.units == two.units { return one.merged(with: two) }
      // Inputs with other numbers of axes: a vector has no pixels, so that those of the image count; else none do.
      if one.isKnown, two.isKnown, one.axes.isEmpty || two.axes.isEmpty { return one.axes.isEmpty ? two : one }
      var field = one
      (field.axes, field.units, field.isKnown) = ([], [], false)
      field.seesWholeInput = seesWholeInput && other.seesWholeInput
      return field
    }
    var field = self
    field.seesWholeInput = seesWholeInput || other.seesWholeInput
    field.isAligned = isAligned && other.isAligned
    for axis in axes.indices where axis < other.axes.count && axis < units.count {
      let (merged, isAligned) = axes[axis].merged(with: other.axes[axis], units: units[axis])
      guard merged.isKnown else { return unknown }
      field.axes[axis] = merged
      // What is everywhere is centred nowhere.
      let isEverywhere = [axes[axis], other.axes[axis]].contains { $0.stride == 0 } && units[axis] > 1
      if !isAligned, !isEverywhere { field.isAligned = false }
    }
    return field
  }

  /// Whether it is larger than the image on some axis, so that every unit sees padding.
  public func exceeds(_ image: Shape) -> Bool {
    zip(axes, image.extent).contains { $0.size > $1 }
  }
}
