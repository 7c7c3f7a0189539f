// Normalization of rows: of numbers that hardly differ, the difference from their mean would be rounding in single precision.
#include "CKernels.h"
#include "vector.h"

#include <math.h>

typedef double wide __attribute__((vector_size(64)));

INLINE wide widened(const float *place) { return __builtin_convertvector(load(place), wide); }

INLINE double total(wide sums) {
  double sum = 0;
  for (int lane = 0; lane < CKERNELS_LANES; lane++) sum += sums[lane];
  return sum;
}

INLINE void moments(const float *source, long count, double epsilon, double *mean, double *factor) {
  const long whole = count / CKERNELS_LANES * CKERNELS_LANES;
  wide sums = {0};
  for (long x = 0; x < whole; x += CKERNELS_LANES) sums += widened(source + x);
  double sum = total(sums);
  for (long x = whole; x < count; x++) sum += source[x];
  const double middle = sum / count;
  wide squares = {0};
  for (long x = 0; x < whole; x += CKERNELS_LANES) {
    wide distance = widened(source + x) - middle;
    squares += distance * distance;
  }
  double square = total(squares);
  for (long x = whole; x < count; x++) square += (source[x] - middle) * (source[x] - middle);
  *mean = middle;
  *factor = 1 / sqrt(square / count + epsilon);
}

INLINE void normalize(
    const float *source, long count, double mean, double factor, const float *scale, const float *shift,
    float *target) {
  const long whole = count / CKERNELS_LANES * CKERNELS_LANES;
  for (long x = 0; x < whole; x += CKERNELS_LANES) {
    wide number = (widened(source + x) - mean) * factor;
    if (scale) number = number * widened(scale + x) + widened(shift + x);
    store(target + x, __builtin_convertvector(number, block));
  }
  for (long x = whole; x < count; x++) {
    double number = (source[x] - mean) * factor;
    target[x] = (float)(scale ? number * scale[x] + shift[x] : number);
  }
}

CLONES void ckernels_moments(const float *source, long count, double epsilon, double *mean, double *factor) {
  moments(source, count, epsilon, mean, factor);
}

CLONES void ckernels_normalize(
    const float *source, long count, double mean, double factor, const float *scale, const float *shift,
    float *target) {
  normalize(source, count, mean, factor, scale, shift, target);
}
