import Testing

/// That a run ended well: exit code 0 and nothing on standard error.
func expectDone(_ outcome: Program.Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(outcome.code == 0, sourceLocation: sourceLocation)
  #expect(outcome.errors == "", sourceLocation: sourceLocation)
  #expect(outcome.output != "", sourceLocation: sourceLocation)
}

/// That a run failed: with a code, a message on standard error, and nothing on standard output.
func expectFailure(
  _ outcome: Program.Outcome, _ code: Int32, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.code == code, sourceLocation: sourceLocation)
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  #expect(outcome.errors.contains(message), sourceLocation: sourceLocation)
  #expect(outcome.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
}
