import Analysis
import Architecture
import Report
import TestSupport
import Testing

@testable import Pages

/// Sentences that say more than a number: written only where the numbers bear them out.
@Suite struct ClaimTests {
  /// The guide with one network of the zoo in the place of another.
  private func write(_ topic: String, with other: String, insteadOf name: String) throws {
    let guide = Guide(language: .english) { try zoo($0 == name ? other : $0) }
    let topic = try #require(Guide.topics.first { $0.name == topic })
    _ = try guide.exercises(of: topic)
  }

  @Test(arguments: [
    // Configuration C has kernels of 1×1 too.
    ("small-kernels", "vgg16-c", "vgg16", "guide.small.question"),
    // GoogLeNet has few parameters in fully connected layers.
    ("averaging", "googlenet", "alexnet", "guide.averaging.where"),
    // Its C5 is a fully connected layer.
    ("averaging", "lenet5-modern", "lenet5", "guide.averaging.where"),
    ("receptive-field", "lenet5", "googlenet", "guide.field.beyond"),
    ("alexnet", "alexnet", "alexnet-torchvision", "guide.alexnet.normalization"),
    ("lenet-alexnet", "lenet-caffe", "alexnet", "guide.both.more"),
    ("vgg", "alexnet", "vgg16", "guide.vgg.only"),
    ("vgg", "vgg16", "alexnet", "guide.vgg.only"),
    ("googlenet", "vgg16", "inception", "guide.googlenet.padding"),
    ("networks", "vgg19", "googlenet", "guide.networks.fewer"),
    ("lesson", "vgg16-c", "vgg16", "guide.lesson.reason_growth"),
    ("lesson", "lenet5", "alexnet", "guide.lesson.reason_filters"),
    ("lesson", "alexnet", "lenet5", "guide.lesson.reason_filters"),
  ])
  func aSentenceThatIsNotTrueIsNotWritten(topic: String, other: String, name: String, key: String) throws {
    #expect(throws: UntrueSentence(key: key)) { try write(topic, with: other, insteadOf: name) }
  }

  @Test func layersBehindTheImagesSizeThatSeeLessAreNamed() throws {
    let page = try #require(try files("googlenet").first { $0.path == "googlenet.md" })
    #expect(page.text.contains("all that follow but `inception_4b/pool`, `inception_4b/pool_proj`"))
  }

  @Test func mapsAreNoImage() throws {
    for file in try files("inception") { #expect(!file.text.contains(/\b[Ii]mage\b/), "\(file.path)") }
  }

  private func files(_ name: String) throws -> [ReportFile] {
    let profile = try Profile(of: zoo(name))
    return Reports([Reports.Entry(profile: profile)], language: .english).files
  }
}
