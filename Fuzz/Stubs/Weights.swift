import HDF5
import TensorFiles

/// In the place of the module for weight files: what an importer hands to it is looked at here.
public final class WeightFile {
  public let tensors: [WeightTensor]

  public init(
    _ path: String, format: WeightFormat, tensors: [WeightTensor], sources: [any ByteSource & Sendable],
    reader: HDF5Reader? = nil
  ) {
    self.tensors = tensors
  }
}

public enum WeightFormat: Sendable { case kerasModel }

public struct WeightError: Error, Sendable {
  public enum Reason: Sendable { case data, noInput, output }

  public let message: String
  public let reason: Reason
}
