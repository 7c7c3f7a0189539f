#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process that reads a stranger's bytes, so that what they do to it is done to nobody else: what it finds when it starts.
///
/// It is a program that called `WorkerProgram.runIfAsked`, started with a hidden command. After `Confinement.confine` it has
/// no way to get another descriptor.
public enum Worker {
  /// The descriptor of the file; the channel, where there is none.
  public static let input: Int32 = 3
  /// The descriptor of the channel to its parent.
  public static let channel: Int32 = 4
  /// The descriptor of the memory that it shares with its parent.
  public static let memory: Int32 = 5

  /// Ends the calling worker without what libraries do at a program's end, in which damaged files have crashed.
  public static func end(_ status: Int32) -> Never { _exit(status) }
}
