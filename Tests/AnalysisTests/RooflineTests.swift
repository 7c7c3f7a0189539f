import Analysis
import Architecture
import TestSupport
import Testing

/// What limits a layer on a machine of given speed.
@Suite struct RooflineTests {
  static let machine = Roofline.Machine(peakGflops: 100, bandwidthGbs: 10)

  @Test func balanceIsWhereBothLimitsMeet() {
    #expect(RooflineTests.machine.balance == 10)
  }

  @Test func fewOperationsPerByteAreBoundByMemory() {
    let roofline = Roofline(flops: 2_000, bytes: 1_000, on: RooflineTests.machine)
    #expect(roofline.bound == .memory)
    #expect(roofline.attainableGflops == 20)
    #expect(roofline.seconds == 1e-7)
  }

  @Test func manyOperationsPerByteAreBoundByArithmetic() {
    let roofline = Roofline(flops: 50_000, bytes: 1_000, on: RooflineTests.machine)
    #expect(roofline.bound == .compute)
    #expect(roofline.attainableGflops == 100)
    #expect(roofline.seconds == 5e-7)
  }

  @Test func atTheBalanceBothLimitsHold() {
    let roofline = Roofline(flops: 10_000, bytes: 1_000, on: RooflineTests.machine)
    #expect(roofline.bound == .compute)
    #expect(roofline.attainableGflops == 100)
    #expect(roofline.seconds == 1e-7)
  }

  @Test func nothingMovedAndNothingComputed() {
    let roofline = Roofline(flops: 0, bytes: 0, on: RooflineTests.machine)
    #expect(roofline.seconds == 0)
    #expect(roofline.attainableGflops == 0)
  }

  /// Inputs, output and tensors, once each; weights once for the whole batch.
  @Test func bytesOfALayer() throws {
    let network = try network("{input: [3], layers: [{fc: 5}, {add: [[relu], [relu]]}]}")
    let fc = network.layers[1]
    #expect(Roofline.bytes(of: fc, mode: .inference, batch: 1, dataType: .float32) == (3 + 5 + 15 + 5) * 4)
    #expect(Roofline.bytes(of: fc, mode: .inference, batch: 10, dataType: .float16) == (30 + 50 + 15 + 5) * 2)
    #expect(Roofline.bytes(of: network.layers[4], mode: .inference, batch: 1, dataType: .int8) == 15)
  }

  /// VGG's convolutions are limited by arithmetic, the fully connected layers by memory, as everybody finds.
  @Test func kindsOfLayersDiffer() throws {
    let profile = try zooProfile("vgg16")
    #expect(try profile.row("conv3_2").roofline.bound == .compute)
    #expect(try profile.row("fc6").roofline.bound == .memory)
    #expect(try profile.row("relu1_1").roofline.bound == .memory)
    let fc6 = try profile.row("fc6")
    #expect(fc6.intensity == Double(2 * 102_760_448 + 4096) / Double((25_088 + 4096 + 102_764_544) * 4))
    #expect(try profile.row("drop6").intensity == nil)
  }

  /// A batch reads the weights once, and makes fully connected layers limited by arithmetic.
  @Test func batchRaisesIntensity() throws {
    let one = try zooProfile("alexnet").row("fc6")
    let many = try zooProfile("alexnet", batch: 64).row("fc6")
    #expect(one.roofline.bound == .memory)
    #expect(many.roofline.bound == .compute)
  }
}
