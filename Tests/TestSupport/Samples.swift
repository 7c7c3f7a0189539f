import Analysis
import Architecture
import ModelFile
import Models
import Synchronization

/// A small network with each kind of layer of the classical networks: a group of branches, an auxiliary classifier, a vector
/// at the end. With `laterKinds` it has every kind.
public let classicalKinds = """
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

/// A small network with each of the kinds that came later: a gate in a module of its own, a channel split, an upsampling path,
/// tokens at the end.
public let laterKinds = """
  title: Kinds that came later
  input: [3, 16, 16]
  modules:
    gate:
      arguments: {channels: required}
      layers:
      - multiply:
        - []
        - [{global_maxpool: , name: pool}, {conv: $channels, kernel: 1, name: fc}, {hard_sigmoid: , name: sigmoid}]
        name: scale
  layers:
  - {affine: , scale: [2, 2, 4], shift: -1, name: prepare}
  - {pad: [[0, 1], [1, 0]], mode: reflect, name: pad}
  - {conv: 8, kernel: 3, stride: 2, name: stem}
  - {prelu: , name: prelu}
  - {shuffle: 2, name: shuffle}
  - maximum:
    - [{slice: [0, 4], name: low}, {mish: , name: mish}]
    - [{slice: [4, 8], name: high}, {softplus: , name: softplus}]
    name: maxout
  - {layernorm: , name: norm}
  - {gelu: , name: gelu}
  - {scale: , bias: false, name: layer_scale}
  - {transposed_conv: 4, kernel: 4, stride: 2, pad: 1, name: up}
  - {silu: , name: silu}
  - {resize: 1.5, mode: linear, name: resize}
  - {relu6: , name: relu6}
  - {leaky_relu: , name: leaky}
  - {elu: , name: elu}
  - {clip: , min: 0, max: 1, name: clip}
  - {function: exp, name: exp}
  - {power: 0.5, name: root}
  - subtract:
    - []
    - [{scale: , factor: false, name: bias}]
    name: difference
  - divide:
    - []
    - [{function: cosh, name: cosh}]
    name: quotient
  - raise:
    - [{sigmoid: , name: base}]
    - []
    name: raised
  - minimum:
    - []
    - [{log_softmax: , name: log}]
    name: least
  - {maxpool: 6, name: shrink}
  - {conv: channels, kernel: 3, pad: 1, groups: channels, bias: false, name: depthwise}
  - {hard_swish: , name: swish}
  - {gate: 4, name: gate}
  - {l2norm: , name: l2}
  - {instancenorm: , name: instance}
  - {groupnorm: 2, name: group}
  - {reshape: [4, 16], name: rows}
  - {transpose: [1, 0], name: tokens}
  - {fc: 8, flatten: false, name: project}
  - matmul:
    - []
    - []
    transpose_b: true
    scale: 0.5
    name: attention
  - {mean: [0], keep: true, name: mean}
  - {max: [0], name: max}
  - {fc: 3, name: head}
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
  if overrides.isEmpty, let known = read.withLock({ $0[name] }) { return known }
  guard let file = Models.file(named: name) else { throw NoSuchModel(name: name) }
  let network = try network(String(decoding: file.text, as: UTF8.self), name: name, set: overrides)
  if overrides.isEmpty { read.withLock { $0[name] = network } }
  return network
}

/// The networks of the zoo that were read already.
private let read = Mutex<[String: Network]>([:])

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

/// The first networks of the zoo and one of each later family: what takes long is tested on these.
public let familyNames =
  Array(modelNames.prefix { $0 != "inception-v3" }) + [
    "inception-v3", "xception", "resnet18", "resnet50-keras", "resnext50-32x4d", "densenet121", "squeezenet1-1",
    "mobilenet", "mobilenet-v2", "mobilenet-v3-small", "mnasnet0-5", "shufflenet-v2-x0-5", "efficientnet-b0",
    "regnet-y-400mf", "convnext-tiny",
  ]
