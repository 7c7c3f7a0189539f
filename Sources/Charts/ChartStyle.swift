/// Colours and type of all pictures, for light and dark: `prefers-color-scheme` chooses.
///
/// There are no CSS variables, since programs other than browsers do not know them.
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
    \(scheme(.light))
    @media (prefers-color-scheme:dark){
    \(scheme(.dark))
    }
    """

  private static func scheme(_ colors: Palette) -> String {
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
