import ArgumentParser
import HDF5
import Images
import Sandbox

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The start of the program: the command line, or the hidden commands of the processes that read strangers' files.
@main
enum Main {
  static func main() {
    // Read from /proc, which can fail: without them every command would look like a call for help, and end well.
    guard !CommandLine.arguments.isEmpty else {
      Files.write("zoo: error: the system does not say what the arguments are (/proc/self/cmdline)\n", to: 2)
      exit(EX_OSERR)
    }
    HDF5Worker.runIfAsked()
    PictureWorker.runIfAsked()
    ConfinementProbe.runIfAsked()
    Signals.prepare()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let problem = CommandWords.problem(of: arguments) {
      Console.say(problem)
      exit(EX_USAGE)
    }
    do {
      if VersionCommand.isAsked(arguments) {
        try VersionCommand.parse(arguments).run()
        return
      }
      var command = try Zoo.parseAsRoot(arguments)
      try command.run()
    } catch {
      end(with: error, arguments)
    }
  }

  /// Says why a command ends: help goes to standard output, what is wrong to standard error.
  private static func end(with error: any Error, _ arguments: [String]) -> Never {
    let code = Zoo.exitCode(for: error).rawValue
    var text = Zoo.fullMessage(for: error)
    if code != EXIT_SUCCESS {
      if !text.isEmpty { Terminal.complain(ArgumentFault.text(text, in: Console.language)) }
      exit(code)
    }
    if text.hasPrefix("OVERVIEW:") { text = CommandWords.help(text, of: arguments) }
    if !text.isEmpty {
      if !text.hasSuffix("\n") { text += "\n" }
      if !Pager.show(text) { Files.write(text, to: STDOUT_FILENO) }
    }
    exit(EXIT_SUCCESS)
  }
}
