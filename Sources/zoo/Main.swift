import HDF5

/// The start of the program: the command line, or the hidden command of the process that reads a stranger's HDF5 file.
@main
enum Main {
  static func main() {
    if CommandLine.arguments.dropFirst().first == HDF5Worker.argument { HDF5Worker.main() }
    Zoo.main()
  }
}
