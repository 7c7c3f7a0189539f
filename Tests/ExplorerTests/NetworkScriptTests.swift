import Analysis
import Architecture
import Foundation
import Report
import TestSupport
import Testing

@testable import Explorer

/// The page's arithmetic, run by Node, against the program: random networks with a random change at a random size.
@Suite struct NetworkScriptTests {
  private static let node = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/node" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(.enabled(if: node != nil, "needs node"))
  func aThousandRandomNetworksAndChangesComeOutAsInTheProgram() throws {
    var cases: [JSON] = []
    var random = SeededGenerator(seed: 15)
    for (axes, hasBranches, moves) in [(1, false, false), (2, true, false), (2, true, true), (1, true, true)] {
      for (seed, network) in RandomNetwork.networks(
        250, axes: axes, hasBranches: hasBranches, movesPositions: moves, seed: 1_000 * axes + (moves ? 7 : 0))
      {
        cases.append(try self.case(network, "random \(axes) \(moves) \(seed)", &random))
      }
    }
    #expect(cases.count == 1_000)
    let problems = try run(cases)
    #expect(problems.isEmpty, "\(problems)")
  }

  /// Networks of the zoo, for each convention: batch normalization, gates, auxiliary classifiers, adaptive pooling.
  @Test(
    .enabled(if: node != nil, "needs node"),
    arguments: ["alexnet", "googlenet", "inception-v3", "mobilenet-v3-small", "lenet5", "shufflenet-v2-x0-5"])
  func theZooComesOutAsInTheProgram(model: String) throws {
    let network = try zoo(model)
    var random = SeededGenerator(seed: 3)
    let cases = try Convention.allCases.map { convention -> JSON in
      var options = Profile.Options()
      options.convention = convention
      options.batch = random.integer(1...4)
      options.mode = random.chance(50) ? .training : .inference
      return try self.case(network, "\(model) \(convention)", change: nil, size: nil, options)
    }
    let problems = try run(cases)
    #expect(problems.isEmpty, "\(problems)")
  }

  // MARK: A case

  private func `case`(_ network: Network, _ name: String, _ random: inout SeededGenerator) throws -> JSON {
    let rows = network.layers.indices.dropFirst(network.inputCount)
    let index = rows[rows.startIndex + random.integer(0...(rows.count - 1))]
    var options = Profile.Options()
    options.batch = random.integer(1...3)
    options.convention = random.pick(Convention.allCases)
    options.dataType = random.pick(DataType.allCases)
    options.mode = random.chance(30) ? .training : .inference
    let size = random.chance(60) ? network.input.extent.map { $0 + random.integer(-3...9) }.map { max(1, $0) } : nil
    return try self.case(network, name, change: change(network.layers[index], &random), size: size, options)
  }

  /// A kind with an argument changed, and what the script is told; nil for kinds that are not edited.
  private func change(_ layer: Layer, _ random: inout SeededGenerator) -> (String, any LayerKind, (String, JSON))? {
    func changed(_ window: WindowArguments) -> (WindowArguments, (String, JSON)) {
      let number = random.integer(1...4)
      switch random.integer(1...3) {
      case 1:
        return (
          WindowArguments(
            kernel: [number], stride: window.stride, padding: window.padding, dilation: window.dilation,
            rounding: window.rounding), ("k", .integers([number]))
        )
      case 2:
        return (
          WindowArguments(
            kernel: window.kernel, stride: [number], padding: window.padding, dilation: window.dilation,
            rounding: window.rounding), ("s", .integers([number]))
        )
      default:
        let pair = WindowArguments.Padding.Pair(before: number - 1, after: number - 1)
        return (window.padded(.cells([pair])), ("p", .array([.integers([number - 1, number - 1])])))
      }
    }
    switch layer.kind {
    case let kind as Convolution where random.chance(40):
      let channels = random.integer(1...5)
      return (
        layer.name,
        Convolution(channels: channels, window: kind.window, groups: kind.groups, hasBias: kind.hasBias),
        ("c", .integer(channels))
      )
    case let kind as Convolution:
      let (window, told) = changed(kind.window)
      return (
        layer.name, Convolution(channels: kind.channels, window: window, groups: kind.groups, hasBias: kind.hasBias),
        told
      )
    case let kind as TransposedConvolution:
      let (window, told) = changed(kind.window)
      return (
        layer.name,
        TransposedConvolution(
          channels: kind.channels, window: window, outputPadding: kind.outputPadding, groups: kind.groups,
          hasBias: kind.hasBias), told
      )
    case let kind as MaxPooling:
      let (window, told) = changed(kind.window)
      return (layer.name, MaxPooling(window: window), told)
    case let kind as AveragePooling:
      let (window, told) = changed(kind.window)
      return (layer.name, AveragePooling(window: window, countsPadding: kind.countsPadding), told)
    case let kind as FullyConnected:
      let outputs = random.integer(1...5)
      return (
        layer.name, FullyConnected(outputs: outputs, hasBias: kind.hasBias, flattens: kind.flattens),
        ("c", .integer(outputs))
      )
    default: return nil
    }
  }

