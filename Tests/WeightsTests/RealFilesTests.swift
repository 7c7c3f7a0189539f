import Architecture
import TestSupport
import Testing

@testable import Weights

/// Trained weights that others published; they lie beside the package, and are no part of it.
@Suite(.enabled(if: RealFiles.areThere, "the folder ../shared/data with published weights is not there"))
struct RealFilesTests {
  private static let small28 = """
    paper: p
    reference: r
    input: [1, 28, 28]
    layers:
    """

  /// Of Keras 2: HDF5 with the flatten order H·W·C.
  private static let kerasLeNet = """
    title: LeNet of keras2-lenet
    \(small28)
    - {conv: 32, kernel: 5, name: conv2d}
    - {relu: , name: relu1}
    - {maxpool: 2, name: max_pooling2d}
    - {conv: 64, kernel: 5, name: conv2d_1}
    - {relu: , name: relu2}
    - {maxpool: 2, name: max_pooling2d_1}
    - flatten
    - {fc: 120, name: dense}
    - {relu: , name: relu3}
    - {fc: 84, name: dense_1}
    - {relu: , name: relu4}
    - {fc: 10, name: dense_2}
    """

  private static let torchLeNet = """
    title: LeNet of torch-lenet
    \(small28)
    - {conv: 6, kernel: 5, name: conv1}
    - {maxpool: 2, name: pool1}
    - {conv: 16, kernel: 5, name: conv2}
    - {maxpool: 2, name: pool2}
    - flatten
    - {fc: 120, name: fc1}
    - {fc: 84, name: fc2}
    - {fc: 10, name: fc3}
    """

  private static let cifar = """
    title: Caffe's CIFAR-10 quick
    paper: p
    reference: r
    input: [3, 32, 32]
    layers:
    - {conv: 32, kernel: 5, pad: 2, name: conv1}
    - {maxpool: 3, stride: 2, rounding: ceil, name: pool1}
    - {conv: 32, kernel: 5, pad: 2, name: conv2}
    - {avgpool: 3, stride: 2, rounding: ceil, name: pool2}
    - {conv: 64, kernel: 5, pad: 2, name: conv3}
    - {avgpool: 3, stride: 2, rounding: ceil, name: pool3}
    - {fc: 64, name: ip1}
    - {fc: 10, name: ip2}
    """

  struct Published: CustomTestStringConvertible, Sendable {
    let path: String
    let format: WeightFormat
    let parameters: Int
    /// A network of the zoo, or a model file.
    let model: String
    var isByOrder = false
    var testDescription: String { path }
  }

  static let files = [
    Published(
      path: "lenet5-keras2/lenet5.h5", format: .keras, parameters: 61_706, model: "lenet5-modern", isByOrder: true),
    Published(
      path: "lenet-caffe/lenet_iter_10000.caffemodel.h5", format: .caffe, parameters: 431_080, model: "lenet-caffe"),
    Published(path: "keras2-lenet/lenet.h5", format: .keras, parameters: 186_110, model: kerasLeNet),
    Published(path: "torch-lenet/lenet.pth", format: .torch, parameters: 44_426, model: torchLeNet),
    Published(
      path: "caffe-cifar10/cifar10_quick_iter_4000.caffemodel.h5", format: .caffe, parameters: 145_578, model: cifar),
  ]

  private func network(_ model: String) throws -> Network {
    model.contains("\n") ? try TestSupport.network(model) : try zoo(model)
  }

  @Test(arguments: files)
  func theyFit(published: Published) throws {
    let file = try open(RealFiles.path(published.path))
    let network = try network(published.model)
    #expect(file.format == published.format)
    #expect(file.tensors.reduce(0) { $0 + $1.count } == published.parameters)
    let check = try Check(of: file, onto: network)
    #expect(check.fits)
    #expect(check.findings == [])
    #expect(check.mapping.isByOrder == published.isByOrder)
    expectComplete(file, network)
  }

  @Test(arguments: files)
  func theyGoThroughEveryFormat(published: Published) throws {
    let file = try open(RealFiles.path(published.path))
    let network = try network(published.model)
    let mapping = Mapping(of: file, onto: network)
    let folder = try Folder()
    for format in WeightFormat.writable {
      let path = folder.path(format.rawValue)
      try WeightWriter(network, format, type: .float32, worker: worker)
        .write(.file(file, mapping), to: path, mayReplace: false)
      let written = try open(path)
      let all = try Comparison(of: file, with: written, onto: network).differences
      #expect(all.count == NetworkParameter.all(of: network).count)
      #expect(all.allSatisfy { $0.isEqual }, "\(format)")
    }
  }

  @Test func aWholeModelsOtherPartsAreNamed() throws {
    let file = try open(RealFiles.path("keras2-lenet/lenet.h5"))
    #expect(
      file.remarks == [
        "the optimizer's state (optimizer_weights) was left out"
      ])
  }

  @Test func whatIsNoWeightsIsNamed() throws {
    func refusal(_ path: String) -> String? {
      do throws(WeightError) {
        _ = try open(RealFiles.path(path))
        return nil
      } catch { return error.message }
    }
    #expect(refusal("caffe-cifar10/cifar10_quick_iter_4000.solverstate.h5")?.contains("solver") == true)
    #expect(refusal("caffe-cifar10/sample_data_2_gzip.h5")?.contains("data set") == true)
    #expect(refusal("lenet-caffe/lenet_iter_10000.caffemodel")?.contains("neither HDF5") == true)
    #expect(refusal("torch-lenet/lenet.onnx")?.contains("neither HDF5") == true)
    #expect(refusal("mnist/t10k-labels-idx1-ubyte.gz")?.contains("neither HDF5") == true)
  }
}
