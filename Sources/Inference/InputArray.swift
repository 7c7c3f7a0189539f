import Architecture
import FileSystem
import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A batch of inputs from a file of numbers: an array of numpy, or the input of an activation file.
public struct InputArray: Sendable {
  public let batch: Int
  /// Size of one input.
  public let shape: [Int]
  /// Batch × shape, row-major.
  public let values: [Float]

  public init(batch: Int, shape: [Int], values: [Float]) {
    self.batch = batch
    self.shape = shape
    self.values = values
  }

  /// Reads a file by its content; nil where it is neither, and may be a picture.
  ///
  /// - Parameter input: what the network takes: an array of that size without a batch is a batch of one.
  public init?(_ path: String, for input: Shape) throws(InferenceError) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw InferenceError("\(path): \(String(cString: strerror(errno)))", .noInput) }
    defer { close(descriptor) }
    do {
      let source = try FileSource(descriptor: descriptor)
      if NumpyArray.recognizes(source) {
        let array = try NumpyArray(reading: source)
        let isAlone = array.shape == input.dimensions
        guard isAlone || array.shape.count > 1 && array.count > 0 else {
          throw InferenceError(
            "\(path): the array is \(ActivationFile.Recorded.text(array.shape)), and a batch of \(input) is wanted")
        }
        batch = isAlone ? 1 : array.shape[0]
        shape = isAlone ? array.shape : Array(array.shape.dropFirst())
        values = try array.floats(in: source)
        return
      }
      guard (try? source.bytes(at: 0, count: 4)) == [0x89, 0x48, 0x44, 0x46] else { return nil }
    } catch let error as InferenceError {
      throw error
    } catch let error as FormatError {
      throw InferenceError(
        "\(path): \(error.message)", error.rule == FormatRule.fileRegular.rawValue ? .noInput : .data)
    } catch {
      throw InferenceError("\(path): \(error)")
    }
    let file = try ActivationFile(path)
    batch = file.batch
    shape = Array(file.input.shape.dropFirst())
    values = try file.values(of: file.input, images: 0..<file.batch)
  }
}
