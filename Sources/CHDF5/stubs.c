// The library is linked as an archive: updates of it come with a new zoo alone. Until then a flaw in it reaches a process that
// may do nothing but answer (Sources/Sandbox), as it reads no stranger's file elsewhere.
//
// Debian's HDF5 names curl and OpenSSL for its S3 driver, and szip for a filter that is on no allow-list of ours. With
// these definitions neither library is loaded: that takes 9 ms off every start, and a TLS stack off what an attacker
// can reach. Each one fails as the library's own failure would.
#ifdef __linux__
#include <stddef.h>

#define FAILS(result, name, value) \
  __attribute__((visibility("hidden"))) result name(void) { return value; }

FAILS(long, curl_global_init, 2)  // CURLE_FAILED_INIT
FAILS(void *, curl_easy_init, NULL)
FAILS(int, curl_easy_setopt, 2)
FAILS(int, curl_easy_perform, 2)
FAILS(void *, curl_slist_append, NULL)
__attribute__((visibility("hidden"))) void curl_easy_cleanup(void) {}
__attribute__((visibility("hidden"))) void curl_global_cleanup(void) {}
__attribute__((visibility("hidden"))) void curl_slist_free_all(void) {}
FAILS(void *, EVP_sha256, NULL)
FAILS(void *, HMAC, NULL)
FAILS(void *, SHA256, NULL)
FAILS(int, SZ_encoder_enabled, 0)
FAILS(int, SZ_BufftoBuffCompress, -1)
FAILS(int, SZ_BufftoBuffDecompress, -1)
#endif
