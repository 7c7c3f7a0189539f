// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The files of `zoo/labels/`, embedded in the same way.
let labels = ["digits", "imagenet"]

/// The weights of `zoo/weights/`, which the project trained, embedded in the same way.
let trained = ["lenet5", "lenet5-modern"]

/// The machines that `zoo/machines/` describes; `zoo/Machines.swift` gives them their names.
let machines = ["small", "raspberry-pi-5", "jetson-nano", "t4", "a100-40gb"]

/// The files of `zoo/`, each embedded in the binary; `zoo/Models.swift` gives them their names.
let models = [
  "lenet5", "lenet5-modern", "lenet-caffe",
  "alexnet", "caffenet", "alexnet-torchvision",
  "vgg11", "vgg11-lrn", "vgg11-bn", "vgg13", "vgg13-bn", "vgg16-c", "vgg16", "vgg16-bn", "vgg19", "vgg19-bn",
  "googlenet", "googlenet-torchvision", "inception-naive", "inception", "inception-v3", "xception",
  "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "wide-resnet50-2", "wide-resnet101-2",
  "resnext50-32x4d", "resnext101-32x8d", "resnext101-64x4d", "resnet50-keras", "resnet101-keras", "resnet152-keras",
  "densenet121", "densenet161", "densenet169", "densenet201", "densenet121-keras", "densenet169-keras",
  "densenet201-keras",
  "squeezenet1-0", "squeezenet1-1",
  "mobilenet", "mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large",
  "mnasnet0-5", "mnasnet0-75", "mnasnet1-0", "mnasnet1-3",
  "shufflenet-v2-x0-5", "shufflenet-v2-x1-0", "shufflenet-v2-x1-5", "shufflenet-v2-x2-0",
  "efficientnet-b0", "efficientnet-b1", "efficientnet-b2", "efficientnet-b3", "efficientnet-b4", "efficientnet-b5",
  "efficientnet-b6", "efficientnet-b7", "efficientnet-v2-s", "efficientnet-v2-m", "efficientnet-v2-l",
  "regnet-x-400mf", "regnet-x-800mf", "regnet-x-1-6gf", "regnet-x-3-2gf", "regnet-x-8gf", "regnet-x-16gf",
  "regnet-x-32gf", "regnet-y-400mf", "regnet-y-800mf", "regnet-y-1-6gf", "regnet-y-3-2gf", "regnet-y-8gf",
  "regnet-y-16gf", "regnet-y-32gf", "regnet-y-128gf",
  "convnext-tiny", "convnext-small", "convnext-base", "convnext-large",
  "vgg", "resnet", "densenet", "squeezenet", "mobilenetv2", "mobilenetv3", "mnasnet", "shufflenetv2", "efficientnet",
  "regnet", "convnext", "resnet-keras", "densenet-keras",
]

/// The script of the HTML page, in this order in `Sources/Explorer/ExplorerPage.swift`.
let pageScripts = [
  "numbers", "axis-field", "receptive-field", "arithmetic", "memory", "network", "explanation", "outline", "layered",
  "drawing", "field", "copying", "layer-table", "diagram", "sliding", "trace", "run", "editing", "pane", "page",
].map { "Script/\($0).js" }

