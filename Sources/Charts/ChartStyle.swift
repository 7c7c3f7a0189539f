/// Colours and type of all pictures, for light and dark: `prefers-color-scheme` chooses.
///
/// Blue, orange and grey stay apart for every kind of colour blindness; each is at least 3:1 against its ground, and
/// texts are at least 4.5:1. There are no CSS variables, since programs other than browsers do not know them.
package enum ChartStyle {
  package static let titleSize = 16.0
  package static let labelSize = 12.0

  package static let css = """
    text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-size:12px}
    .title{font-size:16px;font-weight:600}
    .axis{font-size:12px;font-weight:600}
    .strong{font-weight:600}
    .value,.tick{font-variant-numeric:tabular-nums}
    .small{font-size:11px}
    .grid,.edge,.frame,.group,.conv-line,.fc-line,.rest-line,.limit{fill:none}
    .grid,.frame,.edge,.group{stroke-width:1}
    .conv-line,.fc-line,.rest-line{stroke-width:2;stroke-linejoin:round}
    .limit{stroke-width:1.5;stroke-dasharray:5 4}
    .dot{stroke-width:1.5}
    \(scheme(light))
    @media (prefers-color-scheme:dark){
    \(scheme(dark))
    }
    """

  private struct Colors {
    let surface: String
    let ink: String
    let muted: String
    let grid: String
    let line: String
    let conv: String
    let fc: String
    let rest: String
    let convTint: String
    let fcTint: String
    let restTint: String
    /// Letters on a coloured bar.
    let onColor: String
  }

  private static let light = Colors(
    surface: "#ffffff", ink: "#1f2328", muted: "#59636e", grid: "#e6eaee", line: "#818b98", conv: "#1f6fb5",
    fc: "#c8511b", rest: "#77828d", convTint: "#deebf7", fcTint: "#fbe5d9", restTint: "#eff2f5", onColor: "#ffffff")

  private static let dark = Colors(
    surface: "#0d1117", ink: "#e6edf3", muted: "#9da7b1", grid: "#252c35", line: "#768390", conv: "#6cb6ff",
    fc: "#f69d50", rest: "#8b97a3", convTint: "#12263f", fcTint: "#3a2313", restTint: "#1c232c", onColor: "#0d1117")

  private static func scheme(_ colors: Colors) -> String {
    """
    .surface,.halo{fill:\(colors.surface)}
    text{fill:\(colors.ink)}
    .muted,.tick{fill:\(colors.muted)}
    .on{fill:\(colors.onColor)}
    .grid{stroke:\(colors.grid)}
    .group{stroke-dasharray:3 3}
    .frame,.edge,.group{stroke:\(colors.line)}
    .arrow{fill:\(colors.line)}
    .conv{fill:\(colors.conv)}
    .fc,.peak{fill:\(colors.fc)}
    .rest{fill:\(colors.rest)}
    .conv-line{stroke:\(colors.conv)}
    .fc-line,.limit{stroke:\(colors.fc)}
    .rest-line{stroke:\(colors.rest)}
    .conv-area{fill:\(colors.convTint)}
    .conv-node{fill:\(colors.convTint);stroke:\(colors.conv)}
    .fc-node{fill:\(colors.fcTint);stroke:\(colors.fc)}
    .rest-node{fill:\(colors.restTint);stroke:\(colors.rest)}
    .dot{stroke:\(colors.surface)}
    """
  }
}
