/// Colours and type of all pictures, for light and dark: `prefers-color-scheme` chooses.
///
/// There are no CSS variables, since programs other than browsers do not know them.
package enum ChartStyle {
  package static let titleSize = 16.0
  package static let labelSize = 12.0
  private static let smallSize = 11.0

  /// Size and weight of a text with these classes.
  package static func font(of style: String) -> (size: Double, isBold: Bool) {
    let classes = style.split(separator: " ")
    let size = classes.contains("title") ? titleSize : classes.contains("small") ? smallSize : labelSize
    return (size, classes.contains { $0 == "title" || $0 == "axis" || $0 == "strong" })
  }

  package static let css = """
    text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-size:\(SVG.number(labelSize))px}
    .title{font-size:\(SVG.number(titleSize))px}
    .title,.axis,.strong{font-weight:600}
    .value,.tick{font-variant-numeric:tabular-nums}
    .small{font-size:\(SVG.number(smallSize))px}
    .halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}
    .grid,.edge,.frame,.group,.outside,.conv-line,.fc-line,.rest-line,.limit{fill:none}
    .grid,.frame,.edge,.group,.outside{stroke-width:1}
    .conv-line,.fc-line,.rest-line{stroke-width:2;stroke-linejoin:round}
    .wide{stroke-width:7;stroke-opacity:.45}
    .limit{stroke-width:1.5;stroke-dasharray:5 4}
    .dot{stroke-width:1.5}
    \(scheme(.light))
    @media (prefers-color-scheme:dark){
    \(scheme(.dark))
    }
    """

  private static func scheme(_ colors: Palette) -> String {
    """
    .surface{fill:\(colors.surface)}
    .halo{stroke:\(colors.surface)}
    text{fill:\(colors.ink)}
    .muted,.tick{fill:\(colors.muted)}
    .on{fill:\(colors.onColor)}
    .grid{stroke:\(colors.grid)}
    .group,.outside{stroke-dasharray:3 3}
    .frame,.edge,.group,.outside{stroke:\(colors.line)}
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
    .fourth-node{fill:\(colors.fourthTint);stroke:\(colors.fourth)}
    .dot{stroke:\(colors.surface)}
    """
  }
}
