// Swift's module of glibc refers to hypotf, of which glibc 2.35 has a new version: a static program would need that glibc for a
// function that nobody here calls. Where this object is linked before Swift's archive its reference ends here, and 2.34 is
// enough. Hidden, so that other libraries keep their own.
#ifdef __linux__
#include <math.h>

__attribute__((visibility("hidden"))) float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}
#endif
