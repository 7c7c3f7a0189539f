/// The layers of a network of Caffe and what each reads, its blobs' names resolved: a name stands for what was last written
/// under it, since layers may work in place.
struct CaffeGraph {
  /// An output of a layer.
  struct Value: Hashable {
    /// Index of the layer; −1 for an input that stands beside the layers.
    let layer: Int
    let top: Int
  }

  /// What a layer's numbers end up in.
  enum Purpose: Equatable {
    /// Nothing that the network gives.
    case nothing
    /// Only a loss that counts for less than the main one: an auxiliary classifier. The index of that loss's layer.
    case auxiliary(Int)
    case main

    func joined(_ other: Purpose) -> Purpose {
      if self == .nothing { return other }
      return other == .nothing || other == self ? self : .main
    }
  }

  let layers: [CaffeLayerParameter]
  let roles: [CaffeRole]
  /// What each layer reads, in its order; nil for a blob that nothing gives.
  private(set) var reads: [[Value?]] = []
  /// What each layer is for; losses and measures are for nothing.
  private(set) var purposes: [Purpose]
  /// Outputs that are results or lead to one.
  private(set) var used: Set<Value> = []
  /// Outputs that a layer reads which is kept.
  private(set) var read: Set<Value> = []

  init(_ network: CaffeNetwork, layers: [CaffeLayerParameter]) {
    self.layers = layers
    roles = layers.map { CaffeRole(type: $0.type) }
    purposes = Array(repeating: .nothing, count: layers.count)
    var blobs: [String: Value] = [:]
    for (index, input) in network.inputs.enumerated() { blobs[input.name] = Value(layer: -1, top: index) }
    for (index, layer) in layers.enumerated() {
      reads.append(layer.bottom.map { blobs[$0] })
      for (top, name) in layer.top.enumerated() { blobs[name] = Value(layer: index, top: top) }
    }
    setPurposes()
    for index in layers.indices where !roles[index].isLeftOut && purposes[index] != .nothing {
      read.formUnion(reads[index].compactMap { $0 })
    }
  }

  /// Goes from the results back to what they depend on.
  private mutating func setPurposes() {
    let main = mainWeight
    var purpose: [Value: Purpose] = [:]
    var isRead: Set<Value> = []
    func add(_ value: Value?, _ new: Purpose) {
      if let value { purpose[value] = (purpose[value] ?? .nothing).joined(new) }
    }
    for read in reads { isRead.formUnion(read.compactMap { $0 }) }
    // What only measures or a loss looks at is a result too, unless a loss says what kind of one.
    var measured: [Value] = []
    for index in layers.indices {
      let predictions = reads[index].prefix(CaffeRole.predictions(of: layers[index].type).upperBound).compactMap { $0 }
      switch roles[index] {
      case .loss:
        let weight = weight(of: index)
        for value in predictions { add(value, weight > 0 && weight < main ? .auxiliary(index) : .main) }
      case .measure: measured += predictions
      default: break
      }
    }
    for index in layers.indices.reversed() where !roles[index].isLeftOut {
      var own = Purpose.nothing
      for top in layers[index].top.indices {
        let value = Value(layer: index, top: top)
        if !isRead.contains(value), case .data = roles[index] { continue }
        if !isRead.contains(value) { add(value, .main) }
        own = own.joined(purpose[value] ?? .nothing)
      }
      purposes[index] = own
      if own != .nothing { for value in reads[index] { add(value, own) } }
    }
    for value in measured where (purpose[value] ?? .nothing) == .nothing { addMeasured(value, &purpose) }
    used = Set(purpose.filter { $0.value != .nothing }.keys)
  }

  /// A prediction that nothing but a measure reads, and what it depends on.
  private mutating func addMeasured(_ value: Value, _ purpose: inout [Value: Purpose]) {
    var open = [value]
    while let next = open.popLast() {
      guard (purpose[next] ?? .nothing) == .nothing else { continue }
      purpose[next] = .main
      guard next.layer >= 0, purposes[next.layer] == .nothing else { continue }
      purposes[next.layer] = .main
      open += reads[next.layer].compactMap { $0 }
    }
  }

  /// The weight of a loss in what is trained for; 1 where none is stated.
  private func weight(of loss: Int) -> Float { layers[loss].lossWeight.first ?? 1 }

  /// The largest weight of a loss.
  private var mainWeight: Float {
    layers.indices.reduce(0) { largest, index in
      if case .loss = roles[index] { max(largest, weight(of: index)) } else { largest }
    }
  }
}
