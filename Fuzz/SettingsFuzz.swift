import ModelFile

/// The other files that people write in YAML, from any bytes: budgets of networks, and machines.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let source = SourceText(name: "fuzz.yaml", text: text)
  for read in [{ _ = try BudgetFile(source, types: types) }, { _ = try MachineFile(source, types: types) }] {
    if (try? read()) != nil { accept() }
  }
  return 0
}

private let types = ["float32", "float16", "bfloat16", "int8"]
