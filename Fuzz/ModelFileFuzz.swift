import Architecture
import ModelFile

/// A model file from any bytes, and all that can be said of the network that it describes.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let source = SourceText(name: "fuzz.yaml", text: text)
  guard let network = try? ModelFile.read(source, name: "fuzz").network else { return 0 }
  accept()
  analyze(network)
  guard network.layers.count <= 200 else { return 0 }
  readBack(network)
  return 0
}

/// The network written as a model file is the same network.
private func readBack(_ network: Network) {
  let text: String
  do {
    text = try ModelFileWriter.text(of: network)
  } catch {
    preconditionFailure("not written: \(error)")
  }
  let again: Network
  do {
    again = try ModelFile.network(SourceText(name: "written.yaml", text: text), name: network.model.name)
  } catch {
    preconditionFailure("not read back: \(error)\n\(text)")
  }
  precondition(described(again) == described(network), text)
}

/// By attributes, as comparison sees kinds: one number for all axes and the same one for each are the same.
private func described(_ network: Network) -> [String] {
  network.layers.map { layer in
    let arguments = layer.kind.attributes.map { "\($0.name)=\($0.value)" }
    let scope = layer.scope.map { "\($0.name):\($0.kind ?? "-"):\($0.isAuxiliary)" }
    return
      "\(layer.name) \(layer.module ?? "-") \(layer.kind.name) \(arguments) \(layer.inputs) \(layer.shape) \(scope)"
  } + ["\(network.markedOutputs) \(network.inputCount) \(network.model)"]
}
