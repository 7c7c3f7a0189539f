import Architecture
import Report
import TestSupport
import Testing

@testable import Pages

/// The exercises of the guide: each answer computed again, on paper or by loops over numbers instead of by the analyses.
@Suite struct ExerciseTests {
  /// What each question's answer has to be, in English.
  private static let answers: [String: String] = {
    var answers: [String: String] = [:]
    // 3 + 0 + 6 and so on; 0·1 + 1·4 + 2·2 and 2·1 + 1·4 + 0·2.
    answers["guide.convolution.question_blur"] = "9, 6, 9"
    answers["guide.convolution.question_flip"] = "8, 6"
    answers["guide.kernels.question_layer"] = grouped(64 * (3 * 9 + 1))
    answers["guide.kernels.question_size"] = "\((64 * 64) / (32 * 32))"
    answers["guide.windows.question_size"] = "\(positions(224, kernel: 7, stride: 2, padding: 3))"
    answers["guide.windows.question_same"] = "\(paddingThatKeepsTheSize(kernel: 5))"
    answers["guide.windows.question_unread"] = "\(unread(12, kernel: 4, stride: 3))"
    answers["guide.pooling.question_max"] = "8; 6"
    answers["guide.pooling.question_average"] = "4; 3"
    answers["guide.pooling.question_googlenet"] = grouped(1024)
    answers["guide.field.question_stack"] = "\(seen([1, 1, 1, 1]))"
    answers["guide.field.question_stride"] = "\(seen([2, 1, 1, 1]))"
    // conv1_1 to conv4_3: ten kernels of 3, three poolings of 2, at jumps of 1, 2, 4 and 8.
    let added: [Int] = [4, 1, 8, 2, 24, 4, 48]
    answers["guide.field.question_vgg"] = "\(added.reduce(1, +))"
    answers["guide.small.question_five"] = "25; 18"
    answers["guide.small.question_eleven"] = "5"
    answers["guide.averaging.question_gap"] = grouped(1024 * 1000 + 1000)
    answers["guide.averaging.question_vgg"] = grouped(vggConvolutions + 512 * 1000 + 1000)
    answers["guide.size.question_forty"] = grouped(16 * 7 * 7)
    answers["guide.size.question_largest"] = "32 to 35"
    answers["guide.size.question_areas"] = "3.998"
    answers["guide.reductions.question_thin"] = grouped(512 * 24 + 24)
    answers["guide.reductions.question_channels"] = "640; 1,024"
    answers["guide.alexnet.question_groups"] = grouped(256 * 192 * 9 + 256)
    answers["guide.alexnet.question_whole"] = grouped(256 * 384 * 9 + 256)
    answers["guide.eye.question_corner"] = grouped(4 * (2 * 25 + 1))
    answers["guide.eye.question_stroke"] = "3"
    // 5, then a pooling of 2, then a kernel of 5 at a jump of 2.
    answers["guide.eye.question_lenet"] = "14"
    answers["guide.layer.question_second"] = "5"
    answers["guide.layer.question_bias"] = "\([6, 7, -4, -3].filter { $0 > 0 }.count)"
    answers["guide.layer.question_alexnet"] = grouped(96 * (3 * 121 + 1))
    answers["guide.classes.question_position"] = "\(flattened(map: 3, row: 2, column: 4, size: 5))"
    answers["guide.classes.question_score"] = "5"
    answers["guide.classes.question_connected"] = grouped(401 * 120 + 121 * 84 + 85 * 10)
    answers["guide.classes.question_vgg"] = grouped(512 * 7 * 7)
    answers["guide.both.question_kernels"] = "142; 1,376"
    answers["guide.both.question_size"] = "\(positions(227, kernel: 11, stride: 4, padding: 0))"
    answers["guide.both.question_largest"] = "61.9 %"
    answers["guide.vgg.question_layer"] = grouped(512 * (512 * 9 + 1))
    answers["guide.vgg.question_depth"] = "16"
    answers["guide.vgg.question_nineteen"] = grouped(256 * (256 * 9 + 1) + 2 * 512 * (512 * 9 + 1))
    answers["guide.googlenet.question_channels"] = "256"
    answers["guide.googlenet.question_average"] = "1"
    answers["guide.googlenet.question_pool"] = "\(positions(14, kernel: 5, stride: 3, padding: 0))"
    // 138,357,544 / 60,965,224 and 15,470,264,320 / 138,357,544.
    answers["guide.networks.question_ratio"] = "2.27"
    answers["guide.networks.question_work"] = "112"
    answers["guide.networks.question_depth"] = "\(3 + 9 * 2 + 1)"
    answers["guide.filters.question_weights"] = grouped(16 * (6 * 25 + 1))
    answers["guide.filters.question_nine"] = "4"
    // √(2·24/3); |3 − 3|/2, (3 + 3)/2, (3 + 0)/2, (9 + 9)/2.
    answers["guide.effective.question_root"] = "4"
    answers["guide.effective.question_definitions"] = "0; 3; 1.5; 9"
    // Twenty halvings of the square.
    answers["guide.gradients.question_half"] = grouped(1 << (20 / 2))
    // 6.907755 + 2 · 0.3 · 6.907755.
    answers["guide.gradients.question_loss"] = "11.05"
    // What zoo gradient-norms prints: 0.0003217 at fc8, 0.0002257 at fc7, and 0.02578 at fc20.
    answers["guide.gradients.question_hundredth"] = "fc7"
    // torchvision, num_params.
    answers["guide.lesson.question_sixty"] = "61,100,840"
    answers["guide.lesson.question_padding"] = "\(positions(28, kernel: 5, stride: 1, padding: 0))"
    return answers
  }()

