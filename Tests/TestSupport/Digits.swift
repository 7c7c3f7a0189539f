import Foundation

/// MNIST's 10,000 test images, 28×28, 0 to 255, and what they are.
public struct Digits {
  public let images: [UInt8]
  public let labels: [UInt8]

  public init() throws {
    images = Array(try Digits.unpacked("mnist/t10k-images-idx3-ubyte.gz").dropFirst(16))
    labels = Array(try Digits.unpacked("mnist/t10k-labels-idx1-ubyte.gz").dropFirst(8))
    guard images.count == 10_000 * 784, labels.count == 10_000 else { throw TestFailure("MNIST is not whole") }
  }

  /// A batch with each pixel changed, on images of 28×28 or with zeros around them.
  public func batch(_ range: Range<Int>, size: Int, _ change: (Float) -> Float) -> [Float] {
    let table = (0...255).map { change(Float($0)) }
    let border = (size - 28) / 2
    var batch = [Float](repeating: 0, count: range.count * size * size)
    batch.withUnsafeMutableBufferPointer { batch in
      images.withUnsafeBufferPointer { images in
        for (position, image) in range.enumerated() {
          for y in 0..<28 {
            let to = (position * size + border + y) * size + border
            for x in 0..<28 { batch[to + x] = table[Int(images[image * 784 + y * 28 + x])] }
          }
        }
      }
    }
    return batch
  }

  private static func unpacked(_ name: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", RealFiles.path(name)]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    return try pipe.fileHandleForReading.readToEnd() ?? Data()
  }
}
