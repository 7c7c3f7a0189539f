import Analysis
import Architecture
import Charts
import Report

extension GuideTopic {
  /// The receptive field: what a unit sees of the image.
  static let receptiveField = GuideTopic(name: "receptive-field", title: "guide.field.title") { writer in
    let profile = try writer.profile(
      [
        ("conv1", Convolution(1, kernel: 3, padding: 1)), ("conv2", Convolution(1, kernel: 3, padding: 1)),
        ("pool", MaxPooling(window: WindowArguments(kernel: [2], stride: [2]))),
        ("conv3", Convolution(1, kernel: 3, padding: 1)),
      ], on: [1, 20])
    writer.say("guide.field.what")
    let unit = profile.output.extent[0] / 2
    writer.picture(
      "pyramid",
      PyramidPicture(
        title: writer.text("guide.field.picture"),
        description: writer.text("guide.field.description", ["size": writer.count(profile.fieldSize)]),
        profile: profile,
        unit: unit, inputName: writer.text("guide.words.input"), language: writer.language
      ).svg)
    writer.heading("guide.field.grows")
    writer.say("guide.field.recurrence")
    var field = 1
    var jump = 1
    var rows: [[Table.Cell]] = []
    for row in profile.rows {
      guard let window = row.layer.windows.first, let axis = row.field.axes.first, let stride = axis.stride else {
        continue
      }
      rows.append([
        .text(row.layer.name), .count(window.kernel), .count(window.stride),
        .text("\(field) + (\(window.kernel) − 1)·\(jump) = \(axis.size)"),
        .text("\(jump)·\(window.stride) = \(stride)"),
      ])
      (field, jump) = (axis.size, stride)
    }
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.words.kernel"), writer.text("guide.words.stride"),
        writer.text("guide.words.field"), writer.text("guide.words.jump"),
      ], rows)
    writer.say("guide.field.jump")
    try networks(&writer)
  }

  /// How far the convolutions of the zoo's networks see.
  private static func networks(_ writer: inout GuideWriter) throws {
    writer.heading("guide.field.zoo")
    var rows: [[Table.Cell]] = []
    for name in ["lenet5", "alexnet", "vgg16", "googlenet"] {
      let profile = try writer.profile(zoo: name)
      func size(_ row: Profile.Row) -> Int { row.field.axes.first?.size ?? 0 }
      let convolutions = profile.rows.filter { $0.layer.family == .convolution }
      guard let row = convolutions.max(by: { size($0) < size($1) }), let axis = row.field.axes.first else { continue }
      rows.append([
        .text(profile.network.model.title), .text(row.layer.name), .text("\(axis.size)×\(axis.size)"),
        .text(writer.size(profile.network.input.extent)),
      ])
    }
    writer.table(
      [
        writer.text("guide.words.network"), writer.text("guide.field.last"), writer.text("guide.words.field"),
        writer.text("guide.words.image"),
      ], rows)
    let vgg = try writer.profile(zoo: "vgg16")
    writer.page.picture(
      "\(writer.name)-vgg16", FieldChart(profile: vgg, language: writer.language).svg,
      writer.text("charts.field_title", ["model": vgg.network.model.title]))
    writer.say("guide.field.padding")
  }
}
