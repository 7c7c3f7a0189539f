import PlainText
import Testing

/// A stranger's names, as a terminal may be given them.
@Suite struct VisibleTextTests {
  @Test func whatActsOnATerminalIsSpelledOut() {
    #expect("conv1/weight ✓ 👩‍🔬 é\n".visible == "conv1/weight ✓ 👩‍🔬 é\n")
    #expect("a\u{1b}[2Jb\u{202e}c\u{9b}d\r\te".visible == "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d\\u{d}\\u{9}e")
    #expect("a\u{feff}\u{2029}\u{e000}\u{e0041}".visible == "a\\u{feff}\\u{2029}\\u{e000}\\u{e0041}")
  }

  @Test func quotedNames() {
    #expect("conv1/weight ✓".quoted == "'conv1/weight ✓'")
    #expect("a\u{1b}[2Jb\u{202e}c'd\n\\".quoted == "'a\\u{1b}[2Jb\\u{202e}c\\'d\\u{a}\\\\'")
    // A mark is shown apart from what it would pile on.
    #expect("e\u{301}\u{301}".quoted == "'e\\u{301}\\u{301}'")
    #expect(String(repeating: "x", count: 120).quoted.count == 122)
    #expect(String(repeating: "x", count: 5000).quoted == "'\(String(repeating: "x", count: 120))…'")
    #expect(String(repeating: "\u{1b}", count: 5000).quoted.count <= 123)
  }

  @Test func maskedTextKeepsItsColumns() {
    #expect("a\u{1b}[\tb\u{202e}".masked() == "a\u{FFFD}[ b\u{FFFD}")
    #expect("abcdef".masked(atMost: 3) == "abc…")
    #expect("abc".masked(atMost: 3) == "abc")
  }
}
