import Architecture
import PlainText

// `weights` in the head of a model file.
extension PublishedWeights {
  /// The items of a list `{name: text, top1: percent, top5: percent, size: pixels, resize: pixels, interpolation: word, source: text}`;
  /// what is wrong is noted.
  static func read(_ value: Value, _ diagnostics: inout [Diagnostic]) -> [PublishedWeights] {
    guard let list = value.list else {
      diagnostics.append(
        Diagnostic(
          value.location,
          "published weights are a list of {name: text, top1: percent, top5: percent, source: text}, not \(value.summary)"
        ))
      return []
    }
    return list.compactMap { item in
      guard let map = item.map else {
        diagnostics.append(
          Diagnostic(
            item.location,
            "published weights are {name: text, top1: percent, top5: percent, source: text}, not \(item.summary)"))
        return nil
      }
      return PublishedWeights(map, item.location, &diagnostics)
    }
  }

  private static let fileKeys = ["address", "mebibytes", "bytes", "sha256"]

  private init?(_ map: [(key: Value.Key, value: Value)], _ place: Location, _ diagnostics: inout [Diagnostic]) {
    var arguments = ArgumentReader(keyword: "weights", location: place, main: nil, named: map, isLayer: false)
    let name = arguments.line("name")
    let percent = ["top1", "top5"].map { key in
      let number = arguments.requiredNumber(key)
      if let number, !(0...100).contains(number) {
        arguments.note(key, "\(key) is a percentage, 0 to 100, not \(number)")
      }
      return number
    }
    let size = arguments.optionalIntegers("size", in: 1...Preprocessing.largestSide)
    let resize = arguments.optionalIntegers("resize", in: 1...Preprocessing.largestSide)
    let interpolation: Preprocessing.Interpolation? =
      map.contains { $0.key.text == "interpolation" } ? arguments.choice("interpolation", default: .bilinear) : nil
    let source = arguments.line("source")
    let file = map.contains { PublishedWeights.fileKeys.contains($0.key.text) } ? arguments.publishedFile() : nil
    arguments.finish()
    diagnostics += arguments.problems
    guard let name, let source, let top1 = percent[0], let top5 = percent[1] else { return nil }
    self.init(
      name: name, top1: top1, top5: top5, size: size?.first, resize: resize?.first, interpolation: interpolation,
      source: source, file: file)
  }
}

extension ArgumentReader {
  /// `address`, `sha256`, and `bytes` or `mebibytes`; nil where one is missing or wrong, which is noted.
  fileprivate mutating func publishedFile() -> PublishedFile? {
    let address = line("address")
    let sha256 = line("sha256")
    let bytes = optionalIntegers("bytes", in: 0...Int.max)?.first
    let mebibytes = optionalNumber("mebibytes")
    let name = address.flatMap { $0.split(separator: "/", omittingEmptySubsequences: false).last }.map(String.init)
    if let address, let name {
      let isPlain =
        !name.isEmpty && !name.hasPrefix(".")
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
      if !isPlain || !["https://", "http://"].contains(where: address.hasPrefix) || address.contains(" ") {
        note("address", "address is one of https or http that ends in a file's plain name, not \(address.quoted)")
        return nil
      }
    }
    if let sha256, !(8...64).contains(sha256.utf8.count) || !sha256.utf8.allSatisfy(\.isHexDigit) {
      note("sha256", "sha256 is 8 to 64 hexadecimal digits, not \(sha256.quoted)")
      return nil
    }
    let size: PublishedSize? =
      switch (bytes, mebibytes) {
      case (let bytes?, nil): .bytes(bytes)
      case (nil, let number?) where number >= 0 && number < 0x1p30: .mebibytes(number)
      default: nil
      }
    guard let size else {
      note("address", "a published file needs its size: bytes, or mebibytes")
      return nil
    }
    guard let address, let name, let sha256 else { return nil }
    return PublishedFile(name: name, address: address, size: size, sha256: sha256)
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
  }
}
