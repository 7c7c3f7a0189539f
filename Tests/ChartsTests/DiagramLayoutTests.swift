import Charts
import Testing

/// Layouts as Graphviz writes them.
@Suite struct DiagramLayoutTests {
  @Test(arguments: [
    "graph 1 2 3\n", "graph 1 2 3\nnode n0 x y 1 1\nstop\n", "edge n0 n1 99999999999999999999 1 1\n",
    "graph 1 2 3\nedge n0 n1 400 1 1 1 1\nstop\n", "edge n0\nnode\n\n \n", " \nstop",
  ])
  func anAnswerThatIsNoLayoutIsRefused(answer: String) {
    #expect(DiagramLayout.parse(plain: answer)?.first?.nodes.isEmpty ?? true)
  }
}
