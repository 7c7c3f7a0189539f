import Analysis
import Architecture
import Report

extension GuideTopic {
  /// What one hears in a lesson on convolutional networks, claim by claim, with the number that decides.
  static let lesson = GuideTopic(name: "lesson", title: "guide.lesson.title") { writer in
    writer.say("guide.lesson.what")
    let networks = try Networks(&writer)
    try vision(&writer, networks)
    try convolutions(&writer, networks)
    try classics(&writer, networks)
    try inception(&writer, networks)
    exercises(&writer, networks)
  }

  /// What the numbers are taken from.
  private struct Networks {
    let lenet: Profile
    let alexnet: Profile
    let vgg: Profile
    let googlenet: Profile
    let training: Profile
    let naive: Profile
    let reduced: Profile

    init(_ writer: inout GuideWriter) throws {
      lenet = try writer.profile(zoo: "lenet5")
      alexnet = try writer.profile(zoo: "alexnet")
      vgg = try writer.profile(zoo: "vgg16")
      let network = try writer.zoo("googlenet")
      googlenet = try Profile(of: network)
      var options = Profile.Options()
      options.mode = .training
      training = try Profile(of: network, options: options)
      naive = try writer.profile(zoo: "inception-naive")
      reduced = try writer.profile(zoo: "inception")
    }
  }

  private static func convolutions(_ profile: Profile) -> [Profile.Row] {
    profile.rows.filter { $0.layer.family == .convolution }
  }

  private static func field(_ row: Profile.Row?) -> Int { row?.field.axes.first?.size ?? 0 }

  // MARK: 1 to 4

  private static func vision(_ writer: inout GuideWriter, _ networks: Networks) throws {
    writer.heading("guide.lesson.vision")
    let strongest = DigitResults.heldOut.strongest
    try writer.judge(
      "guide.lesson.claim_cortex", .rightIf, "guide.lesson.reason_cortex", on: .filters, figure: "strongest",
      [
        "kept": "\(StrongestAnswers.kept)", "first": writer.plain(strongest[0].agreement),
        "last": writer.plain(strongest[2].agreement),
      ], holds: strongest[0].agreement < strongest[2].agreement)
    let first = convolutions(networks.vgg)[0]
    try writer.judge(
      "guide.lesson.claim_field", .right, "guide.lesson.reason_field", on: .receptiveField, figure: "pyramid",
      [
        "field": writer.count(field(first) * field(first)), "layer": first.layer.name,
        "pixels": writer.count(networks.vgg.network.input.area),
      ], holds: field(first) * field(first) < networks.vgg.network.input.area)
    let last = convolutions(networks.vgg).last
    try writer.judge(
      "guide.lesson.claim_growth", .rightIf, "guide.lesson.reason_growth", on: .receptiveField, figure: "vgg16",
      ["first": "\(field(first))", "last": "\(field(last))"],
      holds: zip(convolutions(networks.vgg), convolutions(networks.vgg).dropFirst()).allSatisfy {
        field($0) < field($1)
      })
    try writer.judge(
      "guide.lesson.claim_lecun", .rightIf, "guide.lesson.reason_lecun", on: .eye,
      ["count": "\(convolutions(networks.lenet).count)"], holds: !convolutions(networks.lenet).isEmpty)
  }

  // MARK: 5 to 13

