import PlainText

/// The SHA-256 that a file states for a tensor, and that of the bytes as they are read: what is used is what was written.
struct StatedDigest {
  private let file: WeightFile
  private let tensor: WeightTensor
  private let stated: Digest.Value
  private var digest = Digest()

  /// Nil where the file states none, or the bytes were found to have it before.
  init?(of tensor: WeightTensor, in file: WeightFile) {
    guard let stated = file.digests[tensor.path], !file.isVerified(tensor) else { return nil }
    (self.file, self.tensor, self.stated) = (file, tensor, stated)
  }

  /// Adds bytes of the tensor, the next ones of the file.
  mutating func add(_ bytes: UnsafeRawBufferPointer) { digest.add(bytes) }

  /// Reads all bytes of the tensor, where its numbers are wanted in another order.
  mutating func readAll() throws(WeightError) {
    let apart = NumberCheck.DigestApart(file, tensor)
    try apart.read()
    digest = apart.digest
  }

  /// - Throws: `WeightError` where the bytes, all of which were added, have another digest.
  func compare() throws(WeightError) {
    guard digest.value == stated else {
      throw WeightError(
        "\(file.path): damaged: the bytes of \(tensor.path.quoted) are not those that were written (sha256)")
    }
    file.setVerified(tensor)
  }
}
