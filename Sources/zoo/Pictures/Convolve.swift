import Analysis
import Architecture
import ArgumentParser
import Images
import Pages
import Pictures
import PlainText
import Report

/// `zoo convolve`: one kernel on a picture or a signal.
struct Convolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolve",
    abstract: "What one kernel makes of a picture (PNG or JPEG) or of a signal (a text file of numbers).",
    discussion: """
      Networks compute the cross-correlation: the kernel lies on the picture as it is written. The convolution of mathematics \
      flips it first; --true-convolution does, and the difference is said either way. A picture is made gray, 0 to 255.

      --animate writes an SVG of the kernel on its way over a few numbers, which may have several rows.
      """)

  @Argument(help: "A picture, or a file with one row or column of numbers.", completion: .file())
  var input: String

  @Option(
    help: ArgumentHelp(
      "\(KnownKernel.allCases.map(\.rawValue).joined(separator: ", ")); numbers (1,2,1 or '1,0;0,-1'); or a file of them.",
      valueName: "kernel"))
  var kernel: String

  @Option(help: "Cells from one place of the kernel to the next.")
  var stride = 1

  @Option(help: "Zeros around the input: a number, or same for an output of the input's size (at stride 1).")
  var padding = "0"

  @Option(help: "Cells from one number of the kernel to the next.")
  var dilation = 1

  @Flag(name: [.customLong("true-convolution"), .customLong("flip")], help: "Flip the kernel, as mathematics does.")
  var isTrueConvolution = false

  @Flag(help: "Write the feature map alone, without the picture beside it.")
  var bare = false

  @Flag(help: "Write an SVG that shows the kernel at one place after the other.")
  var animate = false

  @Option(help: "How a signal's numbers are written.")
  var format = Format.table

  @OptionGroup var output: OutputOptions

  func validate() throws {
    let range = 1...Limits.window
    guard range.contains(stride), range.contains(dilation) else {
      throw misuse("--stride and --dilation are 1 to \(range.upperBound)")
    }
    guard padding == "same" || Int(padding).map({ (0...range.upperBound).contains($0) }) ?? false else {
      throw misuse("--padding is same, or 0 to \(range.upperBound)")
    }
  }

  func run() throws {
    try reportingFailures {
      let bytes = try Files.read(input, limit: ImageLimits.fileSize)
      let plane: Correlation.Plane
      let isPicture = ImageFormat(of: bytes) != nil
      if isPicture {
        let image = try PictureFile.failing(input) { try Image(decoding: bytes).gray }
        plane = Correlation.Plane(height: image.height, width: image.width, values: image.pixels.map(Double.init))
      } else {
        plane = try signal(bytes)
      }
      let hasRows = isPicture || plane.height > 1
      let kernel = try readKernel()
      if !hasRows, kernel.height > 1 {
        throw Failure.data("--kernel: error: it has \(kernel.height) rows, and a signal takes one of a single row")
      }
      let windows = (
        rows: hasRows ? window(kernel.height, plane.height) : Window(kernel: 1),
        columns: window(kernel.width, plane.width)
      )
      if animate { return try writeAnimation(plane, kernel, windows) }
      let report: CorrelationReport
      do {
        report = try CorrelationReport(
          plane, kernel, windows: windows, kind: isTrueConvolution ? .convolution : .crossCorrelation)
      } catch let error as SizeError {
        throw Failure.data("\(input): error: \(error)")
      }
      guard isPicture else { return try output.write(report.text(format, in: output.language, canvas: output.canvas)) }
      guard let path = output.output else {
        throw Failure.data("\(input): error: a picture's feature map needs a file: -o out.png")
      }
      try PictureFile.write(
        bare ? report.map : report.picture(named: self.kernel, in: output.language), to: path, mayReplace: output.force)
      Files.write(report.text(.table, in: output.language), to: 1)
    }
  }

  /// - Throws: `Failure` where the kernel does not fit, or has more places than one can watch.
  private func writeAnimation(
    _ plane: Correlation.Plane, _ kernel: Correlation.Plane, _ windows: (rows: Window, columns: Window)
  ) throws {
    let title = output.language.text(
      "charts.animation_title",
      [
        "kernel": "\(kernel.height)×\(kernel.width)", "stride": "\(stride)", "pad": padding, "dilation": "\(dilation)",
      ])
    let animation: WindowAnimation
    do {
      animation = try WindowAnimation(
        title: title, input: plane, .kernel(isTrueConvolution ? kernel.flipped : kernel), windows: windows,
        language: output.language)
    } catch {
      throw Failure.data("\(input): error: \(error)")
    }
    guard animation.steps <= WindowAnimation.mostSteps else {
      throw Failure.data(
        "\(input): error: \(animation.steps) steps are too many to watch: at most \(WindowAnimation.mostSteps)")
    }
    try output.write(animation.text)
  }

  private func window(_ kernel: Int, _ size: Int) -> Window {
    let span = (kernel - 1) * dilation + 1
    let pair =
      Int(padding).map { WindowArguments.Padding.Pair(before: $0, after: $0) }
      ?? WindowArguments.Padding.same(size: size, span: span, stride: stride)
      ?? WindowArguments.Padding.Pair(before: 0, after: 0)
    return Window(kernel: kernel, stride: stride, before: pair.before, after: pair.after, dilation: dilation)
  }

  /// One row, or one column, of numbers.
  private func signal(_ bytes: [UInt8]) throws -> Correlation.Plane {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure.data("\(input): error: neither a picture (PNG or JPEG) nor a text of numbers")
    }
    let plane = try Convolve.plane(text, from: input)
    if animate, plane.width > 1 { return plane }
    guard plane.height == 1 || plane.width == 1 else {
      throw Failure.data(
        "\(input): error: a signal is one row or one column of numbers, and this has \(plane.height) rows of \(plane.width)"
      )
    }
    return Correlation.Plane(signal: plane.values)
  }

  private func readKernel() throws -> Correlation.Plane {
    if let known = KnownKernel(rawValue: kernel) { return known.plane }
    let plane: Correlation.Plane
    if let first = kernel.first, first.isNumber || "-+.".contains(first), !kernel.contains("/") {
      plane = try Convolve.plane(kernel, from: "--kernel")
    } else {
      let names = KnownKernel.allCases.map(\.rawValue)
      let bytes: [UInt8]
      do {
        bytes = try Files.read(kernel, limit: 1 << 20)
      } catch let failure as Failure where !kernel.contains("/") {
        throw Failure.noInput("\(failure.phrase)\(NearestWord.hint(for: kernel, among: names))")
      }
      plane = try Convolve.plane(String(decoding: bytes, as: UTF8.self), from: kernel)
    }
    guard plane.values.count <= Convolve.mostNumbers else {
      throw Failure.data("--kernel: error: \(plane.values.count) numbers are too many: at most \(Convolve.mostNumbers)")
    }
    return plane
  }

  /// Numbers of a kernel: 64×64 on the largest picture takes minutes.
  private static let mostNumbers = 4096

  private static func plane(_ text: String, from name: String) throws -> Correlation.Plane {
    do {
      return try Correlation.Plane(text: text)
    } catch {
      throw Failure.data("\(name):\(error.line): error: \(error.phrase)")
    }
  }
}