let package = Package(
  name: "zoo",
  products: [
    .library(name: "Architecture", targets: ["Architecture"]),
    .library(name: "ModelFile", targets: ["ModelFile"]),
    .library(name: "Analysis", targets: ["Analysis"]),
    .library(name: "Sandbox", targets: ["Sandbox"]),
    .library(name: "HDF5", targets: ["HDF5"]),
    .library(name: "Weights", targets: ["Weights"]),
    .library(name: "Import", targets: ["Import"]),
    .library(name: "Inference", targets: ["Inference"]),
    .library(name: "DataSets", targets: ["DataSets"]),
    .library(name: "Downloads", targets: ["Downloads"]),
    .library(name: "Report", targets: ["Report"]),
    .library(name: "RunReports", targets: ["RunReports"]),
    .library(name: "Charts", targets: ["Charts"]),
    .library(name: "Pages", targets: ["Pages"]),
    .library(name: "Explorer", targets: ["Explorer"]),
    .library(name: "Pictures", targets: ["Pictures"]),
    .executable(name: "zoo", targets: ["zoo"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    // Without its traits, which need all of Foundation.
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
  ],
  targets: [
    .target(name: "PlainText", swiftSettings: settings),
    .target(name: "Architecture", dependencies: ["PlainText"], swiftSettings: settings),
    // Shared, so that the system's updates of it are this program's too.
    .target(name: "CLibYAML", linkerSettings: [.linkedLibrary("yaml")]),
    .target(name: "YAML", dependencies: ["CLibYAML"], swiftSettings: settings),
    .target(name: "ModelFile", dependencies: ["Architecture", "PlainText", "YAML"], swiftSettings: settings),
    .target(name: "Analysis", dependencies: ["Architecture", "PlainText"], swiftSettings: settings),
    .target(
      name: "CHDF5",
      linkerSettings: [
        // The archive, not the shared library: Sources/CHDF5/stubs.c says why.
        .linkedLibrary(":libhdf5_serial.a", .when(platforms: [.linux])),
        .linkedLibrary("hdf5", .when(platforms: [.macOS])),
        .linkedLibrary("z"),
        .linkedLibrary("m", .when(platforms: [.linux])),
        .linkedLibrary("dl", .when(platforms: [.linux])),
        .linkedLibrary("pthread", .when(platforms: [.linux])),
      ]),
    .target(name: "CSandbox"),
    .target(name: "Sandbox", dependencies: ["CSandbox", "PlainText"], swiftSettings: settings),
    .target(name: "HDF5", dependencies: ["CHDF5", "PlainText", "Sandbox"], swiftSettings: settings),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "TensorFiles", dependencies: ["CZlib", "PlainText"], swiftSettings: settings),
    .target(name: "CSystem"),
    .target(name: "FileSystem", dependencies: ["CSystem", "PlainText"], swiftSettings: settings),
    .target(
      name: "Weights",
      dependencies: [
        "Architecture", "FileSystem", "HDF5", "PlainText", "TensorFiles",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "Import",
      dependencies: [
        "Architecture", "HDF5", "PlainText", "TensorFiles", "Weights",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Caffe/caffe.proto", "ONNX/ONNX.proto"], swiftSettings: settings),
    // Loaded when a network first runs, and not linked: analyze starts without it.
    .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "OneDNN", dependencies: ["COneDNN", "PlainText"], swiftSettings: settings),
    .target(name: "CKernels"),
    .target(
      name: "Inference",
      dependencies: [
        "Analysis", "Architecture", "CKernels", "FileSystem", "HDF5", "OneDNN", "PlainText", "TensorFiles", "Weights",
      ],
      swiftSettings: settings),
    .target(
      name: "CImages",
      linkerSettings: [
        // Shared, so that the system's updates of them are this program's too.
        .linkedLibrary("png"),
        .linkedLibrary("jpeg"),
      ]),
    .target(
      name: "Images", dependencies: ["Architecture", "CImages", "PlainText", "Sandbox"], swiftSettings: settings),
    .target(
      name: "DataSets",
      dependencies: ["Architecture", "HDF5", "Images", "PlainText", "TensorFiles", "Weights"],
      swiftSettings: settings),
    .target(name: "Programs", swiftSettings: settings),
    .target(
      name: "Downloads",
      dependencies: [
        "Architecture", "CSystem", "PlainText", "Programs", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "Report", dependencies: ["Analysis", "Architecture", "PlainText", "YAML"], exclude: ["Schemas"],
      resources: ["en", "es"].map { .embedInCode("Languages/\($0).yaml") }, swiftSettings: settings),
    .target(
      name: "RunReports",
      dependencies: ["Analysis", "Architecture", "Inference", "PlainText", "Report", "Weights"], exclude: ["Schemas"],
      swiftSettings: settings),
    .target(name: "Charts", dependencies: ["Analysis", "Architecture", "Report"], swiftSettings: settings),
    .target(
      name: "Pages", dependencies: ["Analysis", "Architecture", "Charts", "Report", "TensorFiles"],
      exclude: ["Guide/Digits/README.md"],
      resources: ["digits", "lenet5-digits"].map { .embedInCode("Guide/Digits/\($0).safetensors") }
        + ["norms", "fields", "profiles", "heats"].map { .embedInCode("Guide/Gradients/\($0).csv") },
      swiftSettings: settings),
    .target(
      name: "Explorer",
      dependencies: [
        "Analysis", "Architecture", "Charts", "Pages", "Report", .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: (["page.css", "Guide/guide.css", "Guide/search.js", "Index/index.css", "Index/index.js"] + pageScripts)
        .map { .embedInCode($0) },
      swiftSettings: settings),
    .target(
      name: "Pictures", dependencies: ["Analysis", "Architecture", "Images", "Inference", "Report", "Weights"],
      exclude: ["Schemas"], swiftSettings: settings),
    .target(
      name: "Models", path: "zoo", exclude: ["weights/README.md"],
      resources: ["README.md", "index.json"].map { .embedInCode($0) } + models.map { .embedInCode("\($0).yaml") }
        + labels.map { .embedInCode("labels/\($0).txt") }
        + trained.map { .embedInCode("weights/\($0).safetensors") }
        + machines.map { .embedInCode("machines/\($0).yaml") },
      swiftSettings: settings),
    .executableTarget(
      name: "zoo",
      dependencies: [
        "Analysis", "Architecture", "Charts", "DataSets", "Downloads", "Explorer", "FileSystem", "HDF5",
        "Images",
        "Import",
        "Inference", "ModelFile", "Models", "Pages", "Pictures", "PlainText", "Programs", "Report", "RunReports",
        "Sandbox",
        "TensorFiles", "Weights",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(name: "YAMLTests", dependencies: ["YAML"], swiftSettings: settings),
    .testTarget(name: "PlainTextTests", dependencies: ["PlainText"], swiftSettings: settings),
    .testTarget(name: "FileSystemTests", dependencies: ["FileSystem"], swiftSettings: settings),
    // What several test targets use.
    .target(
      name: "TestSupport", dependencies: ["Analysis", "Architecture", "Charts", "ModelFile", "Models"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", dependencies: ["Architecture", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ModelFileTests", dependencies: ["Architecture", "ModelFile", "Models", "PlainText", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "ModelFile", "Models", "TestSupport"], swiftSettings: settings),
    // Forks, which Swift may not.
    .target(name: "ForbiddenCalls", dependencies: ["CSandbox"], path: "Tests/ForbiddenCalls"),
    .testTarget(
      name: "SandboxTests", dependencies: ["CSandbox", "ForbiddenCalls", "Sandbox", "zoo"], swiftSettings: settings),
    // They depend on zoo, whose binary is the worker.
    .testTarget(
      name: "HDF5Tests", dependencies: ["HDF5", "Sandbox", "zoo"], exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "WeightsTests",
      dependencies: [
        "Analysis", "Architecture", "FileSystem", "ModelFile", "TestSupport", "Weights", "TensorFiles", "Models", "zoo",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ImportTests",
      dependencies: [
        "Analysis", "Architecture", "HDF5", "Import", "Inference", "ModelFile", "Models", "Report", "TestSupport",
        "Weights", "zoo",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["TensorFiles"], exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "ImagesTests", dependencies: ["Architecture", "Images", "ModelFile", "PlainText", "Sandbox", "zoo"],
      exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(
      name: "DataSetsTests", dependencies: ["Architecture", "DataSets", "HDF5", "Images", "zoo"],
      swiftSettings: settings),
    .testTarget(name: "DownloadsTests", dependencies: ["Architecture", "Downloads"], swiftSettings: settings),
    .testTarget(
      name: "InferenceTests", dependencies: ["Inference", "ModelFile", "TestSupport", "Weights", "Models", "zoo"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportTests", dependencies: ["Analysis", "Architecture", "Models", "Report", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "RunReportsTests",
      dependencies: ["Architecture", "Inference", "ModelFile", "Report", "RunReports", "Weights", "zoo"],
      swiftSettings: settings),
    .testTarget(
      name: "ChartsTests", dependencies: ["Analysis", "Architecture", "Charts", "Report", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PagesTests",
      dependencies: ["Analysis", "Architecture", "Inference", "Pages", "Report", "TestSupport", "Weights"],
      swiftSettings: settings),
    .testTarget(
      name: "ExplorerTests",
      dependencies: ["Analysis", "Architecture", "Charts", "Explorer", "Pages", "Report", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "PicturesTests",
      dependencies: ["Analysis", "Architecture", "Images", "Inference", "Pictures", "TestSupport", "Weights"],
      swiftSettings: settings),
    .testTarget(
      name: "zooTests",
      dependencies: [
        "Analysis", "Architecture", "Images", "Models", "Pictures", "Report", "RunReports", "TestSupport", "zoo",
      ],
      swiftSettings: settings),
  ]
)
