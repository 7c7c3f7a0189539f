/// A published receptive field, the same on both axes.
struct PublishedField {
  let model: String
  let layer: String
  let size: Int
  let stride: Int
  let padding: Int
  /// 10⁹ operations up to the layer, where that was published too: two per multiply–add, the bias, and the window of
  /// pooling.
  var gigaflops: Double?

  init(_ model: String, _ layer: String, _ size: Int, _ stride: Int, _ padding: Int, _ gigaflops: Double? = nil) {
    self.model = model
    self.layer = layer
    self.size = size
    self.stride = stride
    self.padding = padding
    self.gigaflops = gigaflops
  }

  static let all = vgg + alexNet + googLeNet + leNet + inceptionV3 + resNet

  static let vgg = [
    // google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md, vgg_a
    PublishedField("vgg11", "conv1_1", 3, 1, 1, 0.177),
    PublishedField("vgg11", "pool1", 4, 2, 1, 0.180),
    PublishedField("vgg11", "conv2_1", 8, 2, 3, 2.031),
    PublishedField("vgg11", "pool2", 10, 4, 3, 2.033),
    PublishedField("vgg11", "conv3_1", 18, 4, 7, 3.883),
    PublishedField("vgg11", "conv3_2", 26, 4, 11, 7.583),
    PublishedField("vgg11", "pool3", 30, 8, 11, 7.584),
    PublishedField("vgg11", "conv4_1", 46, 8, 19, 9.434),
    PublishedField("vgg11", "conv4_2", 62, 8, 27, 13.134),
    PublishedField("vgg11", "pool4", 70, 16, 27, 13.134),
    PublishedField("vgg11", "conv5_1", 102, 16, 43, 14.059),
    PublishedField("vgg11", "conv5_2", 134, 16, 59, 14.984),
    PublishedField("vgg11", "pool5", 150, 32, 59, 14.984),
    // the same table, vgg_16
    PublishedField("vgg16", "conv1_1", 3, 1, 1, 0.177),
    PublishedField("vgg16", "pool1", 6, 2, 2, 3.882),
    PublishedField("vgg16", "conv2_1", 10, 2, 4, 5.734),
    PublishedField("vgg16", "pool2", 16, 4, 6, 9.436),
    PublishedField("vgg16", "conv3_1", 24, 4, 10, 11.287),
    PublishedField("vgg16", "conv3_2", 32, 4, 14, 14.987),
    PublishedField("vgg16", "pool3", 44, 8, 18, 18.688),
    PublishedField("vgg16", "conv4_1", 60, 8, 26, 20.538),
    PublishedField("vgg16", "conv4_2", 76, 8, 34, 24.238),
    PublishedField("vgg16", "pool4", 100, 16, 42, 27.938),
    PublishedField("vgg16", "conv5_1", 132, 16, 58, 28.863),
    PublishedField("vgg16", "conv5_2", 164, 16, 74, 29.788),
    PublishedField("vgg16", "pool5", 212, 32, 90, 30.713),
    // derived with that project's recurrence
    PublishedField("vgg16", "conv3_3", 40, 4, 18),
    PublishedField("vgg16", "conv4_3", 92, 8, 42),
    PublishedField("vgg16", "conv5_3", 196, 16, 90),
    PublishedField("vgg16", "fc6", 404, 32, 90),
    PublishedField("vgg16", "fc8", 404, 32, 90),
    PublishedField("vgg16-bn", "fc6", 404, 32, 90),
    PublishedField("vgg11-lrn", "fc6", 342, 32, 59),
    PublishedField("vgg19", "pool1", 6, 2, 2),
    PublishedField("vgg19", "pool2", 16, 4, 6),
    PublishedField("vgg19", "pool3", 52, 8, 22),
    PublishedField("vgg19", "pool4", 124, 16, 54),
    PublishedField("vgg19", "conv5_4", 252, 16, 118),
    PublishedField("vgg19", "pool5", 268, 32, 118),
    PublishedField("vgg19", "fc6", 460, 32, 118),
  ]

  static let inceptionV3 = [
    // google-research/receptive_field, RECEPTIVE_FIELD_TABLE.md, inception_v3
    PublishedField("inception-v3", "Conv2d_1a_3x3.conv", 3, 2, 0),
    PublishedField("inception-v3", "Conv2d_2a_3x3.conv", 7, 2, 0),
    PublishedField("inception-v3", "Conv2d_2b_3x3.conv", 11, 2, 2),
    PublishedField("inception-v3", "maxpool1", 15, 4, 2),
    PublishedField("inception-v3", "Conv2d_3b_1x1.conv", 15, 4, 2),
    PublishedField("inception-v3", "Conv2d_4a_3x3.conv", 23, 4, 2),
    PublishedField("inception-v3", "maxpool2", 31, 8, 2),
    PublishedField("inception-v3", "Mixed_5b.concat_1", 63, 8, 18),
    PublishedField("inception-v3", "Mixed_5c.concat_1", 95, 8, 34),
    PublishedField("inception-v3", "Mixed_5d.concat_1", 127, 8, 50),
    PublishedField("inception-v3", "Mixed_6a.concat_1", 159, 16, 58),
    PublishedField("inception-v3", "Mixed_6b.concat_1", 351, 16, 154),
    PublishedField("inception-v3", "Mixed_6c.concat_1", 543, 16, 250),
    PublishedField("inception-v3", "Mixed_6d.concat_1", 735, 16, 346),
    PublishedField("inception-v3", "Mixed_6e.concat_1", 927, 16, 442),
    PublishedField("inception-v3", "Mixed_7a.concat_1", 1055, 32, 490),
    PublishedField("inception-v3", "Mixed_7b.concat_1", 1183, 32, 554),
    PublishedField("inception-v3", "Mixed_7c.concat_1", 1311, 32, 618),
  ]

