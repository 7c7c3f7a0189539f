// Winograd's minimal filtering: F(2×2, 3×3) and F(4×4, 3×3). Sources/Inference/Kernels/Winograd.swift has the formulas.
#include "CKernels.h"
#include "vector.h"

#define MOST 6

// Points of F(4×4, 3×3): 0, ±a, ±b and infinity, with a² = 1/2 and b² = 2.
static const float a = 0.70710678118654752f;
static const float b = 1.41421356237309505f;

/// Bᵀ·d along one axis.
INLINE void input(const int size, const block *d, block *t) {
  if (size == 2) {
    t[0] = d[0] - d[2];
    t[1] = d[1] + d[2];
    t[2] = d[2] - d[1];
    t[3] = d[1] - d[3];
    return;
  }
  block even = d[4] - 2.0f * d[2], odd = a * (d[3] - 2.0f * d[1]);
  block evenB = d[4] - 0.5f * d[2], oddB = b * (d[3] - 0.5f * d[1]);
  t[0] = d[0] - 2.5f * d[2] + d[4];
  t[1] = even + odd;
  t[2] = even - odd;
  t[3] = evenB + oddB;
  t[4] = evenB - oddB;
  t[5] = d[1] - 2.5f * d[3] + d[5];
}

/// Aᵀ·m along one axis.
INLINE void output(const int size, const block *m, block *y) {
  if (size == 2) {
    y[0] = m[0] + m[1] + m[2];
    y[1] = m[1] - m[2] - m[3];
    return;
  }
  block sum = m[1] + m[2], difference = a * (m[1] - m[2]);
  block sumB = m[3] + m[4], differenceB = b * (m[3] - m[4]);
  y[0] = m[0] + sum + sumB;
  y[1] = difference + differenceB;
  y[2] = 0.5f * sum + 2.0f * sumB;
  y[3] = 0.5f * difference + 2.0f * differenceB + m[5];
}

INLINE void input_row(
    const int size, const float *const *lines, long width, long before, long tiles, long stride, float *target,
    long step, float *room) {
  const int side = size + 2;
  const long columns = tiles * size + 2;
  block d[MOST], t[MOST];
  // Down the columns, which neighbouring tiles share.
  for (long column = 0; column < columns; column++) {
    const long x = column - before;
    if (x < 0 || x >= width) {
      for (int k = 0; k < side; k++) t[k] = (block){0};
    } else {
      for (int k = 0; k < side; k++) d[k] = load(lines[k] + x * stride);
      input(size, d, t);
    }
    for (int k = 0; k < side; k++) store(room + CKERNELS_LANES * (k * columns + column), t[k]);
  }
  for (long tile = 0; tile < tiles; tile++) {
    float *place = target + tile * stride;
    for (int k = 0; k < side; k++) {
      const float *row = room + CKERNELS_LANES * (k * columns + tile * size);
      for (int j = 0; j < side; j++) d[j] = load(row + CKERNELS_LANES * j);
      input(size, d, t);
      for (int j = 0; j < side; j++) store(place + (k * side + j) * step, t[j]);
    }
  }
}

INLINE void output_row(
    const int size, const float *products, long step, long tiles, long stride, struct ckernels_finish finish,
    float *target, long width, long rows) {
  const int side = size + 2;
  const block bias = load(finish.bias);
  block m[MOST], sums[MOST][MOST], y[MOST];
  for (long tile = 0; tile < tiles; tile++) {
    const float *place = products + tile * stride;
    for (int j = 0; j < side; j++) {
      for (int k = 0; k < side; k++) m[k] = load(place + (k * side + j) * step);
      output(size, m, y);
      for (int row = 0; row < size; row++) sums[row][j] = y[row];
    }
    const long left = tile * size;
    const long there = width - left < size ? width - left : size;
    for (int row = 0; row < size; row++) {
      if (row >= rows) break;
      output(size, sums[row], y);
      const long first = (row * width + left) * stride;
      for (int x = 0; x < size; x++) {
        if (x >= there) break;
        block number = y[x] + bias;
        if (finish.addend) number += load(finish.addend + first + x * stride);
        store(target + first + x * stride, finish.relu ? positive(number) : number);
      }
    }
  }
}

CLONES void ckernels_winograd_input(
    long size, const float *const *lines, long width, long before, long tiles, long stride, float *target, long step,
    float *room) {
  if (size == 2) input_row(2, lines, width, before, tiles, stride, target, step, room);
  else input_row(4, lines, width, before, tiles, stride, target, step, room);
}

CLONES void ckernels_winograd_output(
    long size, const float *products, long step, long tiles, long stride, struct ckernels_finish finish, float *target,
    long width, long rows) {
  if (size == 2) output_row(2, products, step, tiles, stride, finish, target, width, rows);
  else output_row(4, products, step, tiles, stride, finish, target, width, rows);
}
