import Architecture

/// What a layer that reads images from elsewhere says of their size, without the batch.
struct CaffeInputSize {
  var channels: Int?
  /// Height and width, or whatever axes there are.
  var extent: [Int]?
  /// How many images are read at a time.
  var batch: Int?

  /// Nothing is stated.
  init() {}

  /// Sizes as they are stated, the batch first. A list of numbers, as of labels, is one number per image.
  init(stated sizes: [Int]) {
    batch = sizes.first
    channels = sizes.count > 1 ? sizes[1] : 1
    extent = Array(sizes.dropFirst(2))
  }

  /// An output of a data layer: the images, or what comes with them.
  init(of layer: CaffeLayerParameter, top: Int) {
    self.init()
    switch layer.type {
    case "Input":
      let shapes = layer.inputParam.shape
      if let shape = shapes.count == 1 ? shapes.first : shapes.indices.contains(top) ? shapes[top] : nil {
        self = CaffeInputSize(stated: shape.dim.map { Int($0) })
      }
    case "DummyData":
      let dummy = layer.dummyDataParam
      func pick(_ numbers: [UInt32]) -> Int? {
        (numbers.count == 1 ? numbers.first : numbers.indices.contains(top) ? numbers[top] : nil).map { Int($0) }
      }
      if let shape = dummy.shape.count == 1
        ? dummy.shape.first : dummy.shape.indices.contains(top) ? dummy.shape[top] : nil
      {
        self = CaffeInputSize(stated: shape.dim.map { Int($0) })
      } else if let channels = pick(dummy.channels), let height = pick(dummy.height), let width = pick(dummy.width) {
        self = CaffeInputSize(stated: [pick(dummy.num) ?? 1, channels, height, width])
      }
    case "MemoryData" where top == 0:
      let memory = layer.memoryDataParam
      if memory.hasChannels, memory.hasHeight, memory.hasWidth {
        self = CaffeInputSize(stated: [1, Int(memory.channels), Int(memory.height), Int(memory.width)])
      }
    default: if top == 0 { self = CaffeInputSize(images: layer) }
    }
  }

  /// What the preparation of images says: the crop's size, and channels by a colour that is forced or by the mean's.
  private init(images layer: CaffeLayerParameter) {
    let transform = layer.transformParam
    let crops = [
      transform.cropSize, layer.dataParam.cropSize, layer.imageDataParam.cropSize, layer.windowDataParam.cropSize,
    ]
    if let crop = crops.first(where: { $0 > 0 }) { extent = [Int(crop), Int(crop)] }
    let image = layer.imageDataParam
    if layer.type == "ImageData" {
      channels = image.isColor ? 3 : 1
      if extent == nil, image.newHeight > 0, image.newWidth > 0 {
        extent = [Int(image.newHeight), Int(image.newWidth)]
      }
    }
    if transform.forceColor { channels = 3 }
    if transform.forceGray { channels = 1 }
    if transform.meanValue.count > 1 { channels = transform.meanValue.count }
  }

  /// C, H, W where all is known.
  var dimensions: [Int]? {
    guard let channels, let extent else { return nil }
    return [channels] + extent
  }
}
