import Testing
import Weights

/// A stranger's names, as a terminal may be given them.
@Suite struct VisibleTextTests {
  @Test func whatActsOnATerminalIsWrittenOut() {
    #expect("conv1/weight ✓ 👩‍🔬 é\n".visible == "conv1/weight ✓ 👩‍🔬 é\n")
    #expect("a\u{1b}[2Jb\u{202e}c\u{9b}d\r\te".visible == "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d\\u{d}\\u{9}e")
    #expect(WeightError("\u{1b}]0;title\u{7}").message == "\\u{1b}]0;title\\u{7}")
  }
}
