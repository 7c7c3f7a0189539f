import Foundation

/// The folder of the project.
public let project = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// What a script recorded in a file of `Tests/Fixtures`; nil without the file, for which a test that counts the rows fails.
public func recording<Recording: Decodable>(_ file: String, as type: Recording.Type = Recording.self) -> Recording? {
  (try? Data(contentsOf: project.appending(path: "Tests/Fixtures/\(file)"))).flatMap {
    try? JSONDecoder().decode(type, from: $0)
  }
}

/// What the zoo calls a network of torchvision's, whose AlexNet and GoogLeNet are not those of the papers.
public func zooName(ofTorchvision network: String) -> String {
  let name = network.replacing("_", with: "-")
  return ["alexnet", "googlenet"].contains(name) ? "\(name)-torchvision" : name
}
