import Architecture
import HDF5
import PlainText

/// All that is known of a weight format, in one file for each: how it is recognised, read and written, and how it names and
/// lays out tensors.
protocol FormatDescription: Sendable {
  static var title: String { get }
  /// In which order kernels are stored.
  static var layout: Layout { get }
  /// Whether its files keep layers in the order of the network, and not by name.
  static var keepsOrder: Bool { get }
  /// Where neither names nor the file's order tell: the name in the file for each layer by its place; empty where nothing does.
  static func placed(_ layers: [Layer], in network: Network, among tensors: [WeightTensor]) -> [String: String]
  /// Which list of names in a model file belongs to it, and which preprocessing; the first that is there counts.
  static var implementations: [String] { get }
  /// A name without the marks by which programs divide it: `inception_3a/1x1` is `inception_3a.1x1` in PyTorch, and
  /// `inception_3a_1x1` in Keras.
  static func plain(_ name: String) -> String
  /// Under which names a tensor of a layer is looked for, the likeliest first.
  static func candidates(_ name: String, for layer: Layer, _ part: WeightTensor.Part) -> [String]
}

extension FormatDescription {
  static var keepsOrder: Bool { false }
  static func placed(_ layers: [Layer], in network: Network, among tensors: [WeightTensor]) -> [String: String] { [:] }
  static func plain(_ name: String) -> String { String(name.map { $0 == "/" ? "." : $0 }) }
  static func candidates(_ name: String, for layer: Layer, _ part: WeightTensor.Part) -> [String] { [name] }
}

/// A format of HDF5 files.
protocol HDF5Format: FormatDescription {
  /// The tensors, and a remark for everything that was passed over; nil where the file is not of this format.
  static func read(_ contents: HDF5Contents) throws(WeightError) -> Reading?
}

/// What a format finds in a file.
struct Reading {
  let format: WeightFormat
  var tensors: [WeightTensor] = []
  /// What is in the file and was left out, one sentence each.
  var remarks: [Phrase] = []

  init(_ format: WeightFormat) { self.format = format }
}

/// A format that is written.
protocol WritableFormat: FormatDescription {
  /// The tensors of a network in the order in which they are written, those that only the format wants too.
  static func items(of layers: [WritingPlan.Layer], in network: Network) -> [WritingPlan.Item]
}

/// A format that is written as HDF5.
protocol WritableHDF5Format: WritableFormat, HDF5Format {
  /// Adds the groups and attributes that the format's own program writes beside its tensors.
  static func addGroups(of plan: WritingPlan, model: String, to writer: HDF5Writer) throws(HDF5Error)
}

extension WritableHDF5Format {
  static func addGroups(of plan: WritingPlan, model: String, to writer: HDF5Writer) throws(HDF5Error) {}
}