  private static func convolutions(_ writer: inout GuideWriter, _ networks: Networks) throws {
    writer.heading("guide.lesson.convolution")
    try writer.judge(
      "guide.lesson.claim_formula", .right, "guide.lesson.reason_formula", on: .convolution, figure: "signal")
    let edges = try writer.profile([Convolution(1, kernel: 3)], on: [1, 32, 32])
    try writer.judge(
      "guide.lesson.claim_map", .right, "guide.lesson.reason_map", on: .convolution, figure: "edges",
      ["positions": writer.count(edges.output.area)], holds: edges.output.extent == [30, 30])
    let color = try writer.profile([Convolution(1, kernel: 3)], on: [3, 4, 4])
    try writer.judge(
      "guide.lesson.claim_layer", .right, "guide.lesson.reason_layer", on: .layer, figure: "color",
      ["parameters": writer.count(color.totals.parameters.total), "units": writer.count(color.output.count)],
      holds: color.totals.parameters.total == 3 * 3 * 3 + 1)
    func share(_ profile: Profile) -> String {
      writer.language.percent(profile.byFamily[0].parameters.total, of: profile.totals.parameters.total)
    }
    try writer.judge(
      "guide.lesson.claim_filters", .rightIf, "guide.lesson.reason_filters", on: .filters, figure: "kernels",
      [
        "lenet": share(networks.lenet), "alexnet": share(networks.alexnet), "right": "\(DigitResults.heldOut.right)",
        "before": "\(DigitResults.heldOut.rightBefore)", "count": "\(DigitResults.heldOut.count)",
        "pixels": "\(DigitResults.heldOut.nearest[0].right)",
        "last": "\(DigitResults.heldOut.nearest.last?.right ?? 0)",
      ],
      holds: 2 * networks.lenet.byFamily[0].parameters.total > networks.lenet.totals.parameters.total
        && 2 * networks.alexnet.byFamily[0].parameters.total < networks.alexnet.totals.parameters.total
        && DigitResults.heldOut.nearest[0].right < DigitResults.heldOut.nearest[4].right)
    let shared = convolutions(networks.lenet)[0]
    try writer.judge(
      "guide.lesson.claim_sharing", .right, "guide.lesson.reason_sharing", on: .kernels, figure: "sharing",
      [
        "layer": shared.layer.name, "shared": writer.count(shared.parameters.total),
        "local": writer.count(shared.parameters.total * shared.layer.shape.area),
        "maps": writer.count(shared.layer.shape.channels),
      ], holds: shared.layer.shape.area > 1)
    func size(_ stride: Int, _ padding: Int) throws -> Int {
      try Window(kernel: 3, stride: stride, before: padding, after: padding).outputSize(7)
    }
    try writer.judge(
      "guide.lesson.claim_settings", .rightIf, "guide.lesson.reason_settings", on: .windows, figure: "settings",
      ["plain": "\(try size(1, 0))", "stride": "\(try size(2, 0))", "padded": "\(try size(1, 1))"],
      holds: try size(2, 0) < size(1, 0) && size(1, 1) == 7)
    let pooled = try writer.profile(
      [MaxPooling(window: WindowArguments(kernel: [2], stride: [2]))], on: [16, 32, 32])
    try writer.judge(
      "guide.lesson.claim_pooling", .right, "guide.lesson.reason_pooling", on: .pooling, figure: "numbers",
      ["before": pooled.network.input.description, "after": pooled.output.description],
      holds: pooled.network.input.count == 4 * pooled.output.count)
    let runs = [networks.lenet, networks.vgg].map(longestRun)
    let connected = networks.googlenet.rows.filter { $0.layer.family == .fullyConnected }.count
    try writer.judge(
      "guide.lesson.claim_alternate", .rightIf, "guide.lesson.reason_alternate", on: .classes, figure: "flatten",
      ["vgg": "\(runs[1])", "connected": "\(connected)"], holds: runs[0] == 1 && runs[1] > 1 && connected == 1)
    let modern = try writer.zoo("lenet5-modern")
    let sizes = AcceptedSizes(of: modern).ranges[0]
    guard let reader = modern.layers.first(where: { $0.family == .fullyConnected }) else { return }
    try writer.judge(
      "guide.lesson.claim_size", .right, "guide.lesson.reason_size", on: .imageSize,
      [
        "own": "\(reader.inputShapes[0].count)", "larger": "\(try modern.numbers(reaching: reader, from: 40))",
        "from": "\(sizes.lowerBound)", "to": "\(sizes.upperBound)",
      ],
      holds: sizes.contains(32) && !AcceptedSizes(of: modern).ranges.contains { $0.contains(40) })
  }

  /// Convolutions one behind the other without pooling between them, at most.
  private static func longestRun(_ profile: Profile) -> Int {
    var (longest, run) = (0, 0)
    for row in profile.rows {
      if row.layer.family == .pooling { run = 0 }
      if row.layer.family == .convolution { run += 1 }
      longest = max(longest, run)
    }
    return longest
  }

  // MARK: 14 to 17

  private static func classics(_ writer: inout GuideWriter, _ networks: Networks) throws {
    writer.heading("guide.lesson.classics")
    func kernels(_ profile: Profile) -> [Int] { convolutions(profile).map(\.layer.shape.channels) }
    let (old, new) = (kernels(networks.lenet), kernels(networks.alexnet))
    try writer.judge(
      "guide.lesson.claim_more", .right, "guide.lesson.reason_more", on: .lenetAlexnet,
      ["lenet": old.map(String.init).joined(separator: ", "), "alexnet": new.map(String.init).joined(separator: ", ")],
      holds: zip(old, new).allSatisfy { $0 < $1 })
    let families = networks.alexnet.byFamily.map(\.parameters.total)
    try writer.judge(
      "guide.lesson.claim_sixty", .right, "guide.lesson.reason_sixty", on: .alexnet, figure: "compared",
      [
        "all": writer.count(networks.alexnet.totals.parameters.total), "convolutions": writer.count(families[0]),
        "connected": writer.count(families[1]),
      ],
      holds: networks.alexnet.totals.parameters.total / 1_000_000 == 60 && families[0] / 100_000 == 23
        && families[1] / 1_000_000 == 58)
    try writer.judge(
      "guide.lesson.claim_vgg", .right, "guide.lesson.reason_vgg", on: .vgg,
      ["vgg": "\(Depth.of(networks.vgg.network))", "alexnet": "\(Depth.of(networks.alexnet.network))"],
      holds: convolutions(networks.vgg).allSatisfy { $0.layer.windows.allSatisfy { $0.kernel == 3 } }
        && Depth.of(networks.vgg.network) > Depth.of(networks.alexnet.network))
    try writer.judge(
      "guide.lesson.claim_small", .rightIf, "guide.lesson.reason_small", on: .smallKernels, figure: "cost",
      [
        "ratio": writer.ratio(7 * 7, 3 * 3 * 3), "vgg": writer.count(networks.vgg.totals.parameters.total),
        "alexnet": writer.count(networks.alexnet.totals.parameters.total),
      ], holds: networks.vgg.totals.parameters.total > networks.alexnet.totals.parameters.total)
  }

