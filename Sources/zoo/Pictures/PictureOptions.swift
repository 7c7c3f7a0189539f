import Architecture
import ArgumentParser
import DataSets
import FileSystem
import Images
import ModelFile
import PlainText
import Report
import Weights

/// How pictures become inputs: what the commands that read them share.
struct PictureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What makes a picture an input: one of the model file's (torchvision, caffe, keras …), or \
      '{channels: rgb, divisor: 255, resize: 256}' with the keys of a model file. The weights decide, unless given. For \
      arrays also 'pixels' (as the weights want it) and 'none' (numbers as they are).
      """, valueName: "preprocessing"))
  var preprocessing: String?

  @Flag(help: "Make dark bright and bright dark first: for black digits on white paper.")
  var invert = false

  /// The word for arrays whose numbers are a network's input as they are.
  static let none = "none"
  /// The word for arrays of pixels that are prepared as the model file says.
  static let pixels = "pixels"

  /// What the model file states for these weights, or the option.
  func preprocessing(of network: Network, for weights: WeightOrigin?) throws -> Preprocessing {
    let stated = network.model.preprocessings
    func adapted(_ preprocessing: Preprocessing) -> Preprocessing {
      weights?.published.map { preprocessing.adapted(to: $0, for: network.input) } ?? preprocessing
    }
    if let text = preprocessing, text != PictureOptions.pixels {
      if let match = stated.first(where: { $0.implementation == text }) { return adapted(match) }
      guard text.contains(":") else {
        let names = stated.compactMap(\.implementation)
        let known: Phrase = names.isEmpty ? "the model file names none" : "there are \(names.joined(separator: ", "))"
        throw Failure.data("\(network.model.name): error: no preprocessing is called '\(text)'; \(known)")
      }
      do {
        return try Preprocessing(text, name: "--preprocessing", for: network.input)
      } catch {
        throw Failure.data(error.phrase)
      }
    }
    guard
      let match = network.model.preprocessing(for: weights?.format.implementations ?? [])
        ?? Preprocessing.unstated(for: network.input)
    else {
      throw Failure.data("\(network.model.name): error: it reads \(network.input), which is no picture")
    }
    return adapted(match)
  }

  /// That the numbers of an array are taken as they are.
  ///
  /// - Throws: `Failure` where they should be inverted.
  func asTheyAre() throws -> InputReader.Preparation {
    guard !invert else { throw Failure.data("--invert is for pixels: --preprocessing says how they become inputs") }
    return .asTheyAre
  }

  /// A picture of any size.
  func picture(_ path: String) throws -> Image {
    let picture = try PictureFile.read(path)
    return invert ? picture.inverted : picture
  }

  /// The numbers that a network reads for a picture, and the picture as the network sees it.
  func input(
    _ path: String, _ preprocessing: Preprocessing, for network: Network
  ) throws -> (picture: Image, fitted: Image, numbers: [Float]) {
    let picture = try picture(path)
    return try PictureFile.failing(path) {
      let fitted = try preprocessing.fitted(picture, to: network.input)
      return (picture, fitted, try preprocessing.input(of: picture, for: network.input))
    }
  }
}

/// The file that a command's picture goes to.
struct PictureOutput: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("The PNG file to write.", valueName: "file"), completion: .file())
  var output: String

  @Flag(help: "Replace the file if it is there already.")
  var force = false

  @OptionGroup var languageOption: LanguageOption

  var language: Language { languageOption.language }

  func validate() throws { try PictureFile.checkName(output) }

  func write(_ image: Image) throws { try PictureFile.write(image, to: output, mayReplace: force) }
}

/// Files of pictures.
enum PictureFile {
  static func read(_ path: String) throws -> Image {
    let bytes = try Files.read(path, limit: ImageLimits.fileSize)
    return try failing(path) { try Image(decoding: bytes) }
  }

  /// The pictures that a path stands for: itself, or those of a folder by their names.
  ///
  /// - Throws: `Failure` for a folder without.
  static func files(in path: String) throws -> [String] {
    guard let names = Files.names(in: path) else { return [path] }
    let pictures = names.filter { name in [".png", ".jpg", ".jpeg"].contains { name.lowercased().hasSuffix($0) } }
    guard !pictures.isEmpty else { throw Failure.noInput("\(path): no PNG or JPEG file is in this folder") }
    return pictures.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }

  /// Refuses a name that says something else than PNG.
  ///
  /// - Throws: `ValidationError`.
  static func checkName(_ path: String) throws {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return }
    let ending = name[dot...].lowercased()
    guard ending != ".png", otherEndings.contains(ending) else { return }
    throw misuse("\(path): this picture is written as PNG: name it \(path.dropLast(ending.count)).png")
  }

  /// Of names that promise another format.
  private static let otherEndings = [
    ".svg", ".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".html", ".md", ".h5", ".npy",
  ]

  /// Writes a PNG file, whole or not at all.
  static func write(_ image: Image, to path: String, mayReplace: Bool) throws {
    let bytes = try failing(path) { try image.png() }
    if let warning = try OutputFile.write(bytes, to: path, mayReplace: mayReplace) { Files.write(warning, to: 2) }
  }

  /// Runs work on a picture, whose errors become failures with the file's name.
  static func failing<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as ImageError {
      throw Failure.data("\(path): error: \(error.phrase)")
    }
  }
}
