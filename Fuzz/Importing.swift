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
  let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
  let path = "\(parent)/zoo-fuzz-\(getpid())"
  precondition(mkdir(path, 0o700) == 0 || errno == EEXIST)
  return path
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

/// What holds for every network that was read, and all that can be said of it.
func check(_ model: ImportedModel) {
  let network = model.network
  analyze(network)
  for layer in network.layers { precondition(layer.shape.count > 0 && layer.arithmetic(.training).flops >= 0) }
  for mode in Mode.allCases { precondition(network.network(for: mode).layers.count <= network.layers.count) }
  guard let file = model.weights else { return }
  for tensor in file.tensors {
    precondition(tensor.byteCount >= 0)
    guard case .file(let offset, 0) = tensor.place, tensor.count > 0 else { continue }
    // Its last number lies in the file, too.
    var last = tensor.count
    if let strides = tensor.strides {
      last = 1
      for (size, stride) in zip(tensor.shape, strides) { last += (size - 1) * stride }
    }
    precondition(offset + last * tensor.type.bytes <= file.size)
  }
  let mapping = Mapping(of: file, onto: network)
  precondition(mapping.matches.count <= file.tensors.count)
}
