import Architecture

/// How training changes the parameters, and what it remembers of each for that.
public enum Optimizer: String, CaseIterable, Hashable, Sendable {
  /// Stochastic gradient descent: w − η·g; nothing.
  case sgd
  /// The same with momentum: one number, the velocity.
  case momentum
  /// Adam (Kingma, Ba 2015): two numbers, the means of g and of g².
  case adam

  /// Numbers that are remembered of each trainable parameter.
  public var numbers: Int {
    switch self {
    case .sgd: 0
    case .momentum: 1
    case .adam: 2
    }
  }
}

/// The memory of one step of training, and what it consists of at its peak: all parameters, and with b bytes for each number
///
///     parameters            P · b
///     their gradients       T · b             T of the P parameters are trainable
///     the optimizer         n · T · b         n numbers each
///     kept activations      batch · A         what lies there at the peak: `Memory`
///     their gradients       batch · G
///
/// The gradients of parameters are counted for the whole step, since they stay until the optimizer has used them. All numbers are of
/// one data type. The running statistics of batch normalization, the program itself and what its implementations use are not counted.
public struct TrainingMemory: Hashable, Sendable {
  public let optimizer: Optimizer
  public let batch: Int
  /// P · b.
  public let parameters: Int
  /// T · b.
  public let parameterGradients: Int
  /// n · T · b.
  public let optimizerState: Int
  /// Outputs, indices and masks at the peak, the input among them.
  public let activations: Int
  /// Gradients with respect to outputs at the peak.
  public let activationGradients: Int
  /// The layer during which it occurs.
  public let peakLayer: String

  /// What does not depend on the batch.
  public var fixed: Int { parameters + parameterGradients + optimizerState }
  /// What one image more takes.
  public var perImage: Int { (activations + activationGradients) / batch }
  public var total: Int { fixed + activations + activationGradients }

  /// The same with another batch, to which activations are proportional; nil where that is more than can be counted.
  public func total(batch: Int) -> Int? {
    let (images, isTooMuch) = perImage.multipliedReportingOverflow(by: batch)
    let (sum, overflow) = fixed.addingReportingOverflow(images)
    return isTooMuch || overflow ? nil : sum
  }

  /// - Parameter profile: for training.
  public init(of profile: Profile, optimizer: Optimizer) {
    let bytes = profile.options.dataType.bytes
    let count = profile.totals.parameters
    self.optimizer = optimizer
    batch = profile.options.batch
    parameters = count.total * bytes
    parameterGradients = count.trainable * bytes
    optimizerState = optimizer.numbers * count.trainable * bytes
    activations = profile.memory.peak - profile.memory.peakGradients
    activationGradients = profile.memory.peakGradients
    peakLayer = profile.peakLayer.name
  }
}
