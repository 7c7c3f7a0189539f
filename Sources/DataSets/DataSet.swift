import HDF5
import PlainText
import Weights

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Examples with what they show: a folder of pictures for each class, a list of pictures, or arrays of images and labels.
///
/// The labels are in memory, four bytes each; of pictures and arrays only what is asked for is read.
public struct DataSet {
  /// What the examples are.
  public enum Examples {
    /// Files of pictures, PNG or JPEG.
    case pictures([String])
    /// An image, or another input, for each item.
    case numbers(NumberArray)
  }

  /// Where the labels are, and which arrays are meant, where the data does not say it by itself.
  public struct Options {
    /// A file of labels beside that of the images.
    public var labels: String?
    /// Names of the images and of the labels in a file of several arrays.
    public var arrays: (images: String, labels: String)?
    /// The command that starts a worker for HDF5.
    public var worker = HDF5Worker.command

    public init(labels: String? = nil, arrays: (images: String, labels: String)? = nil) {
      (self.labels, self.arrays) = (labels, arrays)
    }
  }

  /// As the user named it.
  public let path: String
  public let examples: Examples
  /// The class of each example: an output of the network, counted from 0.
  public let truths: [Int32]
  /// What the user ought to know of how it was read.
  public let remarks: [Remark]

  public enum Remark: Hashable, Sendable {
    /// The classes' words were put in the order of the alphabet, since they are no names of outputs.
    case classesByOrder(first: String, last: String)
    /// Files and folders that are no pictures by their names.
    case skipped(Int)
  }

  public var count: Int { truths.count }

  /// - Parameters:
  ///   - classes: outputs of the network.
  ///   - names: of the outputs, in their order; nil where they have none.
  /// - Throws: `DataSetError`.
  public init(_ path: String, classes: Int, names: [String]?, options: Options = Options()) throws {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    let contents: Contents
    if let listing = try FolderListing(path) {
      contents = try DataSet.folder(path, listing, classes, names, options)
    } else if let arrays = try ArrayFile.arrays(in: path, worker: options.worker) {
      contents = try DataSet.arrays(arrays, path, classes, options)
    } else {
      contents = try DataSet.pictures(try PictureList(textFile: path), path, classes, names, options)
    }
    (examples, truths, remarks) = contents
    guard !truths.isEmpty else { throw DataSetError("\(path): there are no examples in it") }
  }

  private typealias Contents = (Examples, [Int32], [Remark])

  /// A folder for each class, or one with MNIST's files.
  private static func folder(
    _ path: String, _ listing: FolderListing, _ classes: Int, _ names: [String]?, _ options: Options
  ) throws -> Contents {
    if !listing.folders.isEmpty {
      return try pictures(try PictureList(folder: path, listing), path, classes, names, options)
    }
    let images = listing.files.filter { $0.contains("images-idx") || $0.contains("images.idx") }
    guard images.count == 1 else {
      let found = images.map(\.quoted).joined(separator: ", ")
      throw DataSetError(
        images.isEmpty
          ? "\(path): neither a folder for each class nor a file of MNIST's is in it"
          : "\(path): neither a folder for each class nor a single file of MNIST's is in it: name one of \(found)")
    }
    let file = "\(path)/\(images[0])"
    return try arrays(try ArrayFile.arrays(in: file, worker: options.worker) ?? [], file, classes, options)
  }

  private static func pictures(
    _ list: PictureList, _ path: String, _ classes: Int, _ names: [String]?, _ options: Options
  ) throws -> Contents {
    guard options.labels == nil, options.arrays == nil else {
      throw DataSetError("\(path): pictures in files have their labels with them: --truth and --arrays are for arrays")
    }
    guard !list.pictures.isEmpty else {
      throw DataSetError("\(path): there are no pictures in it, PNG or JPEG")
    }
    // Known before a network has run for an hour.
    let absent = list.pictures.filter { access($0.path, R_OK) != 0 }
    guard absent.isEmpty else {
      throw DataSetError.all(absent.map { "\($0.place): there is no picture \($0.path.quoted) that can be read" })
    }
    var places: [String: String] = [:]
    for picture in list.pictures where places[picture.word] == nil { places[picture.word] = picture.place }
    let sorted = places.sorted { $0.key < $1.key }.map { (word: $0.key, place: $0.value) }
    let words = try ClassWords(sorted, names: names, classes: classes)
    var remarks: [Remark] = []
    if words.isByOrder { remarks.append(.classesByOrder(first: sorted[0].word, last: sorted[sorted.count - 1].word)) }
    if list.skipped > 0 { remarks.append(.skipped(list.skipped)) }
    return (
      .pictures(list.pictures.map(\.path)), list.pictures.map { Int32(words.indices[$0.word] ?? 0) }, remarks
    )
  }

  private static func arrays(
    _ arrays: [NumberArray], _ path: String, _ classes: Int, _ options: Options
  ) throws -> Contents {
    let (images, labels) = try pair(arrays, path, options)
    return (.numbers(images), try ClassNumbers.read(labels, classes: classes), [])
  }

  /// The images and the labels, of one file or of two.
  private static func pair(
    _ arrays: [NumberArray], _ path: String, _ options: Options
  ) throws -> (images: NumberArray, labels: NumberArray) {
    let isSingle = arrays.count == 1
    guard let file = options.labels ?? (isSingle ? ArrayPair.labelsPath(for: path) : nil),
      options.labels != nil || access(file, F_OK) == 0
    else {
      if isSingle {
        throw DataSetError("\(path): where are the labels? --truth FILE says it, in any of the formats of arrays")
      }
      return try ArrayPair.find(arrays, names: options.arrays, in: path)
    }
    guard isSingle else {
      throw DataSetError("\(path): it holds \(arrays.count) arrays: --truth goes with a single one")
    }
    guard let labels = try ArrayFile.arrays(in: file, worker: options.worker), labels.count == 1 else {
      throw DataSetError("\(file): labels are a single array (.npy, IDX)")
    }
    return try ArrayPair.checked(arrays[0], labels[0])
  }
}
