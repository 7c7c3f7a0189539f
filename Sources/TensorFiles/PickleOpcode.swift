/// The instructions of a pickle that a state_dict needs: protocol 2, and what protocol 4 writes in their place.
enum PickleOpcode: UInt8 {
  case proto = 0x80
  case frame = 0x95
  case stop = 0x2E
  case mark = 0x28
  case pop = 0x30
  case global = 0x63
  case stackGlobal = 0x93
  case persistentID = 0x51
  case reduce = 0x52
  case build = 0x62
  case put = 0x71
  case longPut = 0x72
  case memoize = 0x94
  case get = 0x68
  case longGet = 0x6A
  case none = 0x4E
  case newTrue = 0x88
  case newFalse = 0x89
  case int = 0x4A
  case int1 = 0x4B
  case int2 = 0x4D
  case long1 = 0x8A
  case float = 0x47
  case unicode = 0x58
  case shortUnicode = 0x8C
  case string = 0x54
  case shortString = 0x55
  case bytes = 0x42
  case shortBytes = 0x43
  case tuple = 0x74
  case emptyTuple = 0x29
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case emptyList = 0x5D
  case append = 0x61
  case appends = 0x65
  case emptyDictionary = 0x7D
  case setItem = 0x73
  case setItems = 0x75
  case emptySet = 0x8F
  case addItems = 0x90

  /// Python's names of the instructions that are refused.
  static let refused: [UInt8: String] = [
    0x31: "POP_MARK", 0x32: "DUP", 0x46: "FLOAT", 0x49: "INT", 0x4C: "LONG", 0x50: "PERSID", 0x53: "STRING",
    0x56: "UNICODE", 0x64: "DICT", 0x67: "GET", 0x69: "INST", 0x6C: "LIST", 0x6F: "OBJ", 0x70: "PUT", 0x81: "NEWOBJ",
    0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4", 0x8B: "LONG4", 0x8D: "BINUNICODE8", 0x8E: "BINBYTES8",
    0x91: "FROZENSET", 0x92: "NEWOBJ_EX", 0x96: "BYTEARRAY8", 0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER",
  ]
}
