import ArgumentParser

/// `zoo weights`: weight files.
struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights",
    abstract: "Look into, check, convert and create weight files.",
    discussion: """
      Reads HDF5 as Caffe, Keras (all kinds), PyTorch through h5py and zoo write it, safetensors, and what torch.save \
      writes; the format is recognised by content. No file is trusted.

      Exit codes of check: 0 the weights fit (and are the same), 1 they do not, 65 the file cannot be read.
      """,
    subcommands: [Inspect.self, CheckCommand.self, Import.self, Export.self, Init.self, SparsityCommand.self])
}
