import PlainText

/// The images and the labels among the arrays of files.
enum ArrayPair {
  /// - Parameters:
  ///   - names: of the images and of the labels; nil where they are to be found.
  /// - Throws: `DataSetError` where it is not clear which they are.
  static func find(
    _ arrays: [NumberArray], names: (images: String, labels: String)?, in path: String
  ) throws(DataSetError) -> (images: NumberArray, labels: NumberArray) {
    if let names {
      func named(_ name: String) throws(DataSetError) -> NumberArray {
        if let array = arrays.first(where: { $0.name == name }) { return array }
        throw DataSetError(
          "\(path): no array is called \(name.quoted)\(NearestWord.hint(for: name, among: arrays.map(\.name)))")
      }
      return try checked(try named(names.images), try named(names.labels))
    }
    let images = arrays.filter { $0.shape.count > 1 && $0.item.reduce(1, *) > 1 }
    if arrays.count == 2, images.count == 1, let labels = arrays.first(where: { $0.name != images[0].name }) {
      return try checked(images[0], labels)
    }
    // One-hot labels have two axes, and images more.
    if arrays.count == 2, images.count == 2, let labels = arrays.first(where: { $0.shape.count == 2 }),
      let images = arrays.first(where: { $0.shape.count > 2 })
    {
      return try checked(images, labels)
    }
    let list = arrays.prefix(12).map { "\($0.name) (\($0.summary))" as Phrase }
    throw DataSetError(
      arrays.count < 2
        ? "\(path): it holds \(arrays.isEmpty ? "no array" : "one array, \(list)"), and images and labels are wanted"
        : "\(path): it holds \(arrays.count) arrays: \(list); say which are images and labels: --arrays IMAGES,LABELS")
  }

  /// That there is a label for every image.
  static func checked(
    _ images: NumberArray, _ labels: NumberArray
  ) throws(DataSetError) -> (images: NumberArray, labels: NumberArray) {
    guard images.count == labels.count else {
      throw DataSetError("\(images.title): \(images.count) images, and \(labels.title) has \(labels.count) labels")
    }
    return (images, labels)
  }

  /// Where the labels of a file of images most likely lie: `t10k-labels-idx1-ubyte.gz` for `t10k-images-idx3-ubyte.gz`,
  /// `y_test.npy` for `x_test.npy`; nil where the file's name says nothing.
  static func labelsPath(for path: String) -> String? {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let (folder, name) = (path[..<cut], String(path[cut...]))
    if name.contains("images") {
      let name = name.replacing("images", with: "labels")
      return folder + name.replacing("idx3", with: "idx1").replacing("idx4", with: "idx1")
    }
    for (images, labels) in [("x", "y"), ("X", "Y")] where name.hasPrefix("\(images)_") || name == "\(images).npy" {
      return folder + labels + name.dropFirst()
    }
    return nil
  }
}
