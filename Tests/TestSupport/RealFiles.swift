import Foundation

/// The folder of weights that others published, beside the package and no part of it.
public enum RealFiles {
  private static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  public static func path(_ name: String) -> String {
    package.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)").path
  }

  public static var areThere: Bool { FileManager.default.fileExists(atPath: path("README.md")) }
}
