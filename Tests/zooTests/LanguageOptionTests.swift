import Foundation
import Testing

/// `--language` and `ZOO_LANGUAGE`, as a user gives them.
@Suite struct LanguageOptionTests {
  private static let polish = """
    language: {code: pl, name: Polski, group: " ", grouped_from: 1000, decimal: ",", plurals: {one: n = 1}}
    list: {model: sieć, parameters: parametry}
    """

  @Test(arguments: [
    ("analyze lenet5", "entrada 1×32×32, inferencia, lote 1, float32"), ("analyze lenet5", "60\u{202F}840"),
    ("analyze lenet5 --format markdown", "**total**"), ("analyze vgg16 --sizes", "admite imágenes cuadradas"),
    ("explain lenet5 C1", "campo receptivo"), ("list", "también llamada"),
    ("compare lenet5 lenet-caffe", "memoria de los parámetros"),
    ("report lenet5 lenet-caffe --format html", "<html lang=\"es\">"),
  ])
  func commandsSpeakTheLanguageAskedFor(command: String, words: String) async throws {
    for line in ["$ZOO \(command) --language es", "ZOO_LANGUAGE=es $ZOO \(command)"] {
      let outcome = try await Program.shell(line)
      #expect(outcome.code == 0)
      let hasWords = outcome.output.contains(words)
      #expect(hasWords, "\(line)")
    }
    let english = try await Program.shell("ZOO_LANGUAGE=es $ZOO \(command) --language en")
    #expect(english.output == (try await Program.shell("$ZOO \(command)").output))
  }

  @Test func weightsVerificationsAndClassesAreToldInIt() async throws {
    let folder = try Folder()
    let lines = [
      ("weights init lenet5-modern -o w.h5", ""), ("weights init lenet5-modern --seed 1 -o v.h5", ""),
      ("weights inspect w.h5", "almacenado"),
      ("weights check lenet5-modern w.h5", "tensores están con la forma correcta"),
      ("weights check lenet5-modern w.h5 --against v.h5", "tensores son distintos"),
      ("weights check lenet5 w.h5", "no encaja"), ("weights import lenet5 w.h5 -o x.h5", "no encaja"),
      ("convolve signal.txt --kernel 1,2,3", "correlación cruzada"),
      ("receptive-field lenet5 --layer C1 -o field.png", "teoría: filas"),
      ("filters lenet5-modern --weights w.h5 -o filters.png", "6 núcleos de 1×5×5"),
    ]
    try folder.write("0 0 1 4 0\n", to: "signal.txt")
    for (line, words) in lines {
      let outcome = try await Program.shell("ZOO_LANGUAGE=es $ZOO \(line)", in: folder.url)
      let hasWords = words.isEmpty || (outcome.output + outcome.errors).contains(words)
      #expect(hasWords, "\(line): \(outcome.output)\(outcome.errors)")
    }
  }

  @Test func mistakesAreToldInIt() async throws {
    let folder = try Folder()
    try folder.write("not weights", to: "damaged.h5")
    try folder.write("{\"a\": 1}", to: "damaged.safetensors")
    try folder.write("input: [1, 8, 8]\nlayers:\n  - {conv: 4, kernel: 9}\n  - {rleu}\n", to: "bad.yaml")
    try folder.write("layer { name: \"a\" type: 3 }", to: "bad.prototxt")
    let lines = [
      ("analyse", "ninguna orden se llama 'analyse', ¿quiso decir 'analyze'? ('zoo --help' las muestra todas)"),
      ("analyze vgg61", "ningún modelo se llama 'vgg61', ¿quiso decir 'vgg11', 'vgg16' o 'vgg'?"),
      ("explain lenet5 C9", "lenet5: error: ninguna capa se llama 'C9', ¿quiso decir"),
      ("weights inspect damaged.h5", "damaged.h5: ni HDF5 ni safetensors ni un archivo de torch.save"),
      ("weights inspect none.h5", "none.h5: "),
      ("run lenet-caffe --input damaged.h5 -o out.h5", "falta --weights: este archivo no los tiene"),
      ("analyze lenet5 --set C1", "--set:1:1: error: un cambio se escribe LAYER.KEY=VALUE"),
      ("analyze lenet5 --set C1.kernl=3", "no tiene ningún argumento 'kernl', ¿quiso decir 'kernel'?"),
      ("analyze lenet5 --input 3x", "Error: --input '3x' no es ningún tamaño; escriba 3x224x224"),
      ("analyze lenet5 --input 2x2x2x2", "tiene 4 tamaños, y la entrada de la red es"),
      ("analyze lenet5 --batch 0", "Error: --batch es al menos 1"),
      ("analyze bad.yaml", "una ventana de 9 es mayor que su entrada de 8"),
      ("analyze bad.yaml", "capa desconocida 'rleu', ¿quiso decir 'relu'?"),
      ("analyze lenet5 --columns none", "ninguna columna se llama 'none'"),
      ("list --language xx", "ningún idioma se llama 'xx'"),
    ]
    for (line, words) in lines {
      let outcome = try await Program.shell("ZOO_LANGUAGE=es $ZOO \(line)", in: folder.url)
      let hasWords = outcome.errors.contains(words)
      #expect(hasWords && outcome.code != 0, "\(line): \(outcome.errors)")
    }
  }

