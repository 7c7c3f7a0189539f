import Foundation
import TestSupport
import Testing

/// `Package.swift` against the sources: a target depends on what its files import, and on nothing else.
@Suite struct PackageTests {
  @Test func aTargetDependsOnWhatItsFilesImport() throws {
    let manifest = try String(contentsOf: project.appending(path: "Package.swift"), encoding: .utf8)
    // From one target to the next.
    let targets = manifest.split(separator: /\.(?:target|executableTarget|testTarget)\(/).dropFirst()
    let names = Set(targets.compactMap { $0.firstMatch(of: /name: "(\w+)"/).map { String($0.1) } })
    var checked = 0
    for target in targets {
      guard let name = target.firstMatch(of: /name: "(\w+)"/).map({ String($0.1) }) else { continue }
      let folder = project.appending(path: "Sources/\(name)")
      let imported = try Self.imports(in: folder).intersection(
        names.union(["ArgumentParser", "Crypto", "SwiftProtobuf"]))
      guard !imported.isEmpty else { continue }
      let list = target.firstMatch(of: /dependencies: \[((?:[^\[\]])*)\]/).map { String($0.1) } ?? ""
      let dependencies = Set(
        list.replacing(/package: "[^"]*"/, with: "").matches(of: /"(\w+)"/).map { String($0.1) })
      #expect(imported == dependencies, "\(name)")
      checked += 1
    }
    #expect(checked > 12)
  }

  /// The modules that the Swift files of a folder import; none where there is no such folder.
  private static func imports(in folder: URL) throws -> Set<String> {
    var imports: Set<String> = []
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where path.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      for line in text.split(separator: "\n") {
        if let match = line.firstMatch(of: /^ *(?:@testable |internal |public )?import (\w+)/) {
          imports.insert(String(match.1))
        }
      }
    }
    return imports
  }
}
