import Analysis
import Architecture
import Report

extension GuideTopic {
  /// What a convolution is: a signal by hand, then an edge kernel on an image.
  static let convolution = GuideTopic(name: "convolution", title: "guide.convolution.title") { writer in
    try signal(&writer)
    try image(&writer)
    writer.commands([
      "echo 2 2 2 8 8 8 3 3 > signal.txt", "zoo convolve signal.txt --kernel=-1,0,1",
      "zoo convolve picture.png --kernel sobel-x -o map.png",
    ])
    try exercises(&writer)
  }

  private static func exercises(_ writer: inout GuideWriter) throws {
    func answer(_ signal: [Double], _ kernel: [Double], _ kinds: [Correlation.Kind]) throws -> String {
      try kinds.flatMap { kind in
        try Correlation.of(
          Correlation.Plane(signal: signal), with: Correlation.Plane(signal: kernel),
          windows: (Window(kernel: 1), Window(kernel: kernel.count)), kind: kind
        ).values
      }.map(writer.plain).joined(separator: ", ")
    }
    writer.exercise(
      .byHand, "guide.convolution.question_blur", "guide.convolution.reason_blur",
      answer: try answer([3, 0, 6, 0, 3], [1, 1, 1], [.crossCorrelation]))
    writer.exercise(
      .byHand, "guide.convolution.question_flip", "guide.convolution.reason_flip",
      answer: try answer([1, 4, 2], [0, 1, 2], [.crossCorrelation, .convolution]))
  }

  private static func signal(_ writer: inout GuideWriter) throws {
    let signal: [Double] = [2, 2, 2, 8, 8, 8, 3, 3]
    let kernel: [Double] = [-1, 0, 1]
    func outputs(_ kind: Correlation.Kind) throws -> [Double] {
      try Correlation.of(
        Correlation.Plane(signal: signal), with: Correlation.Plane(signal: kernel),
        windows: (Window(kernel: 1), Window(kernel: kernel.count)), kind: kind
      ).values
    }
    let correlated = try outputs(.crossCorrelation)
    writer.heading("guide.convolution.by_hand")
    writer.say("guide.convolution.slide", ["kernel": "\(kernel.count)"])
    let position = 1
    let title = writer.text("guide.convolution.signal_title")
    let picture = SignalPicture(
      title: title,
      description: writer.text(
        "guide.convolution.signal_description", ["outputs": correlated.map(writer.plain).joined(separator: ", ")]),
      signal: signal, kernel: kernel, outputs: correlated, position: position,
      names: (
        writer.text("guide.convolution.signal"), writer.text("guide.convolution.kernel"),
        writer.text("guide.convolution.output")
      ), language: writer.language)
    writer.picture("signal", picture.svg)
    writer.page.code(
      correlated.indices.map { start in
        let window = signal[start..<start + kernel.count]
        return "out[\(start)] = " + writer.sum(zip(window, kernel).map { ($0, $1) })
      })
    writer.say(
      "guide.convolution.answer",
      [
        "up": writer.plain(correlated.max() ?? 0), "down": writer.plain(correlated.min() ?? 0),
        "inputs": writer.count(signal.count), "outputs": writer.count(correlated.count),
        "kernel": writer.count(kernel.count),
      ])
    let convolved = try outputs(.convolution)
    writer.say(
      "guide.convolution.flipped",
      [
        "correlated": correlated.map(writer.plain).joined(separator: ", "),
        "convolved": convolved.map(writer.plain).joined(separator: ", "),
      ])
    try formula(&writer, signal, kernel, convolved)
  }

