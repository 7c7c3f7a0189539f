import Analysis
import ArgumentParser
import ModelFile
import Models
import PlainText

/// Which machine rooflines and least times are of: a described one, or its two figures.
struct MachineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The machine of the roofline: one of 'zoo machines', or a file that describes one.", valueName: "name"),
    completion: .list(Machines.all.map(\.name)))
  var machine: String?

  @Option(help: ArgumentHelp("The machine's peak, in GFLOP/s, instead of what is described.", valueName: "gflops"))
  var peakGflops: Double?

  @Option(help: ArgumentHelp("The machine's memory bandwidth, in GB/s.", valueName: "gbs"))
  var bandwidthGbs: Double?

  func validate() throws {
    for (name, value) in [("--peak-gflops", peakGflops), ("--bandwidth-gbs", bandwidthGbs)] {
      if let value, !(value > 0 && value.isFinite) { throw misuse("\(name) is a number above 0") }
    }
  }

  /// - Throws: `Failure` where there is no such machine, its file has mistakes, or it states no peak for the type.
  func machine(for type: DataType) throws -> Roofline.Machine {
    guard let machine else {
      let small = Roofline.Machine.typical
      return Roofline.Machine(
        peakGflops: peakGflops ?? small.peakGflops, bandwidthGbs: bandwidthGbs ?? small.bandwidthGbs)
    }
    let file = try MachineOptions.file(machine)
    guard let peak = peakGflops ?? file.peakGflops(of: type.rawValue) else {
      let known = file.peakGflops.keys.compactMap(\.self).sorted().joined(separator: ", ")
      throw Failure.data(
        "\(machine.visible): error: no peak is stated for \(type.rawValue) (stated: \(known)); give one with --peak-gflops"
      )
    }
    return Roofline.Machine(peakGflops: peak, bandwidthGbs: bandwidthGbs ?? file.bandwidthGbs)
  }

  /// A machine of 'zoo machines', or a file's.
  static func file(_ machine: String) throws -> MachineFile {
    let types = DataType.allCases.map(\.rawValue)
    let source: SourceText
    if let known = Machines.file(named: machine) {
      source = SourceText(name: machine, text: String(decoding: known.text, as: UTF8.self))
    } else if machine.contains("/") || machine.contains(".") {
      source = try ModelLoader.text(ofFile: machine)
    } else {
      throw Failure.noInput(
        "no machine is called '\(machine.visible)'\(NearestWord.hint(for: machine, among: Machines.all.map(\.name))); 'zoo machines' lists them, and a file is given by its path"
      )
    }
    do {
      return try MachineFile(source, types: types)
    } catch {
      throw Failure.data(error.phrase)
    }
  }
}
