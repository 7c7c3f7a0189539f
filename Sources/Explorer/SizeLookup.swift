import Analysis
import Architecture
import Report

/// What a page's script looks up when the size of the image changes: numbers that this program computed for every step.
///
/// Many layers have the same height and width, and the same field, at every size: such series are written once. Operations
/// and bytes that are a multiple of the output's positions at every size are written as that multiple.
struct SizeLookup {
  let sweep: SizeSweep
  private var extents = Pool<Series<[Int]>>()
  private var fields = Pool<Series<Field>>()
  /// What each layer looks up, in the order of the rows.
  private(set) var layers: [[(String, JSON)]] = []

  init(_ sweep: SizeSweep) {
    self.sweep = sweep
    for index in sweep.profiles[0].rows.indices {
      let rows = sweep.profiles.map { $0.rows[index] }
      let shapes = rows.map(\.layer.shape)
      let channels = Series(shapes.map(\.channels))
      layers.append([
        ("channels", channels.constant.map(JSON.integer) ?? channels.json(JSON.integer)),
        ("extent", .integer(extents.place(of: Series(shapes.map(\.extent))))),
        ("field", .integer(fields.place(of: Series(rows.map { Field($0) })))),
        ("macs", SizeLookup.count(rows.map(\.macs), shapes)),
        ("bytes", SizeLookup.count(rows.map(\.activationBytes), shapes)),
        ("cells", SizeLookup.cells(rows)),
      ])
    }
  }

  /// What belongs to the network as a whole.
  var members: [(String, JSON)] {
    let profiles = sweep.profiles
    return [
      ("own", .integer(sweep.own)), ("channels", .integer(profiles[0].network.input.channels)),
      ("sizes", .array(profiles.map { .integers($0.network.input.extent) })),
      ("totalMacs", .integers(profiles.map(\.totals.macs))),
      ("activations", .integers(profiles.map(\.memory.total))),
      ("peak", .integers(profiles.map(\.memory.peak))),
      // The input is no row of the table: it is −1.
      ("peakLayer", .integers(profiles.map { $0.memory.peakLayer - 1 })),
      ("extents", .array(extents.values.map { $0.json(JSON.integers) })),
      ("fields", .array(fields.values.map { $0.json(\.json) })),
    ]
  }

  /// Cells of the table that are not the same at all sizes, as the window of an adaptive pooling: what they show, and what
  /// programs are told.
  private static func cells(_ rows: [Profile.Row]) -> JSON {
    .object(
      AnalysisColumn.all.filter { ["kernel", "stride", "pad"].contains($0.id) }.compactMap { column in
        let cells = Series(rows.map { row in [column.value(row).text(.english), column.value(row).raw] })
        guard cells.constant == nil else { return nil }
        return (column.id, cells.json { .array($0.map(JSON.string)) })
      })
  }

  /// The count for each position of the output where that is the same at all sizes, else the counts themselves.
  private static func count(_ counts: [Int], _ shapes: [Shape]) -> JSON {
    let each = counts[0] / shapes[0].area
    let isMultiple = zip(counts, shapes).allSatisfy { $0 % $1.area == 0 && $0 / $1.area == each }
    return isMultiple ? .integer(each) : Series(counts).json(JSON.integer)
  }

  /// A receptive field as the script draws it.
  private enum Field: Hashable {
    /// Every unit sees the whole image.
    case image
    case axes([Axis])

    struct Axis: Hashable {
      let size: Int
      let stride: Int?
      let padding: Int?
      /// The pixels of each unit where they are not evenly spaced; nil for a unit that sees none.
      let units: [ClosedRange<Int>?]?
    }

    /// More unevenly spaced units than this are not listed.
    private static let mostUnits = 64

    init(_ row: Profile.Row) {
      if row.field.seesWholeInput {
        self = .image
        return
      }
      let extent = row.layer.shape.extent
      self = .axes(
        row.field.axes.enumerated().map { index, axis in
          let count = index < extent.count ? extent[index] : 1
          let units = axis.stride == nil && count <= Field.mostUnits ? (0..<count).map { axis.pixels(of: $0) } : nil
          let isListed = units?.contains { $0 != nil } ?? false
          return Axis(
            size: axis.size, stride: axis.stride, padding: axis.padding, units: isListed ? units : nil)
        })
    }

    var json: JSON {
      guard case .axes(let axes) = self else { return .null }
      return .array(
        axes.map { axis in
          var members: [(String, JSON)] = [("size", .integer(axis.size))]
          if let stride = axis.stride { members.append(("stride", .integer(stride))) }
          if let padding = axis.padding { members.append(("padding", .integer(padding))) }
          if let units = axis.units {
            members.append(
              ("units", .array(units.map { .optional($0) { .integers([$0.lowerBound, $0.upperBound]) } })))
          }
          return .object(members)
        })
    }
  }
}
