import Analysis
import Architecture
import Report

extension GuideTopic {
  /// GoogLeNet: the module with its padding, global average pooling on four maps, the auxiliary classifiers.
  static let googlenet = GuideTopic(name: "googlenet", title: "guide.googlenet.title") { writer in
    let module = try writer.profile(zoo: "inception")
    let network = try writer.zoo("googlenet")
    let profile = try Profile(of: network)
    try modules(&writer, module, profile)
    try averages(&writer, profile)
    try auxiliaries(&writer, network)
    writer.commands([
      "zoo analyze inception", "zoo analyze googlenet --mode training",
      "zoo explain googlenet loss1/ave_pool --mode training",
    ])
    exercises(&writer, module, network)
  }

  // MARK: The module

  private static func modules(_ writer: inout GuideWriter, _ module: Profile, _ profile: Profile) throws {
    let size = module.network.input.extent[0]
    writer.say("guide.googlenet.what", ["input": module.network.input.description])
    writer.picture(
      "module",
      ModulePicture(
        title: writer.text("guide.googlenet.picture"),
        description: writer.text(
          "guide.googlenet.description",
          ["input": module.network.input.description, "output": module.output.description]),
        network: module.network, language: writer.language, inputName: writer.text("guide.words.input")
      ).svg)
    writer.heading("guide.googlenet.same_size")
    writer.say("guide.googlenet.stack")
    let branches = module.rows.filter { row in row.layer.windows.contains { $0.kernel > 1 } || row.layer.name == "1x1" }
    let windows = branches.map { $0.layer.windows[0] }
    let unpadded = windows.map { (try? Window(kernel: $0.kernel, stride: $0.stride).outputSize(size)) ?? 0 }
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.words.kernel"), writer.text("guide.googlenet.unpadded"),
        writer.text("guide.words.pad"), writer.text("guide.googlenet.padded"),
      ],
      zip(zip(branches, windows), unpadded).map { branch, without in
        [
          .text(branch.0.layer.name), .text(writer.size(branch.0.layer.windows.map(\.kernel))),
          .text("\(without)×\(without)"), .count(branch.1.before), .text(writer.size(branch.0.layer.shape.extent)),
        ]
      })
    try writer.claim(
      "guide.googlenet.padding", ["size": "\(size)×\(size)"],
      holds: Set(unpadded).count > 1 && branches.allSatisfy { $0.layer.shape.extent == [size, size] }
        && windows.allSatisfy { 2 * $0.before == $0.kernel - 1 && $0.stride == 1 })
    let concats = profile.rows.filter { $0.layer.family == .join && $0.layer.inputs.count > 1 }
    writer.say(
      "guide.googlenet.count", ["modules": writer.count(concats.count), "depth": "\(Depth.of(profile.network))"])
  }

  // MARK: Global average pooling

  /// Four maps of four by four.
  private static let maps = [
    Planes.plane([[0, 0, 0, 0], [0, 4, 4, 0], [0, 4, 4, 0], [0, 0, 0, 0]]),
    Planes.plane([[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]),
    Planes.plane([[8, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 8]]),
    Planes.plane([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [2, 2, 2, 2]]),
  ]

  private static func averages(_ writer: inout GuideWriter, _ profile: Profile) throws {
    writer.heading("guide.googlenet.average_title")
    writer.say("guide.googlenet.average")
    let means = maps.map { Planes.average($0.values) }
    let panels = maps.enumerated().map { index, map in
      GridsPicture.Item.grid(
        caption: writer.text("guide.classes.map", ["number": "\(index + 1)"]),
        rows: (0..<map.height).map { row in
          (0..<map.width).map { (writer.plain(map[row, $0]), map[row, $0] > 0 ? .marked : .plain) }
        })
    }
    writer.picture(
      "average",
      GridsPicture(
        title: writer.text("guide.googlenet.average_picture"),
        description: writer.text(
          "guide.googlenet.average_description", ["averages": means.map(writer.plain).joined(separator: "; ")]),
        rows: [
          panels + [
            .sign("→"),
            .grid(caption: writer.text("guide.googlenet.vector"), rows: means.map { [(writer.plain($0), .marked)] }),
          ]
        ]
      ).svg)
    let most = means.filter { $0 == means[0] }.count
    try writer.claim(
      "guide.googlenet.no_place", ["same": "\(most)", "average": writer.plain(means[0])],
      holds: most > 1 && Set(maps).count == maps.count)
    let pool = profile.rows.last { $0.layer.family == .pooling && $0.layer.connectivity == .whole }?.layer
    guard let last = pool?.inputShapes[0] else { return }
    let classes = profile.output.channels
    let averaged = try writer.profile([GlobalAveragePooling(), FullyConnected(classes)], on: last.dimensions)
    let flat = try writer.profile([Flatten(), FullyConnected(classes)], on: last.dimensions)
    try writer.claim(
      "guide.googlenet.saved",
      [
        "maps": last.description, "numbers": writer.count(last.channels),
        "averaged": writer.count(averaged.totals.parameters.total), "flat": writer.count(flat.totals.parameters.total),
        "all": writer.count(profile.totals.parameters.total),
      ],
      holds: flat.totals.parameters.total > profile.totals.parameters.total
        && averaged.totals.parameters.total < profile.totals.parameters.total)
  }

  // MARK: Auxiliary classifiers

  private static func auxiliaries(_ writer: inout GuideWriter, _ network: Network) throws {
    var options = Profile.Options()
    options.mode = .training
    let training = try Profile(of: network, options: options)
    let inference = try Profile(of: network)
    guard let name = training.auxiliaries.first else { return }
    let layers = training.rows.filter { $0.layer.auxiliary == name }
    guard let pool = layers.first?.layer, let window = pool.windows.first else { return }
    writer.heading("guide.googlenet.auxiliary_title")
    writer.say(
      "guide.googlenet.auxiliary",
      ["names": writer.language.list(training.auxiliaries.map { "`\($0)`" }), "name": "`\(name)`"])
    writer.table(
      [
        writer.text("guide.words.layer"), writer.text("guide.googlenet.operation"), writer.text("guide.words.output"),
        writer.text("guide.words.parameters"),
      ],
      layers.map {
        [
          .text($0.layer.name), .text(writer.language.arguments(of: $0.layer)), .text($0.layer.shape.description),
          .count($0.parameters.total),
        ]
      }, words: [0, 1], total: [.count(layers.reduce(0) { $0 + $1.parameters.total })])
    // As the notes have it: each map averaged whole, then the same two layers.
    let sizes = layers.map(\.layer).filter { $0.family == .fullyConnected }.map(\.shape.channels)
    let global = try writer.profile(
      [GlobalAveragePooling()] + sizes.flatMap { [FullyConnected($0), ReLU()] as [any LayerKind] },
      on: pool.inputShapes[0].dimensions)
    let own = layers.reduce(0) { $0 + $1.parameters.total }
    try writer.claim(
      "guide.googlenet.not_global",
      [
        "kernel": "\(window.kernel)×\(window.kernel)", "stride": "\(window.stride)",
        "input": pool.inputShapes[0].description, "output": pool.shape.description, "own": writer.count(own),
        "global": writer.count(global.totals.parameters.total),
      ],
      holds: window.kernel == 5 && window.stride == 3 && pool.shape.description == "512×4×4" && sizes.count == 2
        && global.totals.parameters.total < own
        && layers.contains { $0.layer.family == .convolution && $0.layer.windows.allSatisfy { $0.kernel == 1 } })
    try paths(&writer, training, inference)
  }

  /// Layers that a gradient passes from the nearest classifier.
  private static func paths(_ writer: inout GuideWriter, _ training: Profile, _ inference: Profile) throws {
    guard let first = training.rows.first(where: { $0.layer.hasParameters }), let near = first.gradientPath,
      let far = first.gradientPathWithoutAuxiliaries
    else { return }
    try writer.claim(
      "guide.googlenet.paths",
      ["layer": first.layer.name, "far": "\(far)", "near": "\(near)"], holds: near < far)
    try writer.claim(
      "guide.googlenet.training_cost",
      [
        "training": writer.count(training.totals.parameters.total),
        "inference": writer.count(inference.totals.parameters.total),
      ], holds: training.totals.parameters.total > inference.totals.parameters.total)
    writer.say("guide.googlenet.later")
  }

  private static func exercises(_ writer: inout GuideWriter, _ module: Profile, _ network: Network) {
    writer.exercise(
      .byHand, "guide.googlenet.question_channels", "guide.googlenet.reason_channels",
      answer: "\(module.output.channels)", command: "zoo explain inception output")
    writer.exercise(
      .byHand, "guide.googlenet.question_average", "guide.googlenet.reason_average",
      answer: writer.plain(Planes.average([3, 0, 0, 1, 0, 5, 0, 0, 0])))
    let pool = network.layers.first { $0.auxiliary != nil }
    writer.exercise(
      .byHand, "guide.googlenet.question_pool", "guide.googlenet.reason_pool",
      answer: "\(pool?.shape.extent[0] ?? 0)", command: "zoo explain googlenet loss1/ave_pool --mode training")
  }
}
