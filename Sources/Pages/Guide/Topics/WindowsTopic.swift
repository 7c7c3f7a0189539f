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
    writer.say("guide.windows.same")
    try leftOver(&writer)
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
