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
