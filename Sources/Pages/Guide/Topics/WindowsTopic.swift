import Analysis
import Architecture
import Report

extension GuideTopic {
  /// Kernel size, stride and padding: one input under several settings.
  static let windows = GuideTopic(name: "windows", title: "guide.windows.title") { writer in
    let input = 7
    let windows = [
      Window(kernel: 3), Window(kernel: 3, before: 1, after: 1), Window(kernel: 5, before: 2, after: 2),
      Window(kernel: 3, stride: 2), Window(kernel: 3, stride: 2, before: 1, after: 1), Window(kernel: 3, dilation: 2),
    ]
    writer.say("guide.windows.three")
    let settings = windows.map { window in
      let values: KeyValuePairs = [
        "kernel": "\(window.kernel)", "stride": "\(window.stride)", "pad": "\(window.before)",
        "dilation": "\(window.dilation)",
      ]
      return (
        caption: writer.text(window.dilation > 1 ? "guide.windows.dilated" : "guide.windows.setting", values),
        window: window
      )
    }
    writer.picture(
      "settings",
      try WindowsPicture(
        title: writer.text("guide.windows.picture", ["input": "\(input)×\(input)"]),
        description: writer.text("guide.windows.description"), input: input, settings: settings
      ).svg())
    writer.say("guide.windows.legend")
    try steps(&writer)
    writer.heading("guide.windows.formula_title")
    writer.say("guide.windows.formula")
    var rows: [[Table.Cell]] = []
    for window in windows {
      let profile = try writer.profile(
        [
          Convolution(
            1, kernel: window.kernel, stride: window.stride, padding: window.before, dilation: window.dilation)
        ], on: [1, input, input])
      let size = profile.output.extent[0]
      rows.append([
        .count(window.kernel), .count(window.stride), .count(window.before), .count(window.dilation),
        .text("⌊(\(input) + 2·\(window.before) − \(window.span))/\(window.stride)⌋ + 1 = \(size)"),
        .text("\(size)×\(size)"), .count(profile.totals.parameters.total), .count(profile.totals.macs),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.kernel"), writer.text("guide.words.stride"), writer.text("guide.words.pad"),
        writer.text("guide.words.dilation"), writer.text("guide.words.size"), writer.text("guide.words.output"),
        writer.text("guide.words.parameters"), writer.text("guide.words.macs"),
      ], rows)
    try writer.claim(
      "guide.windows.same",
      holds: windows.allSatisfy {
        $0.stride > 1 || 2 * $0.before != $0.span - 1 || (try? $0.outputSize(input)) == input
      })
    try halving(&writer, input: input)
    try leftOver(&writer)
    writer.commands([
      "zoo convolve picture.png --kernel sobel-x --stride 2 --padding 1 -o map.png",
      "printf '3 1 2 0\\n0 1 4 2\\n2 2 0 1\\n1 3 0 0\\n' > numbers.txt",
      "zoo convolve numbers.txt --kernel '0,1;1,0' --animate -o steps.svg",
    ])
    exercises(&writer)
  }

  /// Stride, padding and dilation at work, on numbers.
  private static func steps(_ writer: inout GuideWriter) throws {
    writer.say("guide.windows.steps")
    let kernel = Planes.plane([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    let settings: [(name: String, input: Int, window: Window)] = [
      ("stride", 7, Window(kernel: 3, stride: 2)), ("padding", 4, Window(kernel: 3, before: 1, after: 1)),
      ("dilation", 7, Window(kernel: 3, dilation: 2)),
    ]
    for (name, input, window) in settings {
      // Numbers from 0 to 4, the same everywhere.
      let numbers = (0..<input * input).map { Double($0 * $0 % 23 % 5) }
      let title = writer.text(
        "charts.animation_title",
        [
          "kernel": "3×3", "stride": "\(window.stride)", "pad": "\(window.before)", "dilation": "\(window.dilation)",
        ])
      writer.picture(
        name,
        try WindowAnimation(
          title: title, input: Planes.Plane(height: input, width: input, values: numbers), .kernel(kernel),
          windows: (window, window), language: writer.language
        ).svg)
    }
  }

  /// What a stride of 2 saves: three quarters only where the size halves exactly.
  private static func halving(_ writer: inout GuideWriter, input: Int) throws {
    func layer(_ input: Int, _ stride: Int, _ padding: Int) throws -> Profile {
      try writer.profile([Convolution(1, kernel: 3, stride: stride, padding: padding)], on: [1, input, input])
    }
    let even = input + 1
    let pairs = try [(input, 0), (input, 1), (even, 1)].map { size, padding in
      (try layer(size, 1, padding), try layer(size, 2, padding))
    }
    let saved = pairs.map { writer.language.percent($0.totals.macs - $1.totals.macs, of: $0.totals.macs) }
    func size(_ profile: Profile) -> String { writer.size(profile.output.extent) }
    try writer.claim(
      "guide.windows.saving",
      [
        "from": size(pairs[0].0), "to": size(pairs[0].1), "padded_from": size(pairs[1].0),
        "padded_to": size(pairs[1].1),
        "saved": saved[0], "padded_saved": saved[1], "even_from": size(pairs[2].0), "even_to": size(pairs[2].1),
        "even": "\(even)×\(even)",
      ],
      holds: pairs[2].0.totals.macs == 4 * pairs[2].1.totals.macs
        && pairs.allSatisfy { 4 * $0.totals.macs > 5 * $1.totals.macs })
  }

  private static func exercises(_ writer: inout GuideWriter) {
    let first = Window(kernel: 7, stride: 2, before: 3, after: 3)
    writer.exercise(
      .byHand, "guide.windows.question_size", "guide.windows.reason_size",
      answer: "\((try? first.outputSize(224)) ?? 0)",
      ["input": "224", "kernel": "7", "stride": "2", "pad": "3"], command: "zoo explain googlenet conv1/7x7_s2")
    writer.exercise(
      .byHand, "guide.windows.question_same", "guide.windows.reason_same", answer: "\((5 - 1) / 2)", ["kernel": "5×5"])
    writer.exercise(
      .byHand, "guide.windows.question_unread", "guide.windows.reason_unread",
      answer: "\((try? Window(kernel: 4, stride: 3).unreached(12)) ?? 0)",
      ["input": "12", "kernel": "4", "stride": "3"])
  }

  /// Where the last step does not fit, and the two ways to round.
  private static func leftOver(_ writer: inout GuideWriter) throws {
    let input = 8
    let floor = Window(kernel: 3, stride: 2)
    let ceil = Window(kernel: 3, stride: 2, rounding: .ceil)
    writer.heading("guide.windows.rounding")
    writer.say(
      "guide.windows.left_over",
      [
        "input": "\(input)", "kernel": "\(floor.kernel)", "stride": "\(floor.stride)",
        "floor": "\(try floor.outputSize(input))", "ceil": "\(try ceil.outputSize(input))",
        "unread": "\(try floor.unreached(input))",
      ])
  }
}
