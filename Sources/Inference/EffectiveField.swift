import Analysis
import Architecture
import PlainText
import Weights

/// How strongly one unit depends on each pixel: the gradient of the unit with respect to the input, gathered over inputs.
///
/// Source: Luo, Li, Urtasun, Zemel, "Understanding the effective receptive field in deep convolutional neural networks", NIPS 2016.
/// A unit is one position of a layer, of a single channel or the sum of all; for a vector one number or the sum of all.
public struct EffectiveField: Sendable {
  /// What is made of the gradients g of all inputs and channels of the input at a pixel.
  public enum Definition: String, CaseIterable, Hashable, Sendable {
    /// |mean of g|, in which opposite signs cancel.
    case signed
    /// Mean of |g|.
    case absolute
    /// Mean of max(g, 0), as in the script of RepLKNet (Ding et al. 2022).
    case rectified
    /// Mean of g², whose expectation Luo et al. compute for random weights.
    case squared
  }

  /// Shares of the mass for which sizes are told.
  public static let shares = [0.2, 0.3, 0.5, 0.99]

  /// What one definition gave after a number of inputs.
  public struct Sizes: Hashable, Sendable {
    /// Inputs until then.
    public let images: Int
    /// For each share of the mass the side, in pixels, of the smallest square around the unit's middle that holds it; nil where
    /// there is no mass.
    public let sides: [Int?]
  }

  /// A map of the input's pixels.
  public struct Heat: Sendable {
    public let height: Int
    public let width: Int
    /// Row-major; the sum is 1, or 0 where nothing reaches the unit.
    public let values: [Double]

    /// Standard deviation of the mass along rows and columns, in pixels: of a Gaussian its σ.
    public var deviations: [Double] {
      [
        (0..<height).map { row in values[(row * width)..<((row + 1) * width)].reduce(0, +) },
        (0..<width).map { column in stride(from: column, to: values.count, by: width).reduce(0) { $0 + values[$1] } },
      ]
      .map { marginal in
        let mean = marginal.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        let variance = marginal.enumerated().reduce(0) {
          $0 + (Double($1.offset) - mean) * (Double($1.offset) - mean) * $1.element
        }
        return max(0, variance).squareRoot()
      }
    }

    /// Sides of squares around a middle, which may lie between two pixels, that hold shares of the mass.
    func sides(around middle: [Double], _ shares: [Double]) -> [Int?] {
      // The mass by the side of the square that first holds a pixel.
      var masses = Array(repeating: 0.0, count: 2 * max(height, width) + 2)
      for row in 0..<height {
        for column in 0..<width {
          let distance = max(abs(Double(row) - middle[0]), abs(Double(column) - middle[1]))
          masses[min(masses.count - 1, Int((2 * distance).rounded(.up)) + 1)] += values[row * width + column]
        }
      }
      let total = masses.reduce(0, +)
      return shares.map { share in
        var sum = 0.0
        // Sums of many numbers are a little less than they should be.
        return masses.firstIndex { mass in
          sum += mass
          return sum >= share * total * (1 - 1e-12) && total > 0
        }
      }
    }
  }

  /// The layer's name.
  public let layer: String
  /// Row and column of the unit; 0 and 0 for a vector.
  public let unit: [Int]
  /// Nil for the sum of all channels.
  public let channel: Int?
  /// Inputs that were seen.
  public let images: Int
  /// The pixels of the theoretical field, rows then columns, which may lie in the padding; nil where it is unknown or all.
  public let theory: [ClosedRange<Int>]?
  /// Middle of the unit's field, in pixels: of the theory's, else of the input.
  public let middle: [Double]
  public private(set) var heats: [Definition: Heat] = [:]
  /// How the sizes of each definition change with the number of inputs: after 1, 2, 5, 10, 20, 50 … and all.
  public private(set) var convergence: [Definition: [Sizes]] = [:]

  /// The sizes after all inputs.
  public func sides(_ definition: Definition) -> [Int?] { convergence[definition]?.last?.sides ?? [] }

  /// - Parameters:
  ///   - unit: row and column; what it says is not used for a vector.
  ///   - layer: the layer's index in the network, whose input is a picture.
  ///   - images: how many inputs there are, one at least.
  ///   - input: the numbers of an input, channels × height × width.
  /// - Throws: `InferenceError` as a run does, and for inputs that are no pictures.
  public init(
    of unit: [Int], channel: Int? = nil, layer index: Int, in network: Network, weights: ParameterSource, images: Int,
    threads: Int? = nil, input: (Int) throws -> [Float], progress: (Int) -> Void = { _ in }
  ) throws {
    let part = network.part(upTo: index)
    let layer = network.layers[index]
    guard part.inputCount == 1 else {
      throw InferenceError("the network reads \(part.inputCount) inputs, and not a picture alone")
    }
    guard part.input.extent.count == 2 else {
      throw InferenceError("the network reads \(part.input), which is no picture")
    }
    let (height, width) = (part.input.extent[0], part.input.extent[1])
    let isVector = layer.shape.extent.count != 2
    let field = ReceptiveField.fields(of: network)[index]
    let pixels = field.axes.enumerated().compactMap { axis, field in field.pixels(of: isVector ? 0 : unit[axis]) }
    theory = pixels.count == 2 ? pixels : nil
    middle =
      theory?.map { Double($0.lowerBound + $0.upperBound) / 2 } ?? [Double(height - 1) / 2, Double(width - 1) / 2]
    self.layer = layer.name
    self.unit = isVector ? [0, 0] : unit
    self.channel = channel
    self.images = images
    let run = try GradientRun(part, weights: weights, options: .init(threads: threads))
    let objective = Objective(layer.name, channel: channel, position: isVector ? nil : unit)

    var sums: [Definition: [Double]] = [:]
    for definition in Definition.allCases { sums[definition] = Array(repeating: 0, count: height * width) }
    for image in 0..<images {
      let gradients = try run.run(try input(image), of: objective)
      let values = gradients.layers[part.layers[0].name]?.values ?? []
      for definition in Definition.allCases {
        for (place, value) in values.enumerated() {
          sums[definition]?[place % (height * width)] += definition.of(Double(value))
        }
      }
      progress(image + 1)
      guard EffectiveField.isTold(image + 1, of: images) else { continue }
      for (definition, sum) in sums {
        let heat = EffectiveField.heat(definition == .signed ? sum.map(abs) : sum, height, width)
        heats[definition] = heat
        convergence[definition, default: []].append(
          Sizes(images: image + 1, sides: heat.sides(around: middle, EffectiveField.shares)))
      }
    }
  }

  private static func heat(_ sums: [Double], _ height: Int, _ width: Int) -> Heat {
    let total = sums.reduce(0, +)
    return Heat(height: height, width: width, values: total > 0 ? sums.map { $0 / total } : sums)
  }

  /// 1, 2, 5, 10, 20, 50 … and the last.
  private static func isTold(_ count: Int, of all: Int) -> Bool {
    var rest = count
    while rest % 10 == 0 { rest /= 10 }
    return [1, 2, 5].contains(rest) || count == all
  }
}

extension EffectiveField.Definition {
  fileprivate func of(_ gradient: Double) -> Double {
    switch self {
    case .signed: gradient
    case .absolute: abs(gradient)
    case .rectified: max(gradient, 0)
    case .squared: gradient * gradient
    }
  }
}