  static let resNet = [
    // derived; the first block of a stage has the stride on its 3×3 convolution, where the table's 483, 1027 and 1507 are for
    // networks that have it elsewhere
    PublishedField("resnet18", "layer4.1.relu", 435, 32, 217),
    PublishedField("resnet50", "layer4.2.relu", 427, 32, 213),
    PublishedField("resnet101", "layer4.2.relu", 971, 32, 485),
    PublishedField("resnet152", "layer4.2.relu", 1451, 32, 725),
  ]

  static let alexNet = [
    // the same table, alexnet_v2, of which Caffe's AlexNet has the windows
    PublishedField("alexnet", "conv1", 11, 4, 0),
    PublishedField("alexnet", "pool1", 19, 8, 0),
    PublishedField("alexnet", "conv2", 51, 8, 16),
    PublishedField("alexnet", "conv3", 99, 16, 32),
    PublishedField("alexnet", "conv4", 131, 16, 48),
    PublishedField("alexnet", "conv5", 163, 16, 64),
    PublishedField("alexnet", "pool5", 195, 32, 64),
    PublishedField("alexnet", "fc6", 355, 32, 64),
    // derived
    PublishedField("alexnet-torchvision", "features.0", 11, 4, 2),
    PublishedField("alexnet-torchvision", "features.2", 19, 8, 2),
    PublishedField("alexnet-torchvision", "features.3", 51, 8, 18),
    PublishedField("alexnet-torchvision", "features.5", 67, 16, 18),
    PublishedField("alexnet-torchvision", "features.6", 99, 16, 34),
    PublishedField("alexnet-torchvision", "features.8", 131, 16, 50),
    PublishedField("alexnet-torchvision", "features.10", 163, 16, 66),
    PublishedField("alexnet-torchvision", "features.12", 195, 32, 66),
    PublishedField("alexnet-torchvision", "classifier.1", 355, 32, 66),
  ]

  static let googLeNet = [
    // derived; torchvision's also as TF-slim's inception_v1
    PublishedField("googlenet", "conv1/7x7_s2", 7, 2, 3),
    PublishedField("googlenet", "pool1/3x3_s2", 11, 4, 3),
    PublishedField("googlenet", "conv2/3x3", 19, 4, 7),
    PublishedField("googlenet", "pool2/3x3_s2", 27, 8, 7),
    PublishedField("googlenet", "inception_3a/output", 59, 8, 23),
    PublishedField("googlenet", "inception_3b/output", 91, 8, 39),
    PublishedField("googlenet", "pool3/3x3_s2", 107, 16, 39),
    PublishedField("googlenet", "inception_4a/output", 171, 16, 71),
    PublishedField("googlenet", "inception_4b/output", 235, 16, 103),
    PublishedField("googlenet", "inception_4c/output", 299, 16, 135),
    PublishedField("googlenet", "inception_4d/output", 363, 16, 167),
    PublishedField("googlenet", "inception_4e/output", 427, 16, 199),
    PublishedField("googlenet", "pool4/3x3_s2", 459, 32, 199),
    PublishedField("googlenet", "inception_5a/output", 587, 32, 263),
    PublishedField("googlenet", "inception_5b/output", 715, 32, 327),
    PublishedField("googlenet", "pool5/7x7_s1", 907, 32, 327),
    PublishedField("googlenet-torchvision", "inception3a.concat_1", 43, 8, 15),
    PublishedField("googlenet-torchvision", "inception3b.concat_1", 59, 8, 23),
    PublishedField("googlenet-torchvision", "maxpool3", 75, 16, 23),
    PublishedField("googlenet-torchvision", "inception4a.concat_1", 107, 16, 39),
    PublishedField("googlenet-torchvision", "inception4b.concat_1", 139, 16, 55),
    PublishedField("googlenet-torchvision", "inception4c.concat_1", 171, 16, 71),
    PublishedField("googlenet-torchvision", "inception4d.concat_1", 203, 16, 87),
    PublishedField("googlenet-torchvision", "inception4e.concat_1", 235, 16, 103),
    PublishedField("googlenet-torchvision", "maxpool4", 251, 32, 103),
    PublishedField("googlenet-torchvision", "inception5a.concat_1", 315, 32, 135),
    PublishedField("googlenet-torchvision", "inception5b.concat_1", 379, 32, 167),
  ]

  static let leNet = [
    // derived
    PublishedField("lenet-caffe", "conv1", 5, 1, 0),
    PublishedField("lenet-caffe", "pool1", 6, 2, 0),
    PublishedField("lenet-caffe", "conv2", 14, 2, 0),
    PublishedField("lenet-caffe", "pool2", 16, 4, 0),
    PublishedField("lenet-caffe", "ip1", 28, 4, 0),
    PublishedField("lenet5-modern", "C1", 5, 1, 0),
    PublishedField("lenet5-modern", "S2", 6, 2, 0),
    PublishedField("lenet5-modern", "C3", 14, 2, 0),
    PublishedField("lenet5-modern", "S4", 16, 4, 0),
    PublishedField("lenet5-modern", "F5", 32, 4, 0),
    PublishedField("lenet5", "C1", 5, 1, 0),
    PublishedField("lenet5", "S2", 6, 2, 0),
    PublishedField("lenet5", "C3", 14, 2, 0),
    PublishedField("lenet5", "S4", 16, 4, 0),
    PublishedField("lenet5", "C5", 32, 4, 0),
  ]
}