  // MARK: 18 to 23

  private static func inception(_ writer: inout GuideWriter, _ networks: Networks) throws {
    writer.heading("guide.lesson.inception")
    let classes = networks.googlenet.output.channels
    let maps = networks.googlenet.rows.last { !$0.layer.shape.isVector && $0.layer.family == .join }?.layer.shape
    guard let maps else { return }
    let flat = (maps.count + 1) * classes
    let averaged = (maps.channels + 1) * classes
    try writer.judge(
      "guide.lesson.claim_average", .right, "guide.lesson.reason_average", on: .googlenet, figure: "average",
      ["averaged": writer.count(averaged), "flat": writer.count(flat)], holds: averaged < flat)
    let pool = networks.training.rows.first { $0.layer.auxiliary != nil }?.layer
    try writer.judge(
      "guide.lesson.claim_auxiliary", .notSo, "guide.lesson.reason_auxiliary", on: .googlenet,
      [
        "kernel": writer.size(pool?.windows.map(\.kernel) ?? []), "stride": "\(pool?.windows.first?.stride ?? 0)",
        "output": pool?.shape.description ?? "",
      ], holds: pool?.connectivity != .whole)
    let first = networks.training.rows.first { $0.layer.hasParameters }
    let paths = (far: first?.gradientPathWithoutAuxiliaries ?? 0, near: first?.gradientPath ?? 0)
    let ratios = ["glorot", "he"].map { RecordedNorms.of("googlenet", $0).layer(first?.layer.name ?? "").ratio }
    try writer.judge(
      "guide.lesson.claim_gradient", .rightIf, "guide.lesson.reason_gradient", on: .gradients, figure: "glorot",
      [
        "far": "\(paths.far)", "near": "\(paths.near)", "glorot": writer.plain(ratios[0]),
        "he": writer.language.fixed(ratios[1], decimals: 2),
      ], holds: paths.near < paths.far && ratios[0] > 2 && ratios[1] > 1 && ratios[1] < 1.5)
    let sizes = Set(convolutions(networks.reduced).map { $0.layer.windows[0].kernel }).sorted()
    try writer.judge(
      "guide.lesson.claim_several", .right, "guide.lesson.reason_several", on: .googlenet, figure: "module",
      ["sizes": writer.language.list(sizes.map { "\($0)×\($0)" })], holds: sizes.count > 1)
    let size = networks.reduced.network.input.extent[0]
    let unpadded = sizes.map { (try? Window(kernel: $0).outputSize(size)) ?? 0 }
    try writer.judge(
      "guide.lesson.claim_padding", .right, "guide.lesson.reason_padding", on: .googlenet, figure: "module",
      ["sizes": unpadded.map(String.init).joined(separator: ", "), "size": "\(size)×\(size)"],
      holds: Set(unpadded).count == unpadded.count && networks.reduced.output.extent == [size, size])
    try writer.judge(
      "guide.lesson.claim_reduced", .right, "guide.lesson.reason_reduced", on: .reductions, figure: "cost",
      [
        "parameters": writer.ratio(networks.naive.totals.parameters.total, networks.reduced.totals.parameters.total),
        "naive": writer.count(networks.naive.output.channels),
        "reduced": writer.count(networks.reduced.output.channels),
      ],
      holds: networks.naive.totals.parameters.total > networks.reduced.totals.parameters.total
        && networks.naive.output.channels > networks.reduced.output.channels)
  }

  private static func exercises(_ writer: inout GuideWriter, _ networks: Networks) {
    writer.exercise(
      .findOut, "guide.lesson.question_sixty", "guide.lesson.reason_torchvision",
      answer: writer.count((try? writer.profile(zoo: "alexnet-torchvision").totals.parameters.total) ?? 0),
      command: "zoo analyze alexnet-torchvision")
    writer.exercise(
      .findOut, "guide.lesson.question_padding", "guide.lesson.reason_unpadded",
      answer: "\((try? Window(kernel: 5, stride: 1).outputSize(networks.reduced.network.input.extent[0])) ?? 0)")
  }
}
