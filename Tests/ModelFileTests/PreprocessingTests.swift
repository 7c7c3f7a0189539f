import Architecture
import Models
import Testing

@testable import ModelFile

/// What a model file says about pictures and classes.
@Suite struct PreprocessingTests {
  private func net(_ head: String, input: String = "[3, 8, 8]") throws -> Network {
    try network("input: \(input)\n\(head)\nlayers: [{fc: 2}]")
  }

  @Test func everyKey() throws {
    let stated = try net(
      "preprocessing: {channels: bgr, divisor: 256, mean: [1, 2, 3], std: 0.5, resize: [9, 10]}"
    ).model.preprocessings
    #expect(
      stated == [
        Preprocessing(
          channels: .bgr, divisor: 256, mean: [1, 2, 3], deviation: [0.5, 0.5, 0.5],
          resizing: .exactly(height: 9, width: 10))
      ])
  }

  @Test func whatIsLeftOut() throws {
    let stated = try net("preprocessing: {channels: gray}", input: "[1, 8, 8]").model.preprocessings
    #expect(stated == [Preprocessing(channels: .gray, divisor: 1, mean: [0], deviation: [1], resizing: nil)])
    #expect(try net("").model.preprocessings == [])
    #expect(try net("").model.labels == nil)
  }

  @Test("The weight format's implementations pick, in their order; else the first")
  func oneForEachImplementation() throws {
    let model = try net(
      """
      preprocessing:
        torchvision: {channels: rgb, divisor: 255}
        caffe: {channels: bgr, resize: 9}
      """
    ).model
    #expect(model.preprocessing(for: ["caffe"])?.resizing == .shorterSide(9))
    #expect(model.preprocessing(for: ["keras"])?.implementation == "torchvision")
    #expect(model.preprocessing(for: ["keras", "caffe"])?.implementation == "caffe")
    #expect(model.preprocessing(for: [])?.implementation == "torchvision")
    #expect(try net("").model.preprocessing(for: ["caffe"]) == nil)
  }

  @Test func errorsHaveTheirPlaces() {
    #expect(
      problems(
        """
        input: [3, 8, 8]
        preprocessing:
          channels: rbg
          divisr: 255
          mean: [1, 2]
          std: 0
          resize: big
        layers: [{fc: 2}]
        """) == """
          net.yaml:3:13: error: channels is rgb or bgr or gray, not 'rbg', did you mean 'rgb'?
              channels: rbg
                        ^
          net.yaml:4:3: error: preprocessing has no argument 'divisr', did you mean 'divisor'?
              divisr: 255
              ^
          net.yaml:5:9: error: mean is one number, or 3, not 2
              mean: [1, 2]
                    ^
          net.yaml:6:8: error: std must be above 0
              std: 0
                   ^
          net.yaml:7:11: error: resize must be a whole number, not 'big'
              resize: big
                      ^
          """)
  }

  @Test func channelsAreNeeded() {
    #expect(
      problems("input: [3, 8, 8]\npreprocessing: {caffe: {divisor: 0}}\nlayers: [{fc: 2}]") == """
        net.yaml:2:17: error: preprocessing needs channels
          preprocessing: {caffe: {divisor: 0}}
                          ^
        net.yaml:2:34: error: divisor must be above 0, not 0.0
          preprocessing: {caffe: {divisor: 0}}
                                           ^
        """)
  }

  @Test(
    "What is no preprocessing",
    arguments: [
      ("rgb", "preprocessing is {channels: …, divisor: …}, or {implementation: {…}}, not 'rgb'"),
      ("{}", "preprocessing is {channels: …, divisor: …}, or {implementation: {…}}, not keys with values"),
      ("{channels: gray}", "channels gray makes 1 plane, and the network reads 3"),
    ])
  func refused(text: String, message: String) {
    #expect(
      problems("input: [3, 8, 8]\npreprocessing: \(text)\nlayers: [{fc: 2}]").hasPrefix(
        "net.yaml:2:16: error: \(message)\n"))
  }

  @Test func aVectorIsNoPicture() {
    #expect(
      problems("input: [3]\npreprocessing: {channels: rgb}\nlayers: [{fc: 2}]").contains(
        "the network reads 3, which is no picture"))
  }

  @Test func onTheCommandLine() throws {
    let input = try Shape(channels: 1, extent: [8, 8])
    let text = "{channels: gray, divisor: 2}"
    #expect(
      try Preprocessing(text, name: "--preprocessing", for: input) == Preprocessing(channels: .gray, divisor: 2))
    func problem(_ text: String) -> String? {
      do throws(ModelFileError) {
        _ = try Preprocessing(text, name: "--preprocessing", for: input)
        return nil
      } catch { return error.description }
    }
    #expect(problem("{channels: rgb}")?.contains("--preprocessing:1:1: error: channels rgb makes 3 planes") == true)
    #expect(problem("{divisor: 2}")?.contains("--preprocessing:1:1: error: preprocessing needs channels") == true)
    #expect(problem("[1")?.contains("this is not YAML") == true)
    #expect(
      problem("rgb")?.hasPrefix(
        "--preprocessing:1:1: error: preprocessing is {channels: …, divisor: …}, not 'rgb'\n") == true)
  }

  @Test func labels() throws {
    #expect(try net("labels: imagenet").model.labels == .list(.imagenet))
    #expect(try net("labels: [cat, dog]").model.labels == .names(["cat", "dog"]))
    #expect(
      problems("input: [3, 8, 8]\nlabels: imagnet\nlayers: [{fc: 2}]").hasPrefix(
        "net.yaml:2:9: error: labels is imagenet or digits, or a list of names, not 'imagnet', did you mean 'imagenet'?"
      ))
    #expect(
      problems("input: [3, 8, 8]\nlabels: [cat]\nlayers: [{fc: 2}]").hasPrefix(
        "net.yaml:2:9: error: 1 labels for 2 outputs"))
    #expect(
      problems("input: [3, 8, 8]\nlabels: [cat, [dog]]\nlayers: [{fc: 2}]").hasPrefix(
        "net.yaml:2:15: error: a label must be a line of text, not a list"))
  }

  @Test("A change on the command line may change the number of classes") func changedOutputs() throws {
    let net = try network(
      "{input: [3, 8, 8], labels: [cat, dog], layers: [{fc: 2, name: fc}]}", set: ["fc.outputs=5"])
    #expect(net.layers.last?.shape.count == 5)
  }

  @Test("Every classifier of the zoo says what it reads and gives", arguments: Models.all.map(\.name))
  func zooStatesThem(name: String) throws {
    let net = try zoo(name)
    guard !["inception", "inception-naive"].contains(name) else { return #expect(net.model.preprocessings == []) }
    for stated in net.model.preprocessings { #expect(stated.channels.count == net.input.channels) }
    #expect(!net.model.preprocessings.isEmpty)
    let labels = try #require(net.model.labels)
    guard case .list(let list) = labels else { return }
    #expect(Models.labels(named: list.rawValue)?.count == net.network(for: .inference).layers.last?.shape.count)
  }

  @Test func listsOfLabels() {
    #expect(Models.labels(named: "digits") == (0...9).map(String.init))
    let classes = Models.labels(named: "imagenet") ?? []
    #expect(classes.count == 1000)
    #expect(classes.first == "tench")
    #expect(classes[281] == "tabby")
    #expect(classes.last == "toilet tissue")
    #expect(Set(classes).count == 1000)
    #expect(Models.labels(named: "cifar") == nil)
  }
}
