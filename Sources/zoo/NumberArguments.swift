import Architecture
import ArgumentParser

/// A count as figures are published: `5M`, `1.5G`, `224`.
struct CountArgument: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    guard let number = Quantity.macs.number(argument) else { return nil }
    value = number
  }
}

/// A number of bytes: `60MB`, `64MiB`, `60000000`.
struct BytesArgument: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    guard let number = Quantity.peak.number(argument) else { return nil }
    value = number
  }
}

extension Tolerance: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
