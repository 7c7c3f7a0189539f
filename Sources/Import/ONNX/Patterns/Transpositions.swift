import Architecture

/// Axes that are put in another order and back.
extension DraftNetwork {
  /// Two transpositions are one, or none; one moves behind what takes numbers one by one, where it may meet another.
  mutating func simplifyTranspositions(at index: Int) {
    guard let outer = kind(Transposition.self, at: index) else {
      moveTransposition(behind: index)
      return
    }
    let before = input(index)
    if let inner = kind(Transposition.self, at: before) {
      let order = outer.order.map { inner.order[$0] }
      if order == Array(order.indices) {
        replace(index, by: input(before))
      } else {
        drafts[index].kind = Transposition(order: order)
        drafts[index].inputs = drafts[before].inputs
      }
      return
    }
    // Channels go last, are normalized, and come back: the channels are normalized.
    guard uses[before] == 1, let normalization = kind(LayerNormalization.self, at: before), normalization.span == .last,
      let inner = kind(Transposition.self, at: input(before)),
      outer.order.map({ inner.order[$0] }) == Array(outer.order.indices),
      inner.order.last == 0
    else { return }
    drafts[index].kind = LayerNormalization(
      over: .channels, epsilon: normalization.epsilon, isAffine: normalization.isAffine)
    drafts[index].parameters = drafts[before].parameters
    drafts[index].inputs = drafts[input(before)].inputs
    drafts[index].node = drafts[before].node
  }

  /// An activation that reads a transposition alone changes places with it.
  private mutating func moveTransposition(behind index: Int) {
    let kind = drafts[index].kind
    let takesNumbers = kind.family == .activation && !(kind is Softmax) && !(kind is PReLU)
    guard takesNumbers, drafts[index].inputs.count == 1 else { return }
    let before = input(index)
    guard uses[before] == 1, self.kind(Transposition.self, at: before) != nil else { return }
    (drafts[index].kind, drafts[before].kind) = (drafts[before].kind, kind)
    (drafts[index].node, drafts[before].node) = (drafts[before].node, drafts[index].node)
    drafts[before].shape = drafts[input(before)].shape
  }

  /// Channels of a single position go last by a reshape, are normalized, and are reshaped again: the channels are normalized.
  mutating func turnNormalization(at index: Int) {
    guard drafts[index].kind is Reshape || drafts[index].kind is Flatten else { return }
    let before = input(index)
    guard uses[before] == 1, let old = kind(LayerNormalization.self, at: before), old.span == .last else { return }
    let reshape = input(before)
    guard uses[reshape] == 1, kind(Reshape.self, at: reshape) != nil else { return }
    let source = input(reshape)
    let (own, turned) = (drafts[source].shape.dimensions, drafts[reshape].shape.dimensions)
    guard own.count > 1, own[0] == drafts[source].shape.count, turned == own.reversed() else { return }
    drafts[before].kind = LayerNormalization(over: .channels, epsilon: old.epsilon, isAffine: old.isAffine)
    drafts[before].inputs = [source]
    drafts[before].shape = drafts[source].shape
    if drafts[index].shape == drafts[source].shape { replace(index, by: before) }
  }

  /// Channels in groups, whose two axes change places.
  mutating func makeShuffle(at index: Int) -> Bool {
    guard kind(Reshape.self, at: index) != nil, let transposition = kind(Transposition.self, at: input(index)) else {
      return false
    }
    let split = input(input(index))
    guard transposition.order.prefix(2) == [1, 0],
      transposition.order.dropFirst(2).elementsEqual(2..<transposition.order.count),
      kind(Reshape.self, at: split) != nil
    else { return false }
    let source = input(split)
    let (whole, parts) = (drafts[source].shape.dimensions, drafts[split].shape.dimensions)
    guard drafts[index].shape == drafts[source].shape, parts.count == whole.count + 1,
      parts.dropFirst(2) == whole.dropFirst()
    else { return false }
    drafts[index].kind = ChannelShuffle(groups: parts[0])
    drafts[index].inputs = [source]
    return true
  }

  /// Pictures whose channels, at most four, are last and which every reader turns: they are taken with the channels first.
  ///
  /// - Returns: whether there was one.
  mutating func turnInputs() -> Bool {
    var found = false
    for input in drafts.indices where drafts[input].kind is Input {
      let readers = drafts.indices.filter { uses[$0] > 0 && drafts[$0].inputs.contains(input) }
      let isTurned = readers.allSatisfy { kind(Transposition.self, at: $0)?.order == [2, 0, 1] }
      guard isTurned, let first = readers.first, !outputs.contains(input), !outputs.contains(where: readers.contains),
        drafts[first].shape.channels <= 4
      else { continue }
      drafts[input].shape = drafts[first].shape
      drafts[input].kind = Input(shape: drafts[first].shape)
      for reader in readers { replace(reader, by: input) }
      found = true
    }
    return found
  }
}
