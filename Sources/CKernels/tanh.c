// tanh by Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))) up to 25, written as a fraction of two polynomials of x².
#include "CKernels.h"
#include "vector.h"

#include <string.h>

/// Where the condition holds the one, elsewhere the other.
INLINE block chosen(mask condition, block one, block other) {
  return (block)((condition & (mask)one) | (~condition & (mask)other));
}

INLINE block tangent(block number) {
  const block most = {9, 9, 9, 9, 9, 9, 9, 9}, one = {1, 1, 1, 1, 1, 1, 1, 1};
  const mask above = number > most, below = number < -most;
  // Beyond 9 the result is ±1.
  block x = chosen(below, -most, chosen(above, most, number));
  block square = x * x;
  block numerator = square + 4095.0f;
  numerator = numerator * square + 2552550.0f;
  numerator = numerator * square + 523783260.0f;
  numerator = numerator * square + 41247931725.0f;
  numerator = numerator * square + 1159525191825.0f;
  numerator = numerator * square + 7905853580625.0f;
  block denominator = 91.0f * square + 120120.0f;
  denominator = denominator * square + 41351310.0f;
  denominator = denominator * square + 5237832600.0f;
  denominator = denominator * square + 252070693875.0f;
  denominator = denominator * square + 3794809718700.0f;
  denominator = denominator * square + 7905853580625.0f;
  block result = x * numerator / denominator;
  result = chosen((result > one) | above, one, result);
  return chosen((result < -one) | below, -one, result);
}

INLINE void tangents(const float *source, long count, float amplitude, float slope, float *target) {
  const long whole = count / CKERNELS_LANES * CKERNELS_LANES;
  for (long x = 0; x < whole; x += CKERNELS_LANES) store(target + x, amplitude * tangent(slope * load(source + x)));
  if (whole == count) return;
  float rest[CKERNELS_LANES] = {0};
  memcpy(rest, source + whole, (count - whole) * sizeof(float));
  store(rest, amplitude * tangent(slope * load(rest)));
  memcpy(target + whole, rest, (count - whole) * sizeof(float));
}

CLONES void ckernels_tanh(const float *source, long count, float amplitude, float slope, float *target) {
  tangents(source, count, amplitude, slope, target);
}
