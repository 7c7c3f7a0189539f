/// What the head of a model file says: which network it is, whose, and what differs from the paper.
public struct Model: Sendable {
  /// The file's name without its ending: `alexnet-torchvision`.
  public let name: String
  /// `AlexNet`.
  public let title: String
  /// Authors, title and year.
  public let paper: String
  /// The implementation whose layer names and weights the file follows.
  public let reference: String
  /// How the network differs from the paper.
  public let deviations: [String]
  /// Figures that others published about it.
  public let published: [PublishedFigure]
  /// Weights that others published for it, and what they reach.
  public let weights: [PublishedWeights]
  /// Names of the layers with tensors in other implementations, in the order of the network; keyed by implementation.
  public let names: [String: [String]]
  /// What is done to a picture before it is the input, for weights of one implementation or another; empty where the file
  /// does not say.
  public let preprocessings: [Preprocessing]
  /// What the outputs stand for.
  public let labels: Labels?
  /// How the network was changed from what its file says, as it was asked for: `conv1.stride=2`; empty where it was not.
  public let changes: [String]

  /// - Parameter title: the name where there is none.
  public init(
    name: String, title: String? = nil, paper: String = "", reference: String = "", deviations: [String] = [],
    published: [PublishedFigure] = [], weights: [PublishedWeights] = [], names: [String: [String]] = [:],
    preprocessings: [Preprocessing] = [], labels: Labels? = nil, changes: [String] = []
  ) {
    self.name = name
    self.title = title ?? name
    self.paper = paper
    self.reference = reference
    self.deviations = deviations
    self.published = published
    self.weights = weights
    self.names = names
    self.preprocessings = preprocessings
    self.labels = labels
    self.changes = changes
  }
}
