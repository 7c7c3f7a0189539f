internal import CSystem

/// The temporary files of every `OutputFile` that is not finished.
///
/// This module handles no signal: what one does is the program's business. A program that wants no temporary file to stay
/// where it is interrupted calls `removeAll()` in its handler; of one that is killed they stay until the next writer of the
/// same target removes them.
public enum Temporaries {
  /// Removes them from the disk, 64 at most. A signal handler may call it, and should end the program then: the files cannot
  /// take their places any more.
  public static func removeAll() { csystem_remove_temporaries() }
}
