import ArgumentParser
import FileSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a command ends: a message for standard error and an exit code of `sysexits.h`.
struct Failure: Error {
  let message: String
  let code: Int32

  /// A model, or a size, that does not fit.
  static func data(_ message: String) -> Failure { Failure(message: message, code: EX_DATAERR) }
  /// Something that the command needs was not said.
  static func usage(_ message: String) -> Failure { Failure(message: message, code: EX_USAGE) }
  /// No such model or file.
  static func noInput(_ message: String) -> Failure { Failure(message: message, code: EX_NOINPUT) }
  /// A file that cannot be read or written.
  static func io(_ message: String) -> Failure { Failure(message: message, code: EX_IOERR) }

  /// Writes the message; the exit code.
  fileprivate func reported() -> ExitCode {
    Terminal.complain(message)
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
    throw Failure.io(error.message).reported()
  }
}
