/// The rules that a file of tensors has to keep. A refusal names the one that was broken.
public enum FormatRule: String, CaseIterable, Sendable {
  /// The system reads no further.
  case fileRead = "file-read"
  /// The system takes no more bytes of a temporary file.
  case fileWrite = "file-write"
  /// Only regular files are read.
  case fileRegular = "file-regular"
  /// Something should lie where the file has ended.
  case fileEnd = "file-end"

  /// JSON as RFC 8259 has it, and nothing after it.
  case jsonSyntax = "json-syntax"
  /// Text is UTF-8, escapes make whole characters.
  case jsonText = "json-text"
  /// Whole numbers fit 64 bits, others are finite.
  case jsonNumber = "json-number"
  /// Values inside each other are bounded.
  case jsonDepth = "json-depth"
  /// Values, keys and strings are bounded.
  case jsonSize = "json-size"
  /// A key stands once in an object.
  case jsonDuplicateKey = "json-duplicate-key"
  /// A value has the type that its place asks for.
  case jsonType = "json-type"

  /// The header is an object of at most 100,000,000 bytes inside the file.
  case safetensorsHeader = "safetensors-header"
  /// A tensor has `dtype`, `shape` and `data_offsets`, and nothing else.
  case safetensorsTensor = "safetensors-tensor"
  /// The type is one that is read.
  case safetensorsType = "safetensors-dtype"
  /// The shape times the type is the span of the offsets.
  case safetensorsSpan = "safetensors-span"
  /// Tensors follow one another without overlap or hole, from the header to the end of the file.
  case safetensorsLayout = "safetensors-layout"
  /// `__metadata__` holds strings.
  case safetensorsMetadata = "safetensors-metadata"

  /// The end records stand at the end of the file and agree.
  case zipEnd = "zip-end"
  /// The central directory fills its place.
  case zipDirectory = "zip-directory"
  /// A local header says what the central directory says.
  case zipLocalHeader = "zip-local-header"
  /// Names are plain UTF-8, and unique even where case is ignored.
  case zipName = "zip-name"
  /// Members are stored as they are, or deflated where the format allows it; none is encrypted.
  case zipMethod = "zip-method"
  /// The bytes that a deflated member inflates to are in proportion to the file, and not more than are read.
  case zipInflation = "zip-inflation"
  /// Members follow one another without overlap or hole.
  case zipLayout = "zip-layout"
  /// 64-bit fields stand where the 32-bit ones are full.
  case zip64 = "zip-64"
  /// The checksum is right.
  case zipChecksum = "zip-checksum"

  /// The instruction is among those that a state_dict needs.
  case pickleOpcode = "pickle-opcode"
  /// The name is among those that a state_dict is built of.
  case pickleGlobal = "pickle-global"
  /// A whole pickled object is a program: only its numbers could be read.
  case pickleModule = "pickle-module"
  /// Instructions find what they work on.
  case pickleStack = "pickle-stack"
  /// Instructions, strings and numbers are bounded, and the pickle ends with its file.
  case pickleSize = "pickle-size"
  /// Functions of the fixed table get the arguments that they have in a state_dict.
  case pickleArguments = "pickle-arguments"

  /// The archive has the members that torch.save writes.
  case torchLayout = "torch-layout"
  /// TorchScript archives are programs.
  case torchScript = "torch-script"
  /// The file holds a dictionary of tensors.
  case torchStateDict = "torch-state-dict"
  /// An optimizer's state holds no weights.
  case torchOptimizer = "torch-optimizer"
  /// A storage has the bytes that its tensors say, and one type.
  case torchStorage = "torch-storage"
  /// A tensor lies inside its storage.
  case torchView = "torch-view"
  /// The files of torch before 0.4 (tar) and of big-endian machines (stream) are not read.
  case torchVersion = "torch-version"

  /// The head is a dictionary of `descr`, `fortran_order` and `shape`, of version 1 to 3 and at most 64 KiB.
  case numpyHeader = "npy-header"
  /// Floating-point numbers, integers, or truth values.
  case numpyType = "npy-type"
  /// The file holds the numbers of the shape, and nothing after them.
  case numpySize = "npy-size"
  /// Every member is an array, and what is compressed can be read from its first number to its last.
  case npzLayout = "npz-layout"

  /// The head is two zeros, a type, and the sizes of 1 to 32 axes.
  case idxHeader = "idx-header"
  /// The file holds the numbers of the shape, and nothing after them.
  case idxSize = "idx-size"

  /// A gzip file begins and ends as RFC 1952 says.
  case gzipStream = "gzip-stream"
  /// Deflate makes at most 1032 bytes of one.
  case inflateRatio = "inflate-ratio"
  /// Compressed bytes stand for exactly the bytes that are stated.
  case inflateStream = "inflate-stream"

  /// A field has a number of at least 1 and one of the four kinds in use: groups are not.
  case protobufTag = "protobuf-tag"
  /// A number of variable length ends within 10 bytes, inside its message.
  case protobufNumber = "protobuf-number"
  /// A field lies inside its message.
  case protobufLength = "protobuf-length"

  /// The messages have the types and the texts that ONNX gives them.
  case onnxMessage = "onnx-message"
  /// Nodes, texts and lists of a graph are bounded.
  case onnxSize = "onnx-size"
  /// A tensor has the bytes that its sizes and its type ask for.
  case onnxTensor = "onnx-tensor"
  /// Numbers outside of the file lie in regular files of its folder, where they are said to be.
  case onnxExternal = "onnx-external"
  /// The file is of a version that is read.
  case onnxVersion = "onnx-version"
  /// Messages without the numbers of their tensors are bounded.
  case protobufSize = "protobuf-size"

  /// A blob of a `.caffemodel` has as many numbers as its sizes say, of one type.
  case caffemodelBlob = "caffemodel-blob"

  /// A name stands once, and is bounded.
  case tensorName = "tensor-name"
  /// The number of tensors, their axes and their sum are bounded.
  case tensorCount = "tensor-count"
}
