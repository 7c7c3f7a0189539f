/// What the outputs of a classifier stand for.
public enum Labels: Hashable, Sendable {
  /// The word by which a model file names a list of the zoo.
  public enum List: String, CaseIterable, Sendable {
    /// The thousand classes of ImageNet's challenge, ordered by their WordNet numbers as Caffe, torchvision and Keras do.
    case imagenet
    /// 0 to 9.
    case digits
  }

  case list(List)
  /// Written out in the model file, in the order of the outputs.
  case names([String])
}
