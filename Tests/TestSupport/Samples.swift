import Analysis
import Architecture
import ModelFile
import Models

/// A small network that has every kind of layer: a group of branches, an auxiliary classifier, a vector at the end.
public let everyKind = """
  title: Every kind
  paper: nobody, nowhere
  reference: these tests
  deviations:
  - It has *all* kinds | at once.
  input: [3, 33, 33]
  layers:
  - {conv: 6, kernel: 3, stride: 2, pad: 1, name: conv}
  - {batchnorm: , name: norm}
  - {relu: , name: relu}
  - {subsample: 2, name: sub}
  - {tanh: , name: tanh}
  - {conv: 4, kernel: [3, 1], pad: [1, 0], groups: 2, bias: false, name: grouped}
  - {conv: 4, kernel: 3, pad: same, dilation: 2, connections: [[0], [1, 2], [3], [0, 3]], name: table}
  - {lrn: 3, name: lrn}
  - {maxpool: 3, stride: 2, rounding: ceil, name: max}
  - concat:
    - [{conv: 2, kernel: 1, name: left}]
    - [{avgpool: 3, stride: 1, pad: 1, name: avg}, {sigmoid: , name: sigmoid}]
    name: concat
  - {auxiliary: [{fc: 5, name: helper}], name: aux}
  - {adaptive_avgpool: 3, name: adaptive}
  - add:
    - [{conv: 6, kernel: 3, pad: 1, name: residual}]
    - []
    name: add
  - {global_avgpool: , name: global}
  - {flatten: , name: flatten}
  - {dropout: 0.5, name: dropout}
  - {fc: 7, name: fc}
  - {rbf: 5, name: rbf}
  - {softmax: , name: softmax}
  """

/// One convolution and a classifier, whose numbers are easy to follow.
public let tiny = """
  title: Tiny
  input: [1, 4, 4]
  layers:
  - {conv: 2, kernel: 3, name: conv}
  - {relu: , name: relu}
  - {fc: 3, name: fc}
  """

/// The network of a model file's text.
public func network(_ text: String, name: String = "sample", set overrides: [String] = []) throws -> Network {
  let changes = try overrides.map { try Override($0) }
  return try ModelFile.network(SourceText(name: "\(name).yaml", text: text), name: name, overrides: changes) {
    Models.include(named: $0).map { SourceText(name: $0.name, text: String(decoding: $0.text, as: UTF8.self)) }
  }
}

/// A network of the zoo.
public func zoo(_ name: String, set overrides: [String] = []) throws -> Network {
  guard let file = Models.file(named: name) else { throw NoSuchModel(name: name) }
  return try network(String(decoding: file.text, as: UTF8.self), name: name, set: overrides)
}

public struct NoSuchModel: Error {
  let name: String
}

public func profile(
  _ network: Network, _ mode: Mode = .inference, convention: Convention = .zoo, batch: Int = 1
) throws -> Profile {
  var options = Profile.Options()
  options.mode = mode
  options.convention = convention
  options.batch = batch
  return try Profile(of: network, options: options)
}

/// The names of the zoo's networks, which tests take as arguments.
public let modelNames = Models.all.map(\.name)
