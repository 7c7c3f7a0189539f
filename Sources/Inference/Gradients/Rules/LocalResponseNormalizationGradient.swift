import Architecture

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GradientRule {
  /// yᵢ = xᵢ·bᵢ^−β with bᵢ = k + α/n·Σ x² over the channels near i:
  /// ∂xⱼ = ∂yⱼ·bⱼ^−β − 2αβ/n·xⱼ·Σ ∂yᵢ·xᵢ·bᵢ^(−β−1) over the i that j is near to.
  static let localResponseNormalization = GradientRule(LocalResponseNormalization.self) { kind, pass in
    guard let target = pass.targets[0] else { return }
    let (channels, area) = (pass.layer.shape.channels, pass.layer.shape.area)
    let (before, after) = (kind.size / 2, (kind.size - 1) / 2)
    let share = 64
    let parts = (area + share - 1) / share
    pass.engine.parallel(pass.batch * parts) { part in
      let start = part / parts * channels * area + part % parts * share
      let width = min(share, area - part % parts * share)
      let (x, gradient, goal) = (pass.inputs[0] + start, pass.gradient + start, target + start)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * channels * width) { room in
        // For each channel and position bᵢ^−β, and ∂yᵢ·xᵢ·bᵢ^(−β−1).
        for channel in 0..<channels {
          for cell in 0..<width {
            var squares = 0.0
            for other in max(0, channel - before)...min(channels - 1, channel + after) {
              squares += Double(x[other * area + cell]) * Double(x[other * area + cell])
            }
            let base = kind.k + kind.alpha / Double(kind.size) * squares
            let (place, power) = (channel * area + cell, pow(base, -kind.beta))
            room[2 * (channel * width + cell)] = power
            room[2 * (channel * width + cell) + 1] = Double(gradient[place]) * Double(x[place]) * power / base
          }
        }
        let factor = 2 * kind.alpha * kind.beta / Double(kind.size)
        for channel in 0..<channels {
          for cell in 0..<width {
            var sum = 0.0
            for other in max(0, channel - after)...min(channels - 1, channel + before) {
              sum += room[2 * (other * width + cell) + 1]
            }
            let place = channel * area + cell
            let direct = Double(gradient[place]) * room[2 * (channel * width + cell)]
            goal[place] += Float(direct - factor * Double(x[place]) * sum)
          }
        }
      }
    }
  }
}
