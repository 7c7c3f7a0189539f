import Analysis
import Architecture

extension Explanation {
  /// What a unit sees, and how that follows from what the units of its inputs see; nothing for a network that reads a vector.
  func receptiveField(of row: Profile.Row) -> [String] {
    let layer = row.layer
    let field = row.field
    guard field.isKnown || field.seesWholeInput else { return [unknownField(of: layer)] }
    if field.axes.isEmpty, profile.network.input.isVector { return [] }
    var lines: [String] = []
    if layer.inputs.count > 1 {
      lines = branches(row)
    } else if let before = layer.inputs.first.map({ fields[$0] }), before.isKnown || field.seesWholeInput {
      lines = field.seesWholeInput ? [wholeImage(before, row)] : grown(before, row)
    }
    if field.seesWholeInput { return lines }
    if layer.inputs.count == 1, case .pointwise = layer.connectivity { return lines }
    let starts = field.axes.compactMap(\.padding).map { signed(-$0) }
    let centers = field.axes.compactMap(\.center).map { signed($0) }
    if centers.count == field.axes.count {
      lines.append(language.text("explain.first_unit", ["start": place(starts), "center": place(centers)]))
    }
    return lines
  }

  /// Why nobody knows what a unit sees.
  private func unknownField(of layer: Layer) -> String {
    if case .unknown = layer.connectivity { return language.text("explain.unknown_field") }
    if layer.inputs.contains(where: { !fields[$0].isKnown }) { return language.text("explain.unknown_before") }
    return language.text("explain.large_field")
  }

  // MARK: Where branches meet

  private func branches(_ row: Profile.Row) -> [String] {
    let layer = row.layer
    let sizes = Set(layer.inputs.map { language.perAxis(fields[$0].axes.map(\.size)) }).sorted()
    let size = language.perAxis(row.field.axes.map(\.size))
    var lines = [
      language.text("explain.branches", ["size": size, "sizes": sizes.joined(separator: ", ")])
        + (row.field.isAligned ? "" : ", " + language.text("explain.misaligned"))
    ]
    let gates = zip(layer.inputs, layer.inputShapes).filter { $1.area == 1 && layer.shape.area > 1 }
    if !gates.isEmpty {
      let names = language.list(gates.map { profile.network.layers[$0.0].name })
      lines.append(language.text("explain.gate", count: gates.count, ["layers": names]))
    }
    return lines
  }

  // MARK: All of the image

  private func wholeImage(_ before: ReceptiveField, _ row: Profile.Row) -> String {
    let image = profile.network.input.extent.map(String.init).joined(separator: "×")
    let sentence =
      if case .axes = row.layer.connectivity, !before.seesWholeInput {
        language.text("explain.every_position", ["image": image])
      } else {
        language.text("explain.whole", ["image": image])
      }
    guard !before.seesWholeInput, before.isKnown else { return sentence }
    let axes = zip(zip(before.axes, row.field.axes), row.layer.inputShapes[0].extent).compactMap { fields, cells in
      fields.0.stride.map { "\(fields.0.size) + (\(cells) − 1)·\($0) = \(fields.1.size)" }
    }
    guard axes.count == row.field.axes.count else { return sentence }
    let formulas = Set(axes).count == 1 ? axes[0] : axes.joined(separator: ", ")
    return "\(sentence) (\(formulas) \(language.text("explain.with_padding")))"
  }

  // MARK: Grown from the input's

  private func grown(_ before: ReceptiveField, _ row: Profile.Row) -> [String] {
    let layer = row.layer
    guard case .axes(let readings) = layer.connectivity, readings.count == before.axes.count,
      row.field.axes.count == before.axes.count
    else { return [language.text("explain.same_field", ["size": language.perAxis(row.field.axes.map(\.size))])] }
    if layer.family == .pooling, readings.allSatisfy({ !$0.isSliding }) {
      return [language.text("explain.regions", ["size": language.perAxis(row.field.axes.map(\.size))])]
    }
    let axes = readings.indices.map { axis in
      reading(readings[axis], axis, before.axes[axis], row.field.axes[axis], layer)
    }
    return language.perAxis(axes)
  }

  private func reading(
    _ reading: Connectivity.AxisReading, _ axis: Int, _ before: AxisField, _ after: AxisField, _ layer: Layer
  ) -> String {
    let size = language.grouped(after.size)
    let inputs = layer.inputShapes[0].extent[axis]
    switch reading {
    case .all:
      guard let stride = before.stride else { return language.text("explain.every_cell", ["size": size]) }
      return language.text(
        "explain.every_cell", ["size": "\(before.size) + (\(inputs) − 1)·\(stride) = \(size)"])
    case .cells(let map) where !map.isSliding:
      return resampled(map, inputs: inputs, outputs: layer.shape.extent[axis], size)
    case .cells(let map):
      let span = map.last - map.first + 1
      if layer.windows.isEmpty, map.scale == 1, span == 1 { return language.text("explain.same_field", ["size": size]) }
      guard let stride = before.stride, let jump = after.stride else {
        return language.text("explain.at_most", ["size": size])
      }
      // `11 + (5 − 1)·8 = 43, jump 8·1 = 8`
      return "\(before.size) + (\(span) − 1)·\(stride) = \(size), "
        + "\(language.text("explain.jump")) \(stride)·\(map.scale) = \(language.grouped(jump))"
    }
  }

  /// How many cells of its input a unit reads: `2`, or `1 to 2` where that is not the same for all.
  private func resampled(_ map: AxisMap, inputs: Int, outputs: Int, _ size: String) -> String {
    // After `divisor` cells it begins anew.
    let counts = Set((0..<min(outputs, 4096)).map { map.span(of: $0, in: inputs)?.count ?? 0 })
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let cells =
      least == most
      ? language.grouped(most)
      : language.text("explain.range", ["from": language.grouped(least), "to": language.grouped(most)])
    return language.text("explain.resampled", count: most, ["size": size, "cells": cells])
  }

  /// `pixel −1`, or `row −5, column −1` where they differ.
  private func place(_ numbers: [String]) -> String {
    if Set(numbers).count == 1 { return "\(language.text("explain.pixel")) \(numbers[0])" }
    let names =
      numbers.count == 2
      ? [language.text("explain.row"), language.text("explain.column")] : language.axisNames(numbers.count)
    return zip(names, numbers).map { "\($0) \($1)" }.joined(separator: ", ")
  }

  private func signed(_ number: Double) -> String {
    number < 0 ? "−\(language.plain(-number))" : language.plain(number)
  }
  func signed(_ number: Int) -> String { signed(Double(number)) }
}

extension Connectivity.AxisReading {
  /// Whether windows slide by whole cells.
  fileprivate var isSliding: Bool {
    if case .cells(let map) = self { return map.isSliding }
    return false
  }
}
