import HDF5

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The start of the program: the command line, or the hidden command of the process that reads a stranger's HDF5 file.
@main
enum Main {
  static func main() {
    // Read from /proc, which can fail: without them every command would look like a call for help, and end well.
    guard !CommandLine.arguments.isEmpty else {
      Files.write("zoo: error: the system does not say what the arguments are (/proc/self/cmdline)\n", to: 2)
      exit(EX_OSERR)
    }
    HDF5Worker.runIfAsked()
    Signals.prepare()
    Zoo.main()
  }
}
