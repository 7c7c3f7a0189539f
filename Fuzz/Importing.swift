import Architecture
import Import
import Weights

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder in memory where there is one, for files that are read by their paths.
private let folder: String = {
  var template = Array(
    "\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/zoo-fuzz-XXXXXX\0".utf8CString.dropLast())
  return template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress).map { String(cString: $0) } ?? "." }
}()

/// What is read of a file with these bytes; nil where it is refused, with problems that can be shown.
func importing(_ bytes: [UInt8], as name: String, mode: Mode = .inference) -> ImportedModel? {
  let path = "\(folder)/\(name)"
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  precondition(descriptor >= 0 && bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count)
  close(descriptor)
  var options = ImportOptions()
  options.mode = mode
  do {
    return try ImportedModel.read(path, options: options)
  } catch {
    precondition(!error.problems.isEmpty && !error.description.isEmpty)
    return nil
  }
}

/// What holds for every network that was read.
func check(_ model: ImportedModel) {
  let network = model.network
  for layer in network.layers { precondition(layer.shape.count > 0 && layer.arithmetic(.training).flops >= 0) }
  for mode in Mode.allCases { precondition(network.network(for: mode).layers.count <= network.layers.count) }
  guard let file = model.weights else { return }
  for tensor in file.tensors { precondition(tensor.byteCount >= 0) }
  let mapping = Mapping(of: file, onto: network)
  precondition(mapping.matches.count <= file.tensors.count)
}
