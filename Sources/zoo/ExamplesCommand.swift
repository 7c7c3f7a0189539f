import ArgumentParser
import FileSystem
import Images
import Pages
import Pictures

/// `zoo examples`: files to try the commands with.
struct ExamplesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "examples",
    abstract: "Write files to try the other commands with: weights, pictures, networks.",
    discussion: """
      lenet5-digits.safetensors are weights of lenet5-modern; digits holds handwritten digits that it has not seen in \
      training, a folder for each class; seven.png is one of them; drawn holds digits drawn as MNIST's are; mine.yaml is a model file, train_val.prototxt a network of \
      Caffe, zoo-budget.yaml a file of limits, signal.txt a row of numbers. The digits are by E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten \
      Digits", UCI Machine Learning Repository, CC BY 4.0.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write into.", valueName: "folder"), completion: .directory)
  var output = "examples"

  @Flag(help: "Replace files that are there already.")
  var force = false

  /// How many digits are written.
  private static let count = 100

  func run() throws {
    try reportingFailures {
      try write(ExampleDigits.weights, to: "lenet5-digits.safetensors")
      let digits = ExampleDigits.digits(ExamplesCommand.count)
      for (index, digit) in digits.enumerated() {
        try write(try png(of: digit), to: "digits/\(digit.value)/\(index < 10 ? "0" : "")\(index).png")
      }
      if let seven = digits.first(where: { $0.value == 7 }) { try write(try png(of: seven), to: "seven.png") }
      let drawn = Array(0...9)
      for digit in drawn { try write(try png(DrawnDigit.image(of: digit)), to: "drawn/\(digit).png") }
      for (name, text) in ExamplesCommand.texts { try write(Array(text.utf8), to: name) }
      Files.write(
        "\(output): \(digits.count + drawn.count + 2 + ExamplesCommand.texts.count) files are written\n", to: 1)
    }
  }

  private func png(of digit: ExampleDigits.Digit) throws -> [UInt8] {
    let side = ExampleDigits.side
    return try png(Image(width: side, height: side, channels: 1, pixels: digit.pixels))
  }

  private func png(_ image: Image) throws -> [UInt8] { try PictureFile.failing(output) { try image.png() } }

  private func write(_ bytes: [UInt8], to name: String) throws {
    try ReportFolder(path: output).write(bytes, to: name, mayReplace: force)
  }

  private static let texts = [
    (
      "mine.yaml",
      """
      title: A small network
      input: [1, 32, 32]
      layers:
      - {conv: 8, kernel: 5, name: conv1}
      - relu
      - {maxpool: 2}
      - {fc: 10, name: classifier}

      """
    ),
    (
      "train_val.prototxt",
      """
      name: "Small"
      layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 3 dim: 32 dim: 32 } } }
      layer {
        name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
        convolution_param { num_output: 16 kernel_size: 5 pad: 2 }
      }
      layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
      layer {
        name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1"
        pooling_param { pool: MAX kernel_size: 3 stride: 2 }
      }
      layer { name: "ip1" type: "InnerProduct" bottom: "pool1" top: "ip1" inner_product_param { num_output: 10 } }

      """
    ),
    (
      "zoo-budget.yaml",
      """
      defaults: {max-peak: 60MB}
      networks:
        lenet5: {max-parameters: 62k, min-field: 32}
        resnet50: {max-macs: 4.2G, max-parameters: 26M, min-field: 224}
        ./mine.yaml: {max-parameters: 100k, max-memory: 1MB}

      """
    ),
    ("signal.txt", "0 0 1 4 9 4 1 0 0\n"),
  ]
}
