/// The colours of charts, diagrams and the HTML page, for light and for dark.
///
/// Blue, orange and grey stay apart for every kind of colour blindness; each is at least 3:1 against its ground, and
/// texts are at least 4.5:1.
package struct Palette: Sendable {
  package let surface: String
  package let ink: String
  package let muted: String
  package let grid: String
  package let line: String
  package let conv: String
  package let fc: String
  package let rest: String
  package let convTint: String
  package let fcTint: String
  package let restTint: String
  /// A fourth colour where things of equal rank are told apart: the windows of a pooling.
  package let fourth: String
  package let fourthTint: String
  /// Letters on a coloured bar.
  package let onColor: String

  package static let light = Palette(
    surface: "#ffffff", ink: "#1f2328", muted: "#59636e", grid: "#e6eaee", line: "#818b98", conv: "#1f6fb5",
    fc: "#c8511b", rest: "#77828d", convTint: "#deebf7", fcTint: "#fbe5d9", restTint: "#eff2f5", fourth: "#8f7a12",
    fourthTint: "#fbf3c4", onColor: "#ffffff")

  package static let dark = Palette(
    surface: "#0d1117", ink: "#e6edf3", muted: "#9da7b1", grid: "#252c35", line: "#768390", conv: "#6cb6ff",
    fc: "#f69d50", rest: "#8b97a3", convTint: "#12263f", fcTint: "#3a2313", restTint: "#1c232c", fourth: "#d6bd3f",
    fourthTint: "#2e2a0f", onColor: "#0d1117")

  /// A darker grey than that of other layers, on which white letters are read: for pictures that have one scheme for light
  /// and dark.
  package static let restUnderWhite = "#5d6873"

  /// The colours as CSS variables, for a page that browsers alone show.
  package var variables: [(name: String, color: String)] {
    [
      ("surface", surface), ("ink", ink), ("muted", muted), ("strong", line), ("conv", conv), ("conv-tint", convTint),
      ("fc", fc), ("fc-tint", fcTint), ("rest", rest), ("rest-tint", restTint),
    ]
  }
}
