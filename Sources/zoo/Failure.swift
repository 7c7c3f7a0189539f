import ArgumentParser
import FileSystem
import PlainText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a command ends: a message for standard error and an exit code of `sysexits.h`.
struct Failure: PhrasedError {
  let phrase: Phrase
  let code: Int32

  /// A model, or a size, that does not fit.
  static func data(_ phrase: Phrase) -> Failure { Failure(phrase: phrase, code: EX_DATAERR) }
  /// Something that the command needs was not said.
  static func usage(_ phrase: Phrase) -> Failure { Failure(phrase: phrase, code: EX_USAGE) }
  /// No such model or file.
  static func noInput(_ phrase: Phrase) -> Failure { Failure(phrase: phrase, code: EX_NOINPUT) }
  /// A file that cannot be read or written.
  static func io(_ phrase: Phrase) -> Failure { Failure(phrase: phrase, code: EX_IOERR) }

  /// Writes the message; the exit code.
  fileprivate func reported() -> ExitCode {
    Console.say(phrase)
    return ExitCode(code)
  }
}

/// Runs a command's work; a failure is written to standard error and becomes the exit code.
func reportingFailures(_ work: () throws -> Void) throws {
  do {
    try work()
  } catch let failure as Failure {
    throw failure.reported()
  } catch let error as OutputError {
    throw Failure.io(error.phrase).reported()
  }
}