  /// The integral and the sum, each worked once.
  private static func formula(
    _ writer: inout GuideWriter, _ signal: [Double], _ kernel: [Double], _ convolved: [Double]
  ) throws {
    writer.heading("guide.convolution.formulas")
    writer.say("guide.convolution.formula")
    writer.page.code(["s(t) = ∫ x(a)·w(t − a) da", "s(t) = Σ x(a)·w(t − a)"])
    writer.say("guide.convolution.formula_words")
    let time = 3
    writer.say("guide.convolution.once", ["t": "\(time)"])
    // x(t − b)·w(b): the same sum, counted along the filter.
    let factors = kernel.indices.map { (signal[time - $0], kernel[$0]) }
    writer.page.code([
      "s(\(time)) = " + kernel.indices.map { "x(\(time - $0))·w(\($0))" }.joined(separator: " + ") + " = "
        + writer.sum(factors)
    ])
    // The first place where all of the filter lies on the signal is t = 2.
    let index = time - (kernel.count - 1)
    try writer.claim(
      "guide.convolution.once_result", ["value": writer.plain(convolved[index]), "index": "\(index)"],
      holds: factors.reduce(0) { $0 + $1.0 * $1.1 } == convolved[index])
    try integral(&writer)
  }

  /// Sums with smaller and smaller steps beside the integral.
  private static func integral(_ writer: inout GuideWriter) throws {
    let time = 0.5
    let integral = time * time / 2
    let sums = try [5, 25, 125, 625].map { count -> (count: Int, sum: Double) in
      let step = 1 / Double(count)
      let ramp = (0..<count).map { (Double($0) + 0.5) * step }
      let box = [Double](repeating: 1, count: count)
      let all = try Correlation.of(
        Correlation.Plane(signal: ramp), with: Correlation.Plane(signal: box),
        windows: (Window(kernel: 1), Window(kernel: count, before: count - 1, after: count - 1)), kind: .convolution
      ).values
      // The steps that end before t: all products with a below it.
      return (count, all[Int(time * Double(count)) - 1] * step)
    }
    writer.say(
      "guide.convolution.sums",
      ["t": writer.plain(time), "integral": writer.language.fixed(integral, decimals: 3)])
    writer.table(
      [
        writer.text("guide.convolution.step"), writer.text("guide.convolution.numbers"),
        writer.text("guide.convolution.sum"), writer.text("guide.convolution.error"),
      ],
      sums.map { count, sum in
        [
          .text(writer.language.fixed(1 / Double(count), decimals: 4)), .count(count),
          .text(writer.language.fixed(sum, decimals: 5)), .text(writer.language.fixed(sum - integral, decimals: 5)),
        ]
      })
    let errors = sums.map { ($0.sum - integral).magnitude }
    try writer.claim("guide.convolution.smaller", holds: zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
  }

  private static func image(_ writer: inout GuideWriter) throws {
    let image = Planes.image
    writer.heading("guide.convolution.on_image")
    writer.say("guide.convolution.plane", ["size": "\(image.height)×\(image.width)"])
    let rows = try [
      (Planes.leftToRight, "guide.convolution.vertical"), (Planes.topToBottom, "guide.convolution.horizontal"),
    ].map { kernel, name in
      [
        PlanesPicture.Panel(caption: writer.text("guide.convolution.before"), plane: image, look: .gray),
        PlanesPicture.Panel(caption: writer.text(name), plane: kernel, look: .numbers),
        PlanesPicture.Panel(
          caption: writer.text("guide.convolution.after"), plane: try Planes.convolved(image, kernel), look: .signed),
      ]
    }
    let title = writer.text("guide.convolution.edge_title")
    writer.picture(
      "edges",
      PlanesPicture(
        title: title, description: writer.text("guide.convolution.edge_description"), rows: rows,
        language: writer.language
      ).svg)
    let profile = try writer.profile(
      [Convolution(rows.count, kernel: Planes.leftToRight.height)], on: [1, image.height, image.width])
    writer.say(
      "guide.convolution.cost",
      [
        "input": "\(image.height)×\(image.width)", "output": writer.size(profile.output.extent),
        "products": writer.count(Planes.leftToRight.values.count), "positions": writer.count(profile.output.area),
        "maps": writer.count(rows.count), "macs": writer.count(profile.totals.macs),
        "parameters": writer.count(profile.totals.parameters.total),
      ])
  }
}
