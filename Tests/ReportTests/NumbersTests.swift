import Testing

@testable import Report

/// Numbers as people read them, at the borders of their units.
@Suite struct NumbersTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (60_965_224, "60,965,224"), (-1, "−1"), (-1234, "−1,234"),
    (Int.max, "9,223,372,036,854,775,807"), (Int.min, "−9,223,372,036,854,775,808"),
  ])
  func thousandsAreSeparated(number: Int, text: String) {
    #expect(Numbers.english.grouped(number) == text)
  }

  @Test(arguments: [
    (999, "999"), (4096, "4096"), (-9999, "−9999"), (10_000, "10\u{202F}000"), (-10_000, "−10\u{202F}000"),
    (1_234_567, "1\u{202F}234\u{202F}567"),
  ])
  func spanishGroupsFiveDigitsAndMore(number: Int, text: String) {
    #expect(Language.spanish.grouped(number) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (40, "40 B"), (999, "999 B"), (1000, "1.00 kB"), (1005, "1.00 kB"), (1006, "1.01 kB"),
    (9994, "9.99 kB"), (9995, "10.0 kB"), (16384, "16.4 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"),
    (999_499, "999 kB"), (999_500, "1.00 MB"), (1_161_600, "1.16 MB"), (999_499_999, "999 MB"),
    (999_500_000, "1.00 GB"),
    (Int.max, "9.22 EB"),
  ])
  func bytesHaveThreeDigitsAndAUnit(number: Int, text: String) {
    #expect(Numbers.english.bytes(number) == text)
  }

  @Test(arguments: [(0, "0"), (12, "12"), (999, "999"), (1000, "1.00 k"), (724_406_816, "724 M"), (999_500, "1.00 M")])
  func shortNumbersHaveALetter(number: Int, text: String) {
    #expect(Numbers.english.short(number) == text)
  }

  @Test(arguments: [
    (0.0, 2, "0.00"), (11.5, 2, "11.50"), (2.005, 1, "2.0"), (0.05, 1, "0.1"), (1234.5, 0, "1,235"),
    (999.95, 1, "1,000.0"),
    (-0.04, 1, "0.0"), (-0.06, 1, "−0.1"), (-1234.25, 2, "−1,234.25"), (.infinity, 1, "∞"), (-.infinity, 1, "−∞"),
    (.nan, 1, "NaN"), (1e300, 2, "1e+300"),
  ])
  func decimalsAreFixed(number: Double, decimals: Int, text: String) {
    #expect(Numbers.english.fixed(number, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0.0, "0 ns"), (1e-9, "1 ns"), (1.5e-9, "1.50 ns"), (999e-9, "999 ns"), (1e-6, "1.00 µs"), (1.054e-3, "1.05 ms"),
    (0.9995, "1.00 s"), (59.0, "59.0 s"), (86_400.0, "86,400 s"),
  ])
  func timesHaveAUnitThatSuits(seconds: Double, text: String) {
    #expect(Numbers.english.seconds(seconds) == text)
  }

  @Test func percentagesHaveOneDecimal() {
    #expect(Numbers.english.percent(58_631_144, of: 60_965_224) == "96.2 %")
    #expect(Numbers.english.percent(1, of: 1) == "100.0 %")
    #expect(Numbers.english.percent(0, of: 3) == "0.0 %")
    #expect(Numbers.english.percent(0, of: 0) == "")
  }

  @Test func wholeNumbersHaveNoDecimals() {
    #expect(Numbers.english.plain(5) == "5")
    #expect(Numbers.english.plain(22.5) == "22.5")
    #expect(Numbers.english.plain(-1024) == "−1,024")
    #expect(Numbers.english.plain(1e18) == "1e+18")
  }
}
