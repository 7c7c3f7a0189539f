/// The descriptions of machines in `machines/`, embedded in the binary: what each can compute and move in a second.
public enum Machines {
  /// A machine by its name, and the text of its file.
  public struct File: Sendable {
    public let name: String
    public let text: [UInt8]
  }

  /// From the slowest to the fastest.
  public static let all = [
    File(name: "small", text: PackageResources.small_yaml),
    File(name: "raspberry-pi-5", text: PackageResources.raspberry_pi_5_yaml),
    File(name: "jetson-nano", text: PackageResources.jetson_nano_yaml),
    File(name: "t4", text: PackageResources.t4_yaml),
    File(name: "a100-40gb", text: PackageResources.a100_40gb_yaml),
  ]

  public static func file(named name: String) -> File? { all.first { $0.name == name } }
}