  private func `case`(
    _ network: Network, _ name: String, change: (layer: String, kind: any LayerKind, told: (String, JSON))?,
    size: [Int]?, _ options: Profile.Options
  ) throws -> JSON {
    var own = Profile.Options()
    own.mode = .inference
    let profile = try Profile(of: network, options: own)
    var training: Profile?
    if !profile.auxiliaries.isEmpty {
      own.mode = .training
      training = try Profile(of: network, options: own)
    }
    let pane = ExplorerPage([ExplorerPage.Entry(profile, training: training)]).panes[0]
    // What fits is a search of its own.
    let facts = JSON.object(pane.facts + [("accepted", .object([("en", .string("32 to 35"))]))])
    var settings: [(String, JSON)] = [
      ("batch", .integer(options.batch)), ("type", .string(options.dataType.rawValue)),
      ("convention", .string(options.convention.rawValue)), ("isTraining", .bool(options.mode == .training)),
    ]
    settings.append(("extent", .integers(size ?? network.input.extent)))
    var members: [(String, JSON)] = [
      ("name", .string(name)), ("facts", facts), ("settings", .object(settings)),
    ]
    if let change { members.append(("changes", .object([(change.layer, .object([change.told]))]))) }
    members.append(("expected", expected(network, change, size, options)))
    return .object(members)
  }

  /// What the program says: a list of layers, or the layer that does not fit.
  private func expected(
    _ network: Network, _ change: (layer: String, kind: any LayerKind, told: (String, JSON))?, _ size: [Int]?,
    _ options: Profile.Options
  ) -> JSON {
    var built = network
    if let change {
      var builder = NetworkBuilder(named: network.model.name)
      for layer in network.layers {
        do {
          if layer.inputs.isEmpty {
            _ = try builder.input(layer.shape, name: layer.name)
          } else {
            let kind = layer.name == change.layer ? change.kind : layer.kind
            _ = try builder.add(
              kind, name: layer.name, module: layer.module, reading: layer.inputs, scope: layer.scope)
          }
        } catch {
          return .object([("error", .string(layer.name))])
        }
      }
      guard let network = try? builder.network() else { return .null }
      built = network
    }
    if let size {
      do {
        built = try built.resized(to: Shape(channels: network.input.channels, extent: size))
      } catch let error as ResizeError {
        return .object([("error", .string(error.layer.name))])
      } catch {
        return .null
      }
    }
    guard let profile = try? Profile(of: built, options: options) else { return .null }
    let explanation = Explanation(of: profile)
    let rows = profile.rows.map { row -> JSON in
      let axes = row.field.axes.map { axis in
        JSON.array([
          .integer(axis.size), .optional(axis.stride, JSON.integer), .optional(axis.padding, JSON.integer),
        ])
      }
      let said = explanation.arithmetic(of: row).filter {
        ["output size", "parameters", "MACs", "activations"].contains($0.label)
      }
      return .object([
        ("name", .string(row.layer.name)), ("shape", .integers(row.layer.shape.dimensions)),
        ("parameters", .integer(row.parameters.total)), ("macs", .integer(row.macs)),
        ("operations", .optional(row.operations.number, JSON.integer)), ("bytes", .integer(row.activationBytes)),
        ("isWhole", .bool(row.field.seesWholeInput)), ("isKnown", .bool(row.field.isKnown)), ("axes", .array(axes)),
        ("said", .array(said.map { .array([.string($0.label), .string($0.text)]) })),
      ])
    }
    return .object([
      ("rows", .array(rows)), ("peak", .integer(profile.memory.peak)), ("total", .integer(profile.memory.total)),
    ])
  }

