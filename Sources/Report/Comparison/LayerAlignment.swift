import Analysis
import Architecture

/// Which layers of two networks stand for each other.
///
/// Layers of one kind can be paired; among all pairings that keep the order the one with the largest score is taken,
/// where the same name, arguments and output count for more (Needleman, Wunsch 1970). Where too many layers are left
/// between the parts that both networks have alike, those of the same name divide what is left.
package struct LayerAlignment {
  package struct Pair {
    package let first: Profile.Row?
    package let second: Profile.Row?
  }

  package private(set) var pairs: [Pair] = []
  /// Whether there were too many layers of different names, of which some are paired by their order alone.
  package private(set) var isByPosition = false

  private let first: [Profile.Row]
  private let second: [Profile.Row]
  private let codes: (first: [LayerCode], second: [LayerCode])

  /// Tables of more cells than this are not filled.
  package static let largestTable = 4_000_000

  package init(_ first: [Profile.Row], _ second: [Profile.Row]) {
    self.first = first
    self.second = second
    var coder = LayerCode.Coder()
    codes = (first.map { coder.code(of: $0.layer) }, second.map { coder.code(of: $0.layer) })
    align(first.startIndex..<first.endIndex, second.startIndex..<second.endIndex)
  }

  private mutating func align(_ rows: Range<Int>, _ columns: Range<Int>) {
    // What begins or ends both alike: an equal pair of one name is part of every best pairing, since names are unique.
    let head = zip(rows, columns).prefix { isEqual($0, $1) }.count
    let rest = zip(rows.dropFirst(head).reversed(), columns.dropFirst(head).reversed())
    let tail = rest.prefix { isEqual($0, $1) }.count
    for step in 0..<head { add(rows.lowerBound + step, columns.lowerBound + step) }
    alignMiddle(
      rows.lowerBound + head..<rows.upperBound - tail, columns.lowerBound + head..<columns.upperBound - tail)
    for step in (0..<tail).reversed() { add(rows.upperBound - 1 - step, columns.upperBound - 1 - step) }
  }

  private mutating func alignMiddle(_ rows: Range<Int>, _ columns: Range<Int>) {
    let (cells, overflow) = (rows.count + 1).multipliedReportingOverflow(by: columns.count + 1)
    if rows.isEmpty || columns.isEmpty || !overflow && cells <= LayerAlignment.largestTable {
      return fillTable(rows, columns)
    }
    let anchors = anchors(rows, columns)
    guard !anchors.isEmpty else {
      isByPosition = true
      for step in 0..<max(rows.count, columns.count) {
        add(
          step < rows.count ? rows.lowerBound + step : nil, step < columns.count ? columns.lowerBound + step : nil)
      }
      return
    }
    var (row, column) = (rows.lowerBound, columns.lowerBound)
    for anchor in anchors {
      align(row..<anchor.row, column..<anchor.column)
      add(anchor.row, anchor.column)
      (row, column) = (anchor.row + 1, anchor.column + 1)
    }
    align(row..<rows.upperBound, column..<columns.upperBound)
  }

  /// The best pairing of a few layers.
  private mutating func fillTable(_ rows: Range<Int>, _ columns: Range<Int>) {
    let width = columns.count + 1
    // best[i·width + j]: the largest score of pairing what follows the i-th row and the j-th column
    var best = Array(repeating: Int32(0), count: (rows.count + 1) * width)
    for i in (0..<rows.count).reversed() {
      let code = codes.first[rows.lowerBound + i]
      for j in (0..<columns.count).reversed() {
        let paired = code.score(codes.second[columns.lowerBound + j]).map { $0 + best[(i + 1) * width + j + 1] } ?? 0
        best[i * width + j] = max(paired, best[(i + 1) * width + j], best[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    while i < rows.count || j < columns.count {
      let (row, column) = (rows.lowerBound + i, columns.lowerBound + j)
      if i < rows.count, j < columns.count, let score = codes.first[row].score(codes.second[column]),
        best[i * width + j] == score + best[(i + 1) * width + j + 1]
      {
        add(row, column)
        (i, j) = (i + 1, j + 1)
      } else if j == columns.count || i < rows.count && best[i * width + j] == best[(i + 1) * width + j] {
        add(row, nil)
        i += 1
      } else {
        add(nil, column)
        j += 1
      }
    }
  }

  /// As many pairs of one kind and name as keep the order in both networks.
  private func anchors(_ rows: Range<Int>, _ columns: Range<Int>) -> [(row: Int, column: Int)] {
    let byName = Dictionary(columns.map { (codes.second[$0].name, $0) }) { first, _ in first }
    let common = rows.compactMap { row in
      byName[codes.first[row].name].flatMap { column in
        codes.first[row].kind == codes.second[column].kind ? (row: row, column: column) : nil
      }
    }
    // The longest ascending run of columns: the last pairs of the runs of each length, ascending (Schensted 1961).
    var ends: [Int] = []
    var previous = Array(repeating: -1, count: common.count)
    for index in common.indices {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if common[ends[middle]].column < common[index].column { low = middle + 1 } else { high = middle }
      }
      if low > 0 { previous[index] = ends[low - 1] }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var anchors: [(row: Int, column: Int)] = []
    var index = ends.last ?? -1
    while index >= 0 {
      anchors.append(common[index])
      index = previous[index]
    }
    return anchors.reversed()
  }

  private func isEqual(_ row: Int, _ column: Int) -> Bool { codes.first[row] == codes.second[column] }

  private mutating func add(_ row: Int?, _ column: Int?) {
    pairs.append(Pair(first: row.map { first[$0] }, second: column.map { second[$0] }))
  }
}

/// What makes layers more or less alike, as numbers that are quickly compared.
private struct LayerCode: Equatable {
  let kind: Int
  let name: Int
  let shape: Int
  let windows: Int

  /// How well two layers match; nil for different kinds.
  func score(_ other: LayerCode) -> Int32? {
    guard kind == other.kind else { return nil }
    return 4 + (name == other.name ? 3 : 0) + (shape == other.shape ? 2 : 0) + (windows == other.windows ? 1 : 0)
  }

  /// Gives equal things the same number.
  struct Coder {
    private var numbers: [AnyHashable: Int] = [:]

    mutating func code(of layer: Layer) -> LayerCode {
      LayerCode(
        kind: number(layer.kind.name), name: number(layer.name), shape: number(layer.shape),
        windows: number(layer.windows))
    }

    private mutating func number(_ thing: some Hashable) -> Int {
      let thing = AnyHashable(thing)
      if let number = numbers[thing] { return number }
      numbers[thing] = numbers.count
      return numbers.count - 1
    }
  }
}
