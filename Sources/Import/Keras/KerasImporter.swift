import Architecture
import PlainText
import TensorFiles
import Weights

/// Reads whole models in Keras's HDF5.
enum KerasHDF5Importer: ModelImporter {
  static let format = ModelFormat.kerasHDF5

  static func recognizes(_ source: some ByteSource, path: String) -> Bool {
    (try? source.bytes(at: 0, count: 8)) == [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    try KerasReading(path, format, options).read { reading throws(KerasProblem) in
      let own = try KerasFile(file, worker: options.worker)
      guard let text = try own.configuration() else {
        throw KerasProblem(
          "it has weights only, and no network: give the network ('zoo run MODEL --weights \(path)'), or save the whole model "
            + "with model.save()")
      }
      if own.version?.hasPrefix("1.") == true, own.backend == "theano" {
        reading.remarks.append("its kernels are those of Theano, rotated by 180°: the weights were left out")
        return (text, nil, isKeras3: false)
      }
      return (text, own, isKeras3: own.version?.hasPrefix("3.") == true)
    }
  }
}

/// Reads Keras 3's archives.
enum KerasArchiveImporter: ModelImporter {
  static let format = ModelFormat.kerasArchive

  static func recognizes(_ source: some ByteSource, path: String) -> Bool {
    KerasArchive.recognizes(source) || path.hasSuffix(".keras") && ZipReader.recognizes(source)
  }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    try KerasReading(path, format, options).read { _ throws(KerasProblem) in
      let archive = try KerasReading.archive(file)
      guard let text = try KerasReading.text(KerasArchive.configuration, in: archive) else {
        throw KerasProblem("there is no '\(KerasArchive.configuration)' in it, which Keras writes")
      }
      // Keras 2.12 and later write such archives too.
      let isKeras3: Bool
      if let metadata = try KerasReading.text(KerasArchive.metadata, in: archive),
        let value = try? JSONValue(parsing: metadata)
      {
        isKeras3 = value["keras_version"]?.text.map { !$0.hasPrefix("2.") } ?? true
      } else {
        isKeras3 = true
      }
      return (text, options.weights == nil ? try KerasFile(archive, worker: options.worker) : nil, isKeras3: isKeras3)
    }
  }
}

/// Reads a configuration by itself.
enum KerasConfigurationImporter: ModelImporter {
  static let format = ModelFormat.kerasConfiguration

  static func recognizes(_ source: some ByteSource, path: String) -> Bool {
    guard let head = try? source.bytes(at: 0, count: min(source.size, 4096)) else { return false }
    let text = String(decoding: head, as: UTF8.self)
    return text.first { !$0.isWhitespace } == "{" && text.contains("\"class_name\"")
  }

  static func read(_ file: FileBytes, path: String, options: ImportOptions) throws(ImportError) -> ImportedModel {
    try KerasReading(path, format, options).read { reading throws(KerasProblem) in
      guard file.size <= KerasModel.mostBytes else {
        throw KerasProblem("a configuration of \(file.size) bytes: at most \(KerasModel.mostBytes) are read")
      }
      let text: [UInt8]
      do throws(FormatError) { text = try file.bytes(at: 0, count: file.size) } catch {
        throw KerasProblem(error.phrase)
      }
      if options.weights == nil { reading.weights = reading.neighbour }
      let isKeras3 = String(decoding: text.prefix(4096), as: UTF8.self).contains("\"module\"")
      return (text, nil, isKeras3: isKeras3)
    }
  }
}

/// What reading a Keras model ends in, from wherever its configuration came.
struct KerasReading {
  let path: String
  let format: ModelFormat
  let options: ImportOptions
  /// A file of weights that the user named, or that lies beside the configuration.
  var weights: String?
  var remarks: [Phrase] = []

  init(_ path: String, _ format: ModelFormat, _ options: ImportOptions) {
    self.path = path
    self.format = format
    self.options = options
    weights = options.weights
  }

  static func archive(_ file: FileBytes) throws(KerasProblem) -> KerasArchive {
    do { return try KerasArchive(file) } catch { throw KerasProblem(error.phrase) }
  }

  static func text(_ name: String, in archive: KerasArchive) throws(KerasProblem) -> [UInt8]? {
    do { return try archive.text(name, atMost: KerasModel.mostBytes) } catch { throw KerasProblem(error.phrase) }
  }

  /// The weights of an unpacked archive, beside its configuration.
  var neighbour: String? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let file = folder + KerasArchive.weights
    return (try? FileBytes(file)) == nil ? nil : file
  }

  /// - Parameter open: the configuration's text, the file in which the weights are, and whether Keras 3 wrote it.
  func read(
    _ open: (inout KerasReading) throws(KerasProblem) -> (text: [UInt8], file: KerasFile?, isKeras3: Bool)
  ) throws(ImportError) -> ImportedModel {
    do {
      var reading = self
      let (text, own, isKeras3) = try open(&reading)
      var file = own
      var other: WeightFile?
      if let weights = reading.weights { (file, other) = try reading.open(weights) }
      return try reading.build(try KerasModel(text), file, other, isKeras3: isKeras3)
    } catch let problem as KerasProblem {
      throw ImportError(path, [.init(at: problem.place, problem.phrase)])
    } catch let error as ImportError {
      throw error
    } catch {
      throw ImportError(path, [.init("\(error)")])
    }
  }

  /// A file of weights: one of Keras, or of any format that is known.
  private func open(_ weights: String) throws -> (KerasFile?, WeightFile?) {
    do {
      let file = try FileBytes(weights)
      if KerasHDF5Importer.recognizes(file, path: weights) {
        let keras = try KerasFile(file, worker: options.worker)
        if keras.weights(source: 0) != nil { return (keras, nil) }
      } else if KerasArchiveImporter.recognizes(file, path: weights) {
        return (try KerasFile(try KerasReading.archive(file), worker: options.worker), nil)
      }
      return (nil, try WeightFile(weights, worker: options.worker))
    } catch let error as WeightError {
      throw ImportError(opening: weights, error)
    } catch let problem as KerasProblem {
      throw ImportError(weights, [.init(at: problem.place, problem.phrase)])
    }
  }

  private func build(
    _ model: KerasModel, _ file: KerasFile?, _ other: WeightFile?, isKeras3: Bool
  ) throws(ImportError) -> ImportedModel {
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let name = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
    var graph = GraphAssembly(
      Model(name: name, title: model.name), format: format, path: path, file: file?.source ?? MemorySource([]))
    graph.remarks = remarks
    graph.reader = file?.reader
    var walk = KerasGraph(
      model, weights: file?.weights(source: 0), graph: graph, options: options, isKeras3: isKeras3)
    walk.run()
    return try walk.graph.finished(.kerasModel, weights: other)
  }
}