  // MARK: Node

  private static let harness = """
    const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const problems = [];
    let unknown = 0;
    const limit = 600;
    for (const { name, facts, settings, changes, expected } of cases) {
      const network = new Network(facts);
      network.settings = settings;
      network.changes = changes ?? {};
      network.compute();
      const note = (what, found, wanted) => problems.push(`${name}: ${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
      if (expected === null) continue;
      if (expected.error !== undefined) {
        const found = network.error ? network.layers[network.error.index - network.inputCount].name : null;
        if (found !== expected.error) note("what does not fit", found, expected.error);
        else if (network.errorLines().some((line) => line.includes("{"))) note("words", network.errorLines(), "all filled in");
        continue;
      }
      if (network.error) {
        note("fits", network.errorLines(), true);
        continue;
      }
      const rows = network.layers.map((layer, row) => [layer, row]).filter(([, row]) => network.counts(row + network.inputCount));
      for (const [place, [layer, row]] of rows.entries()) {
        const wanted = expected.rows[place];
        const result = network.result(row);
        const check = (what, found) => { if (!isSame(found, wanted[what])) note(`${layer.name} ${layer.op} ${what}`, found, wanted[what]); };
        check("name", layer.name);
        if (result.unknown) { note(layer.name, "unknown", "known"); continue; }
        check("shape", result.shape);
        check("parameters", result.parameters);
        check("macs", result.totalMacs);
        check("bytes", result.bytes);
        check("isWhole", result.field.isWhole);
        check("isKnown", result.field.isKnown);
        check("axes", result.field.axes.map((axis) => [axis.size, axis.stride, axis.padding]));
        // A formula that does not follow says so instead of guessing.
        const isUnknown = result.operations === null && network.counting(row + network.inputCount) === null;
        if (!isUnknown || wanted.operations === null) check("operations", result.operations);
        else if (++unknown > limit) note(layer.name, "too many are unknown", unknown);
        const labels = ["output size", "parameters", "MACs", "activations"];
        const isTold = !["resize", "slice", "reduce", "broadcast", "add", "fixed"].includes(layer.op);
        if (isTold) check("said", explanation.of(network, row).filter(([label]) => labels.includes(label)));
      }
      if (network.totals.peak !== expected.peak) note("peak", network.totals.peak, expected.peak);
      if (network.totals.activations !== expected.total) note("activations", network.totals.activations, expected.total);
    }
    console.log(problems.slice(0, 12).join("\\n"));
    """

  /// What the script finds to differ; nothing where all is the same.
  private func run(_ cases: [JSON]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zoo-script-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = PageWords(language: .english)
    let data = JSON.object([("languages", words.json), ("models", .array([]))]).compactText
    try Data(data.utf8).write(to: folder.appending(path: "page.json"))
    try Data(JSON.array(cases).compactText.utf8).write(to: folder.appending(path: "cases.json"))
    let scripts = try [
      "numbers", "axis-field", "receptive-field", "arithmetic", "memory", "network", "explanation",
    ].map {
      try String(contentsOf: project.appending(path: "Sources/Explorer/Script/\($0).js"), encoding: .utf8)
    }
    let head = """
      const { readFileSync } = require("node:fs");
      const written = readFileSync("page.json", "utf8");
      const cases = JSON.parse(readFileSync("cases.json", "utf8"));
      const document = {
        documentElement: { lang: "en", classList: { add() {} } }, getElementById: () => ({ textContent: written }),
      };
      """
    try Data(([head] + scripts + [Self.harness]).joined(separator: "\n").utf8)
      .write(to: folder.appending(path: "run.js"))
    let process = Process()
    process.executableURL = URL(filePath: Self.node ?? "node")
    process.arguments = ["run.js"]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let read = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: read, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