  @Test func aLanguageIsAFile() async throws {
    let folder = try Folder()
    try folder.write(Self.polish, to: "pl.yaml")
    let outcome = try await Program.run("list", "--language", "pl.yaml", in: folder.url)
    expectDone(outcome)
    #expect(outcome.output.contains("sieć"))
    #expect(outcome.output.contains("60 965 224"))
    // What it does not say is English.
    #expect(outcome.output.contains("layers"))
  }

  @Test func whatIsNoLanguageIsRefused() async throws {
    let folder = try Folder()
    try folder.write("nothing: here\n", to: "no.yaml")
    expectFailure(try await Program.run("list", "--language", "xx"), 64, "no language is called 'xx'; there are en, es")
    expectFailure(
      try await Program.run("list", environment: ["ZOO_LANGUAGE": "xx"]), 64, "no language is called 'xx'")
    expectFailure(
      try await Program.run("list", "--language", "no.yaml", in: folder.url), 64,
      "no.yaml: no language: it has no 'language: {code: …}'")
    expectFailure(try await Program.run("list", "--language", "./none.yaml", in: folder.url), 64, "./none.yaml: ")
    expectFailure(
      try await Program.run("report", "lenet5", "--language", "xx", in: folder.url), 64, "no language is called 'xx'")
  }

  @Test func anEmptyVariableIsNone() async throws {
    let outcome = try await Program.run("list", environment: ["ZOO_LANGUAGE": ""])
    expectDone(outcome)
    #expect(outcome.output.contains("also called"))
  }

  /// ArgumentParser's own messages, each as it makes it.
  @Test(
    arguments: [
      ("analyze alexnet --colums x", "la opción '--colums' no existe. ¿Quiso decir '--columns'?"),
      ("analyze -q alexnet", "la opción '-q' no existe"),
      ("analyze", "falta el argumento '<models> ...'"),
      ("analyze alexnet --batch", "falta el valor de '--batch <batch>'"),
      ("analyze alexnet --batch two", "el valor 'two' no vale para '--batch <batch>'"),
      ("analyze alexnet --totals=3", "la opción '--totals' no lleva valor, pero se dio '3'"),
      ("list extra", "el argumento 'extra' sobra"),
      ("list extra more", "sobran 2 argumentos: 'extra', 'more'"),
      (
        "analyze alexnet --format x",
        "el valor 'x' no vale para '--format <format>'; dé uno de 'table', 'markdown', 'json', 'csv' o 'yaml'"
      ),
      ("diagram alexnet --style x", "el valor 'x' no vale para '--style <style>'; dé uno de 'layers' y 'blocks'"),
    ])
  func argumentsThatAreWrongAreToldInSpanish(_ line: String, _ expected: String) async throws {
    let outcome = try await Program.shell("ZOO_LANGUAGE=es $ZOO \(line)")
    #expect(outcome.code == 64)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.first == "Error: \(expected)")
    #expect(lines.contains { $0.hasPrefix("Uso: zoo ") })
    #expect(lines.last?.hasPrefix("  Más en 'zoo ") == true)
  }
}
