import Architecture
import Models
import Testing

@testable import ModelFile

/// What stands above the layers: title, source, input and the names in other implementations.
@Suite struct HeadTests {
  @Test func everyKey() throws {
    let net = try network(
      """
      title: Net
      paper: Someone, "On nets", 2012
      reference: Caffe
      deviations:
      - This.
      - That - and
        more.
      input: [3, 8, 8]
      names: {keras: [block1_conv1, predictions]}
      layers: [{conv: 4, kernel: 1}, relu, {fc: 2}]
      """)
    #expect(net.model.name == "net")
    #expect(net.model.title == "Net")
    #expect(net.model.paper == #"Someone, "On nets", 2012"#)
    #expect(net.model.reference == "Caffe")
    #expect(net.model.deviations == ["This.", "That - and more."])
    #expect(net.model.names == ["keras": ["block1_conv1", "predictions"]])
    #expect(net.mode == .training)
  }

  @Test func theTitleIsTheNameUnlessStated() throws {
    #expect(try network("{input: [3, 8, 8], layers: [relu]}").model.title == "net")
  }

  @Test(
    "An input is maps, a signal or a vector",
    arguments: [("[3, 8, 9]", [3, 8, 9]), ("[2, 100]", [2, 100]), ("[10]", [10]), ("10", [10])])
  func input(text: String, dimensions: [Int]) throws {
    #expect(try network("{input: \(text), layers: [relu]}").input.dimensions == dimensions)
  }

  @Test func aListOfNamesHasOneForEachLayerWithTensors() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        names:
          keras: [a]
          caffe: [a, a]
        layers: [{conv: 4, kernel: 1}, relu, batchnorm]
        """) == """
          net.yaml:3:10: error: 1 names of keras for 2 layers with parameters
              keras: [a]
                     ^
          net.yaml:4:10: error: a name of caffe is given twice
              caffe: [a, a]
                     ^
          """)
  }

  @Test("Every network of the zoo loads", arguments: Models.all.map(\.name)) func zooLoads(name: String) throws {
    let net = try zoo(name)
    #expect(net.model.name == name)
    #expect(net.layers.count > 5)
    #expect(!net.model.title.isEmpty && !net.model.paper.isEmpty && !net.model.reference.isEmpty)
    for aliased in Models.file(named: name)?.aliases ?? [] { #expect(try zoo(aliased).model.name == name) }
    for names in net.model.names.values { #expect(names.count == net.layers.count { !$0.parameters.isEmpty }) }
  }

  @Test(
    "Parameters of the published networks",
    arguments: [
      ("lenet5", 60_840), ("lenet5-modern", 61_706), ("lenet-caffe", 431_080), ("alexnet", 60_965_224),
      ("caffenet", 60_965_224), ("alexnet-torchvision", 61_100_840), ("vgg11", 132_863_336), ("vgg11-lrn", 132_863_336),
      ("vgg11-bn", 132_868_840), ("vgg13", 133_047_848), ("vgg13-bn", 133_053_736), ("vgg16-c", 133_638_952),
      ("vgg16", 138_357_544), ("vgg16-bn", 138_365_992), ("vgg19", 143_667_240), ("vgg19-bn", 143_678_248),
      ("googlenet", 13_378_280), ("googlenet-torchvision", 13_004_888),
    ])
  func parameters(name: String, count: Int) throws {
    let tensors = try zoo(name).layers.flatMap(\.parameters).filter { $0.role != .statistic }
    #expect(tensors.reduce(0) { $0 + $1.count } == count)
  }
}
