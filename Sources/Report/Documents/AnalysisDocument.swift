/// What `zoo analyze` writes: a network layer by layer and in total.
public struct AnalysisDocument: JSONDocument {
  public static let schema = "zoo.analysis/1"

  public var schema: String = AnalysisDocument.schema
  public var model: Model
  public var mode: String
  public var batch: Int
  public var dataType: String
  public var convention: String
  public var layers: [Layer]
  public var totals: Totals
  public var byKind: [Group]
  public var byFamily: [Group]

  private enum CodingKeys: String, CodingKey {
    case schema, model, mode, batch
    case dataType = "data_type"
    case convention, layers, totals
    case byKind = "by_kind"
    case byFamily = "by_family"
  }

  /// The network, and where it comes from.
  public struct Model: Codable, Hashable, Sendable {
    public var name: String
    public var title: String
    public var paper: String
    public var reference: String
    public var deviations: [String]
    /// How the network was changed on the command line, as it was asked for; empty where it was not.
    public var changes: [String]
    public var input: [Int]
  }

  /// Sums over all layers, and where memory peaks.
  public struct Totals: Codable, Hashable, Sendable {
    public var parameters: Int
    public var trainableParameters: Int
    public var macs: Int
    public var flops: Int
    public var operations: Int
    public var operationsUnit: String
    public var activationBytes: Int
    public var peakActivationBytes: Int
    public var peakLayer: String
    public var parameterBytes: Int
    @OrNull public var firstLayerBeyondImage: String?
    /// Layers that the convention's tool does not know, which `operations` lacks; nil for none.
    public var uncounted: [Uncounted]?
    /// Layers that nobody described, which parameters, MACs and FLOPs lack; nil for none.
    public var undescribed: [Uncounted]?

    private enum CodingKeys: String, CodingKey {
      case parameters
      case trainableParameters = "trainable_parameters"
      case macs, flops, operations
      case operationsUnit = "operations_unit"
      case activationBytes = "activation_bytes"
      case peakActivationBytes = "peak_activation_bytes"
      case peakLayer = "peak_layer"
      case parameterBytes = "parameter_bytes"
      case firstLayerBeyondImage = "first_layer_beyond_image"
      case uncounted, undescribed
    }
  }

  /// Layers of one kind that are missing from a total.
  public struct Uncounted: Codable, Hashable, Sendable {
    public var kind: String
    public var layers: [String]
  }

  /// Sums over the layers of a kind or of a family.
  public struct Group: Codable, Hashable, Sendable {
    public var kind: String
    public var layers: Int
    public var parameters: Int
    public var macs: Int
    public var flops: Int
    public var operations: Int
    public var activationBytes: Int

    private enum CodingKeys: String, CodingKey {
      case kind, layers, parameters, macs, flops, operations
      case activationBytes = "activation_bytes"
    }
  }
}

extension AnalysisDocument {
  /// One layer.
  public struct Layer: Codable, Hashable, Sendable {
    public var name: String
    public var kind: String
    /// What it was made with.
    public var attributes: Attributes
    /// The module of the reference that computes it; nil where it is a function call there.
    public var module: String?
    /// Names of the modules that it is part of, outermost first.
    public var scope: [String]
    public var inputs: [String]
    public var output: [Int]
    /// The auxiliary classifier that it is part of.
    public var auxiliary: String?
    /// An entry for each axis, as those that follow; nil for layers without a window.
    public var kernel: [Int]?
    public var stride: [Int]?
    public var padding: [[Int]]?
    public var dilation: [Int]?
    public var rounding: String?
    public var unreached: [Int]?
    /// Of a convolution.
    public var groups: Int?
    public var parameters: Parameters?
    public var macs: Int
    public var flops: Int
    /// Nil where the convention's tool does not know the layer.
    @OrNull public var operations: Int?
    public var arithmetic: Operations
    public var receptiveField: Field
    /// In a network with gates: the same as if there were none.
    public var receptiveFieldWithoutGates: Field?
    public var activationBytes: Int
    /// FLOPs per byte moved; nil where there are none.
    public var arithmeticIntensity: Double?
    public var bound: String?
    public var gradientPath: Int?
    public var gradientPathWithoutAuxiliaries: Int?

    private enum CodingKeys: String, CodingKey {
      case name, kind, attributes, module, scope, inputs, output, auxiliary, kernel, stride, padding, dilation,
        rounding, unreached, groups,
        parameters, macs, flops, operations, arithmetic
      case receptiveField = "receptive_field"
      case receptiveFieldWithoutGates = "receptive_field_without_gates"
      case activationBytes = "activation_bytes"
      case arithmeticIntensity = "arithmetic_intensity"
      case bound
      case gradientPath = "gradient_path"
      case gradientPathWithoutAuxiliaries = "gradient_path_without_auxiliaries"
    }
  }

  /// How many parameters a layer has.
  public struct Parameters: Codable, Hashable, Sendable {
    public var weights: Int
    public var biases: Int
    public var total: Int
    public var trainable: Int
  }

  /// Operations by class.
  public struct Operations: Codable, Hashable, Sendable {
    public var multiplyAdds: Int
    public var multiplies: Int
    public var adds: Int
    public var compares: Int
    public var divides: Int
    public var exponentials: Int

    private enum CodingKeys: String, CodingKey {
      case multiplyAdds = "multiply_adds"
      case multiplies, adds, compares, divides, exponentials
    }
  }

  /// A receptive field, with an entry for each axis.
  public struct Field: Codable, Hashable, Sendable {
    public var size: [Int]
    @OrNull public var stride: [Int]?
    @OrNull public var padding: [Int]?
    @OrNull public var center: [Double]?
    public var wholeInput: Bool
    public var aligned: Bool
    /// Whether it is known which pixels a unit sees.
    public var known: Bool

    private enum CodingKeys: String, CodingKey {
      case size, stride, padding, center
      case wholeInput = "whole_input"
      case aligned, known
    }
  }
}
