import Architecture

extension Explanation {
  /// How a layer's size comes about: one line, or one for each axis.
  func sizes(of layer: Layer) -> [String] {
    (layer.kind as? any SizeExplained)?.sizeLines(layer, language) ?? [layer.shape.description]
  }
}

/// A kind that can say how the size of its output comes about. A test demands it of every kind.
protocol SizeExplained: LayerKind {
  /// One line, or one for each axis.
  func sizeLines(_ layer: Layer, _ language: Language) -> [String]
}

// MARK: Sliding windows

/// A kind that slides windows over its input.
private protocol SlidingSize: SizeExplained {}

extension SlidingSize {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    language.perAxis(zip(layer.inputShapes[0].extent, layer.windows).map { language.size($0, $1) })
  }
}

extension Convolution: SlidingSize {}
extension MaxPooling: SlidingSize {}
extension AveragePooling: SlidingSize {}
extension Subsampling: SlidingSize {}

extension TransposedConvolution: SizeExplained {
  /// `(13 − 1)·2 − 2·1 + 3 + 1 = 26`: the windows' first cells, what is cut off, the last window, what is added.
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    language.perAxis(
      layer.windows.indices.map { axis in
        let window = layer.windows[axis]
        let cut = window.before == window.after ? "2·\(window.before)" : "\(window.before) − \(window.after)"
        let added = outputPadding.count == 1 ? outputPadding[0] : outputPadding[axis]
        return "(\(layer.inputShapes[0].extent[axis]) − 1)·\(window.stride) − \(cut) + \(language.span(window))"
          + (added == 0 ? "" : " + \(added)") + " = \(layer.shape.extent[axis])"
      })
  }
}

extension Language {
  /// `3`, and with a dilation `((3 − 1)·2 + 1)`.
  fileprivate func span(_ window: Window) -> String {
    window.dilation == 1 ? "\(window.kernel)" : "((\(window.kernel) − 1)·\(window.dilation) + 1)"
  }

  /// `(227 + 2·0 − 11)/4 + 1 = 55`, with the rounding where the division leaves a rest, and the cells that are not read.
  fileprivate func size(_ input: Int, _ window: Window) -> String {
    let padding =
      window.before == window.after ? "2·\(window.before)" : "\(window.before) + \(window.after)"
    let room = input + window.before + window.after - window.span
    let quotient = "(\(input) + \(padding) − \(span(window)))/\(window.stride)"
    let output = (try? window.outputSize(input)) ?? 0
    let isExact = room % window.stride == 0
    var line: String
    switch window.rounding {
    case _ where isExact: line = "\(quotient) + 1 = \(output)"
    case .floor: line = "⌊\(quotient)⌋ + 1 = \(output)"
    case .ceil:
      let full = (room + window.stride - 1) / window.stride + 1
      line = "⌈\(quotient)⌉ + 1 = \(full)"
      if full > output { line += ", " + text("explain.clipped", ["size": String(output)]) }
    }
    if !isExact { line += ", " + (window.rounding == .floor ? text("explain.floor") : text("explain.ceil")) }
    if let unreached = try? window.unreached(input), unreached > 0 {
      let cells = grouped(input + window.before + window.after)
      line += "; " + text("explain.unreached", count: unreached, ["cells": cells])
    }
    return line
  }
}

// MARK: Pooling of all, or of parts

/// A kind that makes one number of each channel.
private protocol PooledSize: SizeExplained {}

extension PooledSize {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    [language.text("explain.global_pooling", ["channels": language.grouped(layer.shape.channels)])]
  }
}

extension GlobalAveragePooling: PooledSize {}
extension GlobalMaxPooling: PooledSize {}

extension AdaptiveAveragePooling: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let cells = zip(layer.inputShapes[0].extent, layer.shape.extent).map { input, output in
      let counts = Set((0..<output).map { AdaptiveAveragePooling.region($0, input: input, outputs: output).count })
      return counts.sorted().map(String.init).joined(separator: " \(language.text("explain.or")) ")
    }
    let size = layer.shape.extent.map(String.init).joined(separator: "×")
    return [language.text("explain.adaptive_pooling", ["size": size, "cells": cells.joined(separator: " × ")])]
  }
}

extension Mean: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] { language.reduced(reduction, layer) }
}

extension Max: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] { language.reduced(reduction, layer) }
}

extension Language {
  /// `6×8×8 without the axes 1 and 2`, or with size 1 in their place.
  fileprivate func reduced(_ reduction: Reduction, _ layer: Layer) -> [String] {
    let values: KeyValuePairs = [
      "input": layer.inputShapes[0].description, "axes": list(reduction.axes.map(String.init)),
    ]
    return [
      reduction.keepsAxes
        ? text("explain.reduced_kept", count: reduction.axes.count, values)
        : text("explain.reduced", count: reduction.axes.count, values)
    ]
  }
}

// MARK: As many as asked for

extension FullyConnected: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let outputs = language.text("explain.outputs", ["shape": layer.shape.description])
    guard !flattens, !layer.inputShapes[0].isVector else { return [outputs] }
    let values: KeyValuePairs = ["outputs": language.grouped(self.outputs), "shape": layer.shape.description]
    return [language.text("explain.outputs_of_rows", values)]
  }
}

extension RadialBasis: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    [language.text("explain.outputs", ["shape": layer.shape.description])]
  }
}

extension MatrixProduct: SizeExplained {
  /// `8×16 · 16×4 → 8×4`.
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    let second = layer.inputShapes[1].description
    let factors = [
      layer.inputShapes[0].description,
      transposesSecond ? language.text("explain.transposed_factor", ["shape": second]) : second,
    ]
    return [
      language.text("explain.matrix_product", ["factors": factors.joined(separator: " · "), "shape": "\(layer.shape)"])
    ]
  }
}

extension UnknownOperation: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    [language.text("explain.stated", ["shape": layer.shape.description])]
  }
}

extension Input: SizeExplained {
  func sizeLines(_ layer: Layer, _ language: Language) -> [String] {
    [language.text("explain.stated", ["shape": layer.shape.description])]
  }
}
