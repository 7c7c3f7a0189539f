internal import COneDNN
import PlainText

/// The library as a whole, loaded on first use.
enum Library {
  /// - Throws: `OneDNNError` where it is not installed or lacks a function.
  static func functions() throws(OneDNNError) -> conednn_functions { try loaded.get() }

  private static let loaded: Result<conednn_functions, OneDNNError> = load(
    LibraryFile.candidates, or: OneDNNPackage.ofThisSystem)

  /// Loads the first library of a list that is there.
  ///
  /// - Parameters:
  ///   - files: names or paths, the best first.
  ///   - package: what to install where none is there.
  static func load(_ files: [String], or package: OneDNNPackage) -> Result<conednn_functions, OneDNNError> {
    let functions = UnsafeMutablePointer<conednn_functions>.allocate(capacity: 1)
    defer { functions.deallocate() }
    var reasons: [String] = []
    for file in files {
      guard let reason = conednn_load(file, functions) else { return .success(functions.pointee) }
      reasons.append(String(cString: reason))
    }
    // A library that is there and lacks something says more than that another is not there.
    let reason = reasons.first { !$0.hasSuffix("No such file or directory") } ?? reasons.last ?? ""
    return .failure(OneDNNError("load oneDNN, which runs networks", "\(reason)\n  install it: \(package.command)"))
  }

  /// Turns a status into an error.
  static func check(_ status: conednn_status, _ attempt: @autoclosure () -> Phrase) throws(OneDNNError) {
    guard status == conednn_success else { throw OneDNNError(attempt(), status) }
  }
}
