internal import SwiftProtobuf
import PlainText
import TensorFiles

/// A network as Caffe's files describe it, those of the second format put into the words of today's.
struct CaffeNetwork {
  let name: String
  /// What older files state beside the layers: an input's blob and its sizes, the batch first.
  private(set) var inputs: [(name: String, sizes: [Int])] = []
  let layers: [CaffeLayerParameter]

  /// - Throws: `ImportError.Problem` for a file of the first format, or of none.
  init(_ net: CaffeNetParameter, layers: [CaffeLayerParameter]) throws(ImportError.Problem) {
    name = net.name
    self.layers = layers
    for (index, input) in net.input.enumerated() {
      if net.inputShape.indices.contains(index) {
        inputs.append((input, net.inputShape[index].dim.map { Int($0) }))
      } else {
        inputs.append((input, net.inputDim.dropFirst(4 * index).prefix(4).map { Int($0) }))
      }
    }
  }

  /// The network of a text.
  init(_ net: CaffeNetParameter) throws(ImportError.Problem) {
    guard net.layer.isEmpty || net.layers.isEmpty else {
      throw ImportError.Problem(
        "'layer' and 'layers' stand in one file: the first is today's format, the second that of 2014")
    }
    var layers = net.layer
    for old in net.layers { layers.append(try CaffeLayerParameter(upgrading: old)) }
    try self.init(net, layers: layers)
  }
}

extension ImportError.Problem: Error {}

extension CaffeLayerParameter {
  /// A layer of the second format: its type is a number, its arguments are the same.
  init(upgrading old: CaffeV1LayerParameter) throws(ImportError.Problem) {
    guard !old.hasLayer else {
      throw ImportError.Problem(
        at: old.layer.name,
        "a layer of Caffe's first format, of 2013: upgrade_net_proto_text or upgrade_net_proto_binary of Caffe rewrite it"
      )
    }
    self.init()
    name = old.name
    type = old.type.caffeName
    bottom = old.bottom
    top = old.top
    include = old.include
    exclude = old.exclude
    lossWeight = old.lossWeight
    param = old.param.map { name in
      var parameter = CaffeParamSpec()
      parameter.name = name
      return parameter
    }
    func take<Value>(_ isThere: Bool, _ value: Value, _ target: WritableKeyPath<CaffeLayerParameter, Value>) {
      if isThere { self[keyPath: target] = value }
    }
    take(old.hasConcatParam, old.concatParam, \.concatParam)
    take(old.hasConvolutionParam, old.convolutionParam, \.convolutionParam)
    take(old.hasDataParam, old.dataParam, \.dataParam)
    take(old.hasDropoutParam, old.dropoutParam, \.dropoutParam)
    take(old.hasDummyDataParam, old.dummyDataParam, \.dummyDataParam)
    take(old.hasEltwiseParam, old.eltwiseParam, \.eltwiseParam)
    take(old.hasExpParam, old.expParam, \.expParam)
    take(old.hasImageDataParam, old.imageDataParam, \.imageDataParam)
    take(old.hasInnerProductParam, old.innerProductParam, \.innerProductParam)
    take(old.hasLrnParam, old.lrnParam, \.lrnParam)
    take(old.hasMemoryDataParam, old.memoryDataParam, \.memoryDataParam)
    take(old.hasPoolingParam, old.poolingParam, \.poolingParam)
    take(old.hasPowerParam, old.powerParam, \.powerParam)
    take(old.hasReluParam, old.reluParam, \.reluParam)
    take(old.hasSliceParam, old.sliceParam, \.sliceParam)
    take(old.hasSoftmaxParam, old.softmaxParam, \.softmaxParam)
    take(old.hasTransformParam, old.transformParam, \.transformParam)
    take(old.hasWindowDataParam, old.windowDataParam, \.windowDataParam)
  }
}

extension CaffeV1LayerParameter.LayerType {
  /// What today's format calls it.
  fileprivate var caffeName: String {
    switch self {
    case .none: ""
    case .absval: "AbsVal"
    case .accuracy: "Accuracy"
    case .argmax: "ArgMax"
    case .bnll: "BNLL"
    case .concat: "Concat"
    case .contrastiveLoss: "ContrastiveLoss"
    case .convolution: "Convolution"
    case .data: "Data"
    case .deconvolution: "Deconvolution"
    case .dropout: "Dropout"
    case .dummyData: "DummyData"
    case .eltwise: "Eltwise"
    case .euclideanLoss: "EuclideanLoss"
    case .exp: "Exp"
    case .flatten: "Flatten"
    case .hdf5Data: "HDF5Data"
    case .hdf5Output: "HDF5Output"
    case .hingeLoss: "HingeLoss"
    case .im2Col: "Im2col"
    case .imageData: "ImageData"
    case .infogainLoss: "InfogainLoss"
    case .innerProduct: "InnerProduct"
    case .lrn: "LRN"
    case .memoryData: "MemoryData"
    case .multinomialLogisticLoss: "MultinomialLogisticLoss"
    case .mvn: "MVN"
    case .pooling: "Pooling"
    case .power: "Power"
    case .relu: "ReLU"
    case .sigmoid: "Sigmoid"
    case .sigmoidCrossEntropyLoss: "SigmoidCrossEntropyLoss"
    case .silence: "Silence"
    case .slice: "Slice"
    case .softmax: "Softmax"
    case .softmaxLoss: "SoftmaxWithLoss"
    case .split: "Split"
    case .tanh: "TanH"
    case .threshold: "Threshold"
    case .windowData: "WindowData"
    }
  }
}

extension Double {
  /// A number as its author wrote it: the shortest decimal that is this float. 0.7 is stored as 0.69999999.
  init(written number: Float) { self = Double("\(number)") ?? Double(number) }
}
