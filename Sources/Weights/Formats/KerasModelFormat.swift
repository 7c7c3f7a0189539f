/// The weights of a whole model of Keras, whose configuration made the network: each tensor is seen along the axes of its parameter.
enum KerasModelFormat: FormatDescription {
  static let title = "Keras model"
  static let layout = Layout.channelsFirst
  static let implementations = ["keras"]
}
