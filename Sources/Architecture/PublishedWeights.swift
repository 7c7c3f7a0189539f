/// Weights of a network that someone trained and published, and what they reach.
public struct PublishedWeights: Sendable {
  /// As their publisher calls them: `IMAGENET1K_V1`.
  public let name: String
  /// Percent of the 50,000 pictures of ImageNet's validation set whose class has the highest score, and whose class is among
  /// the five highest.
  public let top1: Double
  public let top5: Double
  /// Pixels on a side of the pictures that they were measured with, where that is not the network's own input.
  public let size: Int?
  /// Pixels that the shorter side of pictures is resized to for them, where that is not what the network's preprocessing says.
  public let resize: Int?
  /// How they are resized, where that is not what the preprocessing says.
  public let interpolation: Preprocessing.Interpolation?
  /// Who published them and the figures.
  public let source: String
  /// Where they are to be had; nil where the model file does not say.
  public let file: PublishedFile?

  public init(
    name: String, top1: Double, top5: Double, size: Int? = nil, resize: Int? = nil,
    interpolation: Preprocessing.Interpolation? = nil, source: String, file: PublishedFile? = nil
  ) {
    self.name = name
    self.top1 = top1
    self.top5 = top5
    self.size = size
    self.resize = resize
    self.interpolation = interpolation
    self.source = source
    self.file = file
  }
}
