import Architecture

/// Two files of the same network: each checked, and the one compared with the other, in a single reading of both.
public struct Comparison: Sendable {
  public let check: Check
  public let otherCheck: Check
  /// Of all tensors that both files have, in the order of the network.
  public let differences: [Difference]

  /// - Parameters:
  ///   - flipsChannels: of the first file.
  ///   - progress: is told how many bytes were read.
  public init(
    of file: WeightFile, with other: WeightFile, onto network: Network, flipsChannels: Bool = false,
    progress: (Int) -> Void = { _ in }
  ) throws(WeightError) {
    let mapping = Mapping(of: file, onto: network, flipsChannels: flipsChannels)
    let otherMapping = Mapping(of: other, onto: network)
    var counterparts = Dictionary(
      otherMapping.matches.map { ($0.parameter.name, $0) }, uniquingKeysWith: { first, _ in first })
    var differences: [Difference] = []
    var findings: [Check.Finding] = []
    var otherFindings: [String: [Check.Finding]] = [:]
    for match in mapping.matches {
      guard let counterpart = counterparts.removeValue(forKey: match.parameter.name) else {
        findings += try Check.findings(match, in: file, progress)
        continue
      }
      let (a, b) = (try OrderedNumbers(match, in: file), try OrderedNumbers(counterpart, in: other))
      var checks: Difference.Checks = (NumberCheck(match, in: file), NumberCheck(counterpart, in: other))
      if a.isDouble || b.isDouble {
        checks = (nil, nil)
        findings += try Check.findings(match, in: file, progress)
        otherFindings[match.parameter.name] = try Check.findings(counterpart, in: other, progress)
      }
      differences.append(try Difference(a, b, checks: &checks, progress: progress))
      if let check = checks.a { findings += check.findings }
      if let check = checks.b { otherFindings[match.parameter.name] = check.findings }
    }
    for match in otherMapping.matches where counterparts[match.parameter.name] != nil {
      otherFindings[match.parameter.name] = try Check.findings(match, in: other, progress)
    }
    self.differences = differences
    check = Check(mapping, findings)
    otherCheck = Check(otherMapping, otherMapping.matches.flatMap { otherFindings[$0.parameter.name] ?? [] })
  }
}