  @Test func everyAnswerComesOutAnotherWay() throws {
    let guide = Guide(language: .english) { try zoo($0) }
    var asked: Set<String> = []
    for topic in Guide.topics {
      for exercise in try guide.exercises(of: topic) {
        #expect(exercise.answer == Self.answers[exercise.key], "\(exercise.key)")
        #expect(exercise.reason.contains("**\(exercise.answer)**"), "\(exercise.key)")
        #expect(asked.insert(exercise.key).inserted, "\(exercise.key) is asked twice")
      }
    }
    #expect(asked == Set(Self.answers.keys))
  }

  @Test(arguments: Guide.topics.map(\.name))
  func everyPageAsksSomething(_ name: String) throws {
    let topic = try #require(Guide.topics.first { $0.name == name })
    #expect(try Guide(language: .spanish) { try zoo($0) }.exercises(of: topic).count >= 2)
  }

  // MARK: By counting

  private static func grouped(_ number: Int) -> String { Language.english.grouped(number) }

  /// Places where a kernel fits, tried one after the other.
  private static func positions(_ size: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    (-padding...size + padding).filter { ($0 + padding) % stride == 0 && $0 + kernel <= size + padding }.count
  }

  private static func paddingThatKeepsTheSize(kernel: Int) -> Int {
    (0..<kernel).first { positions(20, kernel: kernel, stride: 1, padding: $0) == 20 } ?? -1
  }

  private static func unread(_ size: Int, kernel: Int, stride: Int) -> Int {
    var read: Set<Int> = []
    for start in 0..<size where start % stride == 0 && start + kernel <= size { read.formUnion(start..<start + kernel) }
    return size - read.count
  }

  /// Where a number lies when maps are laid out one after the other, found by counting.
  private static func flattened(map: Int, row: Int, column: Int, size: Int) -> Int {
    var position = 0
    for otherMap in 0...map {
      for otherRow in 0..<size {
        for otherColumn in 0..<size {
          if (otherMap, otherRow, otherColumn) == (map, row, column) { return position }
          position += 1
        }
      }
    }
    return position
  }

  /// How many cells of a signal one unit sees behind kernels of three: the unit's cells, back layer by layer.
  private static func seen(_ strides: [Int]) -> Int {
    var cells: Set<Int> = [0]
    for stride in strides.reversed() { cells = Set(cells.flatMap { cell in (0..<3).map { cell * stride + $0 } }) }
    return (cells.max() ?? 0) - (cells.min() ?? 0) + 1
  }

  /// The table of VGG's paper, column D.
  private static let vggConvolutions: Int = {
    let channels = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    return zip(channels, channels.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 * 9 + $1.1 }
  }()
}
