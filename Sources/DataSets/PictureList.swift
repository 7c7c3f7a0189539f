import PlainText
import TensorFiles
import Weights

/// Pictures in files with a word each that says what they show: a folder for each class, or a text file with a line for each.
struct PictureList {
  struct Picture {
    let path: String
    let word: String
    /// For messages: the line of the list, or the folder.
    let place: String
  }

  private(set) var pictures: [Picture] = []
  /// Files that do not look like pictures, by their names.
  private(set) var skipped = 0

  /// Bytes of a text file, at most.
  static let largestList = 1 << 28

  /// The pictures in the folders of a folder, each called like its class.
  init(folder path: String, _ listing: FolderListing) throws {
    for word in listing.folders {
      guard let inside = try FolderListing("\(path)/\(word)") else { continue }
      let names = inside.files.filter(FolderListing.isPicture)
      skipped += inside.files.count - names.count + inside.folders.count
      pictures += names.map { Picture(path: "\(path)/\(word)/\($0)", word: word, place: "\(path)/\(word)") }
    }
  }

  /// The pictures that a text file lists: `path label` or `path,label`, paths as seen from the text file.
  ///
  /// The file is CSV (RFC 4180) where the first line has a comma; a first line that ends in `label` or `class` is its head.
  init(textFile path: String) throws {
    let text: String
    do {
      let bytes = try FileBytes(path)
      guard bytes.size <= PictureList.largestList else {
        throw DataSetError("\(path): \(bytes.size) bytes; lists of at most \(PictureList.largestList) are read")
      }
      guard let whole = String(validating: try bytes.bytes(at: 0, count: bytes.size), as: UTF8.self) else {
        throw DataSetError("\(path): neither arrays (.npy, .npz, IDX, HDF5) nor a text in UTF-8 that lists pictures")
      }
      text = whole
    } catch {
      throw DataSetError(error, in: path)
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let isCSV = lines.first?.contains(",") ?? false
    var problems: [Phrase] = []
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let place = "\(path):\(index + 1)"
      guard let (file, word) = isCSV ? PictureList.fields(csv: line) : PictureList.fields(blanks: line) else {
        problems.append("\(place): not 'path\(isCSV ? "," : " ")label': \(line.quoted)")
        continue
      }
      if index == 0, ["label", "class"].contains(word.lowercased()) { continue }
      pictures.append(Picture(path: file.hasPrefix("/") ? file : folder + file, word: word, place: place))
      guard pictures.count <= FormatLimits.items else {
        throw DataSetError("\(path): more than \(FormatLimits.items) pictures")
      }
    }
    guard problems.isEmpty else { throw DataSetError.all(problems) }
  }

  /// What stands before and after the last blanks.
  private static func fields(blanks line: Substring) -> (String, String)? {
    var rest = line
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    guard let blank = rest.lastIndex(where: \.isWhitespace) else { return nil }
    let word = rest[rest.index(after: blank)...]
    var file = rest[..<blank]
    while file.last?.isWhitespace ?? false { file.removeLast() }
    return file.isEmpty ? nil : (String(file), String(word))
  }

  /// Two fields, which may stand in double quotes.
  private static func fields(csv line: Substring) -> (String, String)? {
    var fields = [""]
    var isQuoted = false
    var rest = line
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"": fields[fields.count - 1].append(rest.removeFirst())
      case "\"" where isQuoted || fields[fields.count - 1].isEmpty: isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    let trimmed = fields.map { field in
      String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    return trimmed.count == 2 && !isQuoted && !trimmed.contains("") ? (trimmed[0], trimmed[1]) : nil
  }
}
