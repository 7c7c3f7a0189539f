import Charts
import Report

/// The sentences of a page, in all the languages that it can be switched to.
struct PageWords {
  /// The one that it is written in.
  let language: Language

  /// The chosen one, and those of the program.
  var languages: [Language] { [language] + Language.all.filter { $0.code != language.code } }

  /// In HTML.
  func text(_ key: String) -> String { Markup.escape(language.text(key)) }

  /// The name of an element for those who do not see it, which the script changes with the language.
  func label(_ key: String) -> String { "aria-label=\"\(text(key))\" data-label=\"\(key)\"" }

  /// A button that shows a sign.
  func button(_ action: String, sign: String, label key: String) -> String {
    "<button type=\"button\" data-do=\"\(action)\" title=\"\(text(key))\" \(label(key))>\(sign)</button>"
  }

  /// Each language's name, marks of numbers and sentences; one of several forms is an object of them.
  var json: JSON {
    .object(
      languages.map { language in
        (
          language.code,
          .object([
            ("name", .string(language.name)), ("group", .string(language.numbers.group)),
            ("groupedFrom", .integer(language.numbers.groupedFrom)),
            ("decimal", .string(language.numbers.decimal)),
            ("strings", .object(PageWords.strings(of: language))),
          ])
        )
      })
  }

  private static func strings(of language: Language) -> [(String, JSON)] {
    let plain = keys.map { key -> (String, JSON) in
      guard counted.contains(key) else { return (key, .string(language.text(key))) }
      return (key, .object(["one", "other"].map { ($0, .string(language.text("\(key).\($0)"))) }))
    }
    // What does not fit has the words of the program's errors, whose values stand by their numbers.
    let misfits = misfits.map { name, template, values -> (String, JSON) in
      var sentence = language.table["messages.\(template)"] ?? template
      for (number, value) in values.enumerated() {
        sentence = sentence.replacing("{\(number + 1)}", with: "{\(value)}")
      }
      return (name, .string(sentence))
    }
    return plain + misfits
  }

  /// Those with a form for one and a form for several.
  private static let counted: Set<String> = ["explain.gate", "explain.unreached"]

  /// The sentences that the script asks for, and those that are written into the page.
  static let keys = [
    "columns.activations", "columns.field", "columns.jump", "columns.kernel", "columns.kind", "columns.layer",
    "columns.macs", "columns.operations", "columns.output", "columns.pad", "columns.parameters", "columns.stride",
    "common.and", "explain.adaptive_pooling", "explain.at_most", "explain.axis", "explain.branches",
    "explain.broadcast", "explain.bytes", "explain.ceil", "explain.channels", "explain.clipped",
    "explain.coefficients", "explain.column", "explain.connections", "explain.depth", "explain.every_position",
    "explain.field", "explain.first_unit", "explain.fixed", "explain.floor", "explain.gate", "explain.global_pooling",
    "explain.height", "explain.images", "explain.in_place", "explain.input_positions", "explain.inputs",
    "explain.jump", "explain.left_out", "explain.length", "explain.macs", "explain.misaligned", "explain.not_counted",
    "explain.or", "explain.outputs", "explain.outputs_of_rows", "explain.parameters", "explain.pixel",
    "explain.positions", "explain.row", "explain.same_field", "explain.same_size", "explain.scales_and_shifts",
    "explain.size", "explain.statistics", "explain.table_rows", "explain.unknown_field", "explain.unreached",
    "explain.whole", "explain.width", "explain.with_padding", "html.activations", "html.after", "html.all_kinds",
    "html.alone", "html.at_once", "html.auxiliaries", "html.bad_argument", "html.batch", "html.before",
    "html.channels", "html.close", "html.columns", "html.convention", "html.copied", "html.copied_text", "html.copy",
    "html.copy_csv", "html.copy_markdown", "html.details", "html.diagram", "html.differs", "html.dilation",
    "html.field_picture", "html.found", "html.groups", "html.image", "html.incomplete", "html.input",
    "html.introduction", "html.kernel", "html.key_search", "html.keys", "html.kinds", "html.language",
    "html.layer_count", "html.layers", "html.macs", "html.misfit", "html.no_counterpart", "html.not_copied",
    "html.not_counted", "html.not_reached", "html.not_recomputed", "html.outputs", "html.own_size", "html.padding",
    "html.parameter_memory", "html.parameters", "html.peak", "html.peak_at", "html.pick", "html.redo", "html.reset",
    "html.rows", "html.run", "html.run_classes", "html.run_color_kernels", "html.run_distances", "html.run_field",
    "html.run_gradient",
    "html.run_kernel", "html.run_kernels", "html.run_map", "html.run_maps", "html.run_picture", "html.run_plane",
    "html.run_single_kernels", "html.run_theory", "html.run_vector", "html.search", "html.sees_padding",
    "html.sees_pixels",
    "html.sees_samples", "html.sees_unknown", "html.sees_whole", "html.shown", "html.size", "html.skip", "html.sliding",
    "html.sliding_back",
    "html.sliding_next", "html.sliding_numbers", "html.sliding_part", "html.sliding_play", "html.sliding_sum",
    "html.stride", "html.table_caption", "html.theme", "html.tool_close", "html.tool_fit", "html.tool_larger",
    "html.tool_open", "html.tool_png", "html.tool_smaller", "html.tool_svg", "html.tools", "html.total", "html.trace",
    "html.trace_line", "html.trace_vector", "html.type", "html.undo", "html.unit", "html.unit_column",
    "html.unit_row", "html.unit_sample", "html.view", "html.view_diagram", "html.view_layer", "html.view_network",
    "html.view_table", "resize.advice", "resize.channels", "resize.fully_connected", "resize.inputs", "resize.kind",
    "resize.misfit", "resize.shapes", "resize.sizes",
  ]

  /// Why sizes do not go together: the script's name, the program's sentence (`SizeError`), and what its values are called.
  static let misfits: [(name: String, template: String, values: [String])] = [
    ("misfit_window", "a window of {1} is larger than its input of {2}", ["span", "size"]),
    (
      "misfit_padded_window", "a window of {1} is larger than its input of {2} ({3} and {4} of padding)",
      ["span", "padded", "size", "padding"]
    ),
    ("misfit_dimension", "a size of {1} is impossible: every dimension is at least 1", ["size"]),
    ("misfit_groups", "{1} groups do not divide {2} input and {3} output channels", ["groups", "inputs", "outputs"]),
    ("misfit_channel_groups", "{1} groups do not divide {2} channels", ["groups", "channels"]),
    (
      "misfit_addition",
      "branches do not add up: branch 1 is {1} and branch {2} is {3}; all sizes must be equal",
      ["first", "branch", "size"]
    ),
    (
      "misfit_broadcast",
      "branches do not go together: up to branch {1} they are {2}, and branch {3} is {4}; sizes must be equal, or 1",
      ["branch", "first", "next", "size"]
    ),
    (
      "misfit_concatenation",
      "branches do not concatenate: branch 1 is {1} and branch {2} is {3}; all but the channels must be equal",
      ["first", "next", "size"]
    ),
    ("misfit_vector", "a window needs feature maps or a signal, and a vector of {1} arrives", ["input"]),
    ("misfit_axis", "there is no axis {1}: the input {2} has the axes 0 to {3}", ["axis", "input", "last"]),
    ("misfit_cut", "{1} to {2} is no part of an axis of {3}", ["start", "end", "size"]),
    (
      "misfit_reflection", "{1} cells cannot be mirrored from an axis of {2}: it must have at least {3}",
      ["padding", "size", "least"]
    ),
  ]
}
