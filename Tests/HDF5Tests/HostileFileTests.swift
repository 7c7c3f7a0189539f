import Foundation
import Sandbox
import Testing

@testable import HDF5

/// Files whose fault HDF5 itself finds from 1.14 on, before ours is broken: they are unsound then.
/// `RefusalTests` read the same list.
private let foundByLaterLibraries: Set<String> = {
  let list = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Fixtures/found-by-later-libraries.txt")
  return Set((try? String(contentsOf: list, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? [])
}()

/// Files that mean harm, and files that bits fell out of: each ends with a named rule or an error, never with a trap.
@Suite struct HostileFileTests {
  @Test(arguments: fixtures(in: "hostile")) func refusedByItsRule(_ name: String) throws {
    let rule = try #require(name.split(separator: "/").last?.split(separator: "--").first)
    do {
      _ = try readAll(fixture(name))
      Issue.record("\(name) was read")
    } catch {
      let rules =
        foundByLaterLibraries.contains(String(name.split(separator: "/").last ?? ""))
        ? [rule, "sound-contents"] : [rule]
      #expect(rules.contains { error.description.hasPrefix("rule \($0): ") }, "\(error)")
      #expect(error.description.utf8.count < 1000)
    }
  }

  @Test(arguments: fixtures(in: "unreadable")) func datasetLeftUnread(_ name: String) throws {
    let rule = try #require(name.split(separator: "/").last?.split(separator: "--").first)
    let reader = try HDF5Reader(path: fixture(name), worker: worker)
    let why = try #require(try reader.dataset("/x").unreadable)
    #expect("\(why)".hasPrefix("rule \(rule): '/x' "), "\(why)")
    #expect(throws: HDF5Error.invalid(why)) { try reader.bytes(of: reader.index("/x")) }
  }

  @Test func thereAreFilesForTheRules() {
    let rules = Set(
      (fixtures(in: "hostile") + fixtures(in: "unreadable")).compactMap { name in
        name.split(separator: "/").last?.components(separatedBy: "--").first
      })
    // The rest take a large file, a library that misreports, or are broken by the files of other tests.
    let without: Set<HDF5Rule> = [
      .objectCount, .knownLayout, .boundedMemory, .signature, .wholeFile, .knownVersion, .survivedReading,
    ]
    for rule in HDF5Rule.allCases where !without.contains(rule) { #expect(rules.contains(rule.rawValue), "\(rule)") }
  }

  /// Every refusal names a rule and says what to do.
  @Test func everyRefusalHasARemedy() {
    for rule in HDF5Rule.allCases { #expect(!rule.remedy.isEmpty) }
    for error in [
      .notHDF5, .truncated(bytes: 1, expected: 2), .unknownVersion("x"), .damaged("x"), .workerEnded("x"),
    ] as [HDF5Error] {
      #expect(error.description.hasPrefix("rule "), "\(error)")
    }
  }

  /// Of what the library says, its values are left out: addresses in memory among them.
  @Test(arguments: [
    ("unable to load object header", "unable to load object header"),
    ("addr overflow, addr = 72340172838076673, size=544, eoa=2048", "addr overflow"),
    (
      "file read failed: time = Fri Nov 27 12:00:00 2026, filename = '', file descriptor = 3, errno = 14, error message = 'Bad address', buf = 0x7ffd6f0, total read size = 8",
      "Bad address"
    ),
  ])
  func valuesOfTheLibrary(_ said: String, _ plain: String) { #expect(Library.plain(said) == plain) }

  /// Every cut is refused for its length before the library sees it; every 16th byte is cut here.
  @Test func truncated() throws {
    let whole = try contents(fixture("attributes.h5"))
    #expect(try readAll(whole) == [:])
    for length in stride(from: 0, to: whole.count, by: 16) {
      #expect {
        try readAll(Array(whole[..<length]))
      } throws: { error in
        switch error as? HDF5Error {
        case .truncated(bytes: length, expected: _), .notHDF5: true
        default: false
        }
      }
    }
  }

  /// One byte changed, here and there: an error or a value, in time, and never a trap of the reader.
  @Test(arguments: ["types.h5", "chunks-v110.h5", "attributes.h5"]) func changedBytes(_ name: String) throws {
    let whole = try contents(fixture(name))
    _ = try readAll(whole)
    for position in stride(from: 3, to: whole.count, by: max(whole.count / 40, 1)) {
      for value in [whole[position] ^ 1, 0, 0xff] {
        var changed = whole
        changed[position] = value
        let start = Clock.now
        _ = try? readAll(changed)
        #expect(Clock.now - start < 5, "\(name) byte \(position) = \(value)")
      }
    }
  }

  @Test func workerThatDies() throws {
    for (command, words) in [
      (["/bin/sh", "-c", "kill -SEGV $$"], "reached for memory that is not its own (signal 11)"),
      (["/bin/sh", "-c", "kill -ABRT $$"], "gave up on what it read (signal 6)"),
      (["/bin/sh", "-c", "kill -USR1 $$"], "was ended by signal 10"),
      (["/bin/sh", "-c", "exit 3"], "ended with status 3"),
      (["/bin/sh", "-c", "printf '\\001\\000\\000\\000\\000\\000\\000\\000\\007' >&4; sleep 9"], "answered nonsense"),
      (["/bin/sh", "-c", "printf '\\377\\377\\377\\377\\377\\377\\377\\377' >&4; sleep 9"], "answered nonsense"),
      (["/bin/sh", "-c", "sleep 60"], "took more than 3 seconds"),
    ] {
      #expect {
        try HDF5Reader(path: fixture("types.h5"), worker: command)
      } throws: { error in
        "\(error)".hasPrefix("rule survived-reading: the process that read it ")
          && "\(error)".contains(words) && "\(error)".contains("nothing was changed; copy or download it again")
      }
    }
  }
}

/// What the worker may do once it is confined; what it may not is SandboxTests' business.
@Suite struct ConfinementTests {
  /// It reads on, and has no way to open another file.
  @Test func whatIsOpenStillReads() async {
    await #expect(processExitsWith: .success) {
      let input = open(fixture("types.h5"), O_RDONLY)
      guard (try? HDF5Worker.confine(input: input)) != nil else { exit(10) }
      var byte: UInt8 = 0
      _exit(pread(input, &byte, 1, 0) == 1 && byte == 0x89 ? EXIT_SUCCESS : 13)
    }
  }

  @Test(.enabled(if: !Confinement.isWatched, "a sanitizer takes more memory than the limits leave"))
  func memoryEnds() async {
    await #expect(processExitsWith: .success) {
      guard (try? HDF5Worker.confine(input: open(fixture("types.h5"), O_RDONLY))) != nil else { exit(10) }
      _exit(malloc(256 << 20) == nil ? EXIT_SUCCESS : 11)
    }
  }
}
