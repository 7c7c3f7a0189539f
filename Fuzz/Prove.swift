#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

private let isProving = getenv("FUZZ_PROVE") != nil

/// Says that an input was read whole, so that run.sh can make sure that the untouched seeds are: a harness which refuses
/// everything would find nothing and look perfect.
func accept() {
  if isProving { puts("accepted") }
}
