import Foundation
import Testing

@testable import DataSets

/// Pictures in folders and lists.
@Suite struct PictureDataTests {
  private func truths(_ data: DataSet) -> [String] {
    guard case .pictures(let paths) = data.examples else { return [] }
    return zip(paths, data.truths).map { "\($0.split(separator: "/").suffix(2).joined(separator: "/")) \($1)" }
  }

  private func folder() throws -> Folder {
    let folder = Folder()
    for name in ["cat/1.png", "cat/2.PNG", "dog/1.jpg"] { try folder.picture(9, to: name) }
    try folder.write("", to: "dog/notes.txt")
    try folder.write("", to: "dog/.hidden")
    return folder
  }

  @Test func aFolderForEachClass() throws {
    let folder = try folder()
    let data = try DataSet(folder.url.path + "/", classes: 3, names: ["dog", "horse", "cat"])
    #expect(truths(data) == ["cat/1.png 2", "cat/2.PNG 2", "dog/1.jpg 0"])
    #expect(data.remarks == [.skipped(1)])
    let byOrder = try DataSet(folder.url.path, classes: 2, names: ["chat", "chien"])
    #expect(truths(byOrder) == ["cat/1.png 0", "cat/2.PNG 0", "dog/1.jpg 1"])
    #expect(byOrder.remarks == [.classesByOrder(first: "cat", last: "dog"), .skipped(1)])
  }

  @Test func foldersOfNumbers() throws {
    let folder = Folder()
    for name in ["7/a.png", "10/b.png"] { try folder.picture(9, to: name) }
    #expect(truths(try DataSet(folder.url.path, classes: 11, names: nil)) == ["10/b.png 10", "7/a.png 7"])
    #expect(
      refusal { _ = try DataSet(folder.url.path, classes: 10, names: nil) }?.hasSuffix(
        "/10: the label '10' is no class: there are 10, 0 to 9") == true)
  }

  @Test func foldersThatAreNoClasses() throws {
    let folder = try folder()
    #expect(
      refusal { _ = try DataSet(folder.url.path, classes: 3, names: ["dog", "horse", "cats"]) }?.hasSuffix(
        "/cat: no class is called 'cat', did you mean 'cats'?") == true)
    #expect(
      refusal { _ = try DataSet(folder.url.path, classes: 3, names: nil) }?.contains(
        "there are 2 such words and 3 outputs") == true)
    let empty = Folder()
    try empty.write("", to: "cat/x.txt")
    #expect(refusal { _ = try DataSet(empty.url.path, classes: 3, names: nil) }?.contains("no pictures in it") == true)
    #expect(
      refusal { _ = try DataSet(empty.url.path + "/cat", classes: 3, names: nil) }?.contains(
        "neither a folder for each class nor a file of MNIST's is in it") == true)
  }

  @Test func lists() throws {
    let folder = try folder()
    try folder.picture(3, to: "a b.png")
    let blanks = try folder.write("cat/1.png cat\r\n\na b.png\tdog \ndog/1.jpg   cat", to: "list.txt")
    #expect(
      truths(try DataSet(blanks, classes: 2, names: ["cat", "dog"])).map { $0.suffix(7) } == [
        "1.png 0", "b.png 1", "1.jpg 0",
      ])
    let csv = try folder.write("path,label\n\"cat/1.png\", 1\n\(folder.url.path)/a b.png,0\n", to: "list.csv")
    #expect(try DataSet(csv, classes: 2, names: nil).truths == [1, 0])
  }

  @Test func wrongLines() throws {
    let folder = try folder()
    let lines = try folder.write("cat/1.png cat\ndog/1.jpg\n", to: "one.txt")
    #expect(
      refusal { _ = try DataSet(lines, classes: 2, names: nil) } == "\(lines):2: not 'path label': 'dog/1.jpg'")
    let csv = try folder.write("cat/1.png,cat\ndog/1.jpg,dog,1\n\"dog,1\n", to: "two.csv")
    #expect(
      refusal { _ = try DataSet(csv, classes: 2, names: nil) }
        == "\(csv):2: not 'path,label': 'dog/1.jpg,dog,1'\n\(csv):3: not 'path,label': '\"dog,1'")
    let absent = try folder.write("cat/1.png 0\ncat/9.png 0\n", to: "three.txt")
    #expect(
      refusal { _ = try DataSet(absent, classes: 2, names: nil) }
        == "\(absent):2: there is no picture '\(folder.url.path)/cat/9.png' that can be read")
    let outside = try folder.write("cat/1.png 0\ndog/1.jpg -1\n", to: "four.txt")
    #expect(
      refusal { _ = try DataSet(outside, classes: 2, names: nil) }
        == "\(outside):2: the label '-1' is no class: there are 2, 0 to 1")
    let head = try folder.write("path,class\n", to: "five.csv")
    #expect(refusal { _ = try DataSet(head, classes: 2, names: nil) }?.contains("no pictures in it") == true)
  }

  @Test func truthIsForArrays() throws {
    let folder = try folder()
    #expect(
      refusal { _ = try DataSet(folder.url.path, classes: 2, names: nil, options: .init(labels: "x")) }?.contains(
        "--truth and --arrays are for arrays") == true)
  }
}
