import Analysis
import Architecture
import Weights

func describe(weights path: String) throws -> [String] {
  var builder = NetworkBuilder(named: "small")
  let image = try builder.input(Shape(channels: 1, extent: [28, 28]))
  let kernels = Convolution(channels: 8, window: WindowArguments(kernel: [5]), groups: 1, hasBias: true)
  let maps = try builder.add(kernels, name: "conv", reading: [image])
  let active = try builder.add(ReLU(), name: "relu", reading: [maps])
  try builder.add(FullyConnected(outputs: 10, hasBias: true), name: "fc", reading: [active])
  let network = try builder.network()

  var lines = try Profile(of: network).rows.map { row in
    "\(row.layer.name): \(row.layer.shape), \(row.parameters.total) parameters, \(row.macs) MACs"
  }
  let file = try WeightFile(path)
  let mapping = Mapping(of: file, onto: network)
  for match in mapping.matches {
    let numbers = try ParameterSource.file(file, mapping).numbers(of: match.parameter)
    lines.append("\(match.parameter.name): \(numbers.count) numbers, the first is \(numbers[0])")
  }
  return lines + mapping.missing.map { "\($0.parameter.name) is missing" }
}
