import Analysis
import Architecture
import Charts
import Report

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A page of the guide while it is written: sentences by key, tables, pictures, and the networks that numbers come from.
struct GuideWriter {
  var page: MarkdownPage
  /// The page's file, without ending: pictures are named after it.
  let name: String
  let language: Language
  let zoo: (String) throws -> Network
  private(set) var exercises: [Exercise] = []
  /// Claims of the lesson so far.
  private(set) var judged = 0

  init(page: MarkdownPage, name: String, language: Language, zoo: @escaping (String) throws -> Network) {
    self.page = page
    self.name = name
    self.language = language
    self.zoo = zoo
  }

  // MARK: Text

  func text(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String { language.text(key, values) }

  mutating func heading(_ key: String) { page.heading(text(key)) }

  mutating func say(_ key: String, _ values: KeyValuePairs<String, String> = [:]) { page.paragraph(text(key, values)) }

  /// - Parameters:
  ///   - columns: titles.
  ///   - words: which columns have words, the others have numbers.
  ///   - total: for some of the last columns, below them.
  mutating func table(
    _ columns: [String], _ rows: [[Table.Cell]], words: Set<Int> = [0], total: [Table.Cell]? = nil
  ) {
    let footer = total.map { cells in
      [.text(text("guide.words.total"))] + [Table.Cell](repeating: .blank, count: columns.count - 1 - cells.count)
        + cells
    }
    let columns = columns.enumerated().map { index, title in
      Table.Column("\(index)", title, words.contains(index) ? .left : .right)
    }
    page.table(Table(columns: columns, rows: rows, footer: footer), language)
  }

  mutating func picture(_ name: String, _ svg: SVG) { page.picture("\(self.name)-\(name)", svg) }

  /// A sentence that says more than its numbers, and is true under a condition that is computed.
  ///
  /// - Throws: `UntrueSentence` where the condition does not hold: the sentence would be wrong.
  mutating func claim(
    _ key: String, _ values: KeyValuePairs<String, String> = [:], holds: Bool
  ) throws(UntrueSentence) {
    guard holds else { throw UntrueSentence(key: key) }
    say(key, values)
  }

  /// A claim of the lesson, what is to be said to it, and where it is shown.
  ///
  /// - Parameters:
  ///   - figure: the picture of that page that shows it, without the page's name.
  ///   - holds: what the verdict rests on.
  /// - Throws: `UntrueSentence` where it does not hold.
  mutating func judge(
    _ claim: String, _ verdict: Verdict, _ reason: String, on topic: GuideTopic, figure: String? = nil,
    _ values: KeyValuePairs<String, String> = [:], holds: Bool = true
  ) throws(UntrueSentence) {
    guard holds else { throw UntrueSentence(key: reason) }
    judged += 1
    var links = ["[\(text(topic.title))](\(topic.name).md)"]
    if let figure { links.append("[\(text("guide.words.picture"))](pictures/\(topic.name)-\(figure).svg)") }
    page.paragraph(
      "**\(judged).** \(text(claim)) **\(text(verdict.key))** \(text(reason, values)) (\(links.joined(separator: ", ")))"
    )
  }

  /// Commands that show what the page shows.
  mutating func commands(_ commands: [String]) {
    say("guide.words.commands")
    page.code(commands, "sh")
  }

  // MARK: Exercises

  /// Adds a question to the end of the page.
  ///
  /// - Parameters:
  ///   - answer: a number or a few words, which the sentence of the answer has as `{answer}`.
  ///   - command: what shows the answer; its output has the answer in it.
  mutating func exercise(
    _ grade: Exercise.Grade, _ question: String, _ reason: String, answer: String,
    _ values: KeyValuePairs<String, String> = [:], command: String? = nil
  ) {
    exercises.append(
      Exercise(
        grade: grade, key: question, question: text(question, values), answer: answer,
        reason: Language.fill(text(reason, values), ["answer": "**\(answer)**"]), command: command))
  }

  /// What was asked, under a heading of its own.
  mutating func writeExercises() {
    guard !exercises.isEmpty else { return }
    heading("guide.words.exercises")
    for (index, exercise) in exercises.enumerated() {
      let shown = exercise.command.map { [text("guide.words.shown_by", ["command": "`\($0)`"])] } ?? []
      page.exercise(
        PageBlock.Exercise(
          number: index + 1, question: "*\(text(exercise.grade.key))* \(exercise.question)",
          summary: text("guide.words.answer"), answer: [exercise.reason] + shown))
    }
  }

  // MARK: Networks

  /// A network of the zoo, analyzed.
  func profile(zoo name: String) throws -> Profile { try Profile(of: zoo(name)) }

  /// What the network is called in the page's language.
  func title(_ network: Network) -> String { language.translation(of: network.model.title) }

  /// Layers one after the other, analyzed.
  ///
  /// - Parameter input: its channels and sizes.
  func profile(_ layers: [(name: String, kind: any LayerKind)], on input: [Int]) throws -> Profile {
    try Profile(of: NetworkBuilder.chain(layers, on: [Shape(dimensions: input)], of: Model(name: name)))
  }

  /// The same where no page names the layers.
  func profile(_ kinds: [any LayerKind], on input: [Int]) throws -> Profile {
    try profile(kinds.enumerated().map { ("\($1.name)_\($0 + 1)", $1) }, on: input)
  }

  // MARK: Numbers

  func count(_ number: Int) -> String { language.grouped(number) }

  /// Several numbers as one answer.
  func counts(_ numbers: Int...) -> String { numbers.map(count).joined(separator: "; ") }

  /// How many times larger, with two decimals at most: `1.81`, `4`.
  func ratio(_ a: Int, _ b: Int) -> String {
    a.isMultiple(of: b) ? count(a / b) : language.fixed(Double(a) / Double(b), decimals: 2)
  }

  /// A number with at most one decimal.
  func plain(_ number: Double) -> String { language.plain(number) }

  /// With two significant digits.
  func rounded(_ number: Double) -> Double {
    guard number.isFinite, number != 0 else { return number }
    let scale = pow(10, floor(log10(number.magnitude)) - 1)
    return (number / scale).rounded() * scale
  }

  /// Two significant digits, and a power of ten where it is small: `0.38`, `3.9·10⁻⁶`.
  func power(_ number: Double) -> String {
    let short = rounded(number)
    guard short.isFinite, short != 0 else { return plain(short) }
    let exponent = Int(floor(log10(short.magnitude) + 1e-9))
    guard exponent < -2 else { return language.fixed(short, decimals: max(0, 1 - exponent)) }
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = String(-exponent).compactMap(\.wholeNumberValue).map { digits[$0] }
    return language.fixed(short / pow(10, Double(exponent)), decimals: 1) + "·10⁻" + String(raised)
  }

  /// `7×7`.
  func size(_ extent: [Int]) -> String { extent.map(String.init).joined(separator: "×") }

  /// Products and their sum, as one writes them by hand: `2·(−1) + 8·1 = 6`.
  func sum(_ factors: [(Double, Double)]) -> String {
    func factor(_ number: Double) -> String { number < 0 ? "(\(plain(number)))" : plain(number) }
    let total = factors.reduce(0) { $0 + $1.0 * $1.1 }
    return factors.map { "\(factor($0.0))·\(factor($0.1))" }.joined(separator: " + ") + " = \(plain(total))"
  }
}

extension Convolution {
  /// With a bias, and the same numbers on all axes.
  init(_ channels: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    let pair = WindowArguments.Padding.Pair(before: padding, after: padding)
    self.init(
      channels: channels,
      window: WindowArguments(kernel: [kernel], stride: [stride], padding: .cells([pair]), dilation: [dilation]),
      groups: 1, hasBias: true)
  }
}

extension FullyConnected {
  init(_ outputs: Int) { self.init(outputs: outputs, hasBias: true) }
}

extension Profile {
  /// The row of a layer; nil where none is called so.
  func row(_ name: String) -> Row? { rows.first { $0.layer.name == name } }

  /// The output of its last layer.
  var output: Shape { network.layers[network.layers.count - 1].shape }

  /// The receptive field of its last layer, in pixels along the first axis.
  var fieldSize: Int { rows.last?.field.axes.first?.size ?? 1 }
}
