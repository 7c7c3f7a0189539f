// Loops over tensors in blocks of channels, in C since Swift compiles for the least of all processors: each function here is
// compiled for several sets of instructions, and the best that the processor has is taken when the program starts.
#ifndef CKERNELS_H
#define CKERNELS_H

/// Channels that every function takes at a time. Blocks of more hold several such parts side by side.
#define CKERNELS_LANES 8

/// Transforms a row of Winograd's tiles of eight channels: Bᵀ·d·B of each tile d of (size + 2)² inputs.
///
/// - size: outputs along one side of a tile, 2 or 4.
/// - lines: size + 2 rows of the input, each at its first position.
/// - width: positions of a row; those before and behind are zero.
/// - before: positions of the first tile before the row's first.
/// - stride: numbers from one position to the next, in the rows and in the target.
/// - target: where the first number of each tile belongs; the others follow, each `step` numbers after the one before.
/// - room: CKERNELS_LANES · (size + 2) · (tiles · size + 2) numbers.
void ckernels_winograd_input(
    long size, const float *const *lines, long width, long before, long tiles, long stride, float *target, long step,
    float *room);

/// What becomes of the sums of a convolution.
struct ckernels_finish {
  /// A summand for each of the eight channels.
  const float *bias;
  /// A tensor to add, that lies as the target does; NULL for none. It may be the target.
  const float *addend;
  /// Whether negative numbers become zero.
  int relu;
};

/// Writes the outputs of a row of Winograd's tiles of eight channels: Aᵀ·m·A of each tile m of (size + 2)² products.
///
/// - products: the first number of each tile; the others follow, each `step` numbers after the one before.
/// - stride: numbers from one position to the next, in the products and in the target.
/// - target: at the first position of the upper row of the tiles.
/// - width, rows: positions of a row, and rows of the tiles, that are there; beyond them nothing is written.
void ckernels_winograd_output(
    long size, const float *products, long step, long tiles, long stride, struct ckernels_finish finish, float *target,
    long width, long rows);

/// amplitude · tanh(slope · x) of each number, within 4·10⁻⁷ of each; it may overwrite its source.
void ckernels_tanh(const float *source, long count, float amplitude, float slope, float *target);

/// The mean of a row of numbers, and 1/√(variance + epsilon), in double precision.
void ckernels_moments(const float *source, long count, double epsilon, double *mean, double *factor);

/// (x − mean)·factor, computed in double precision; it may overwrite its source. With a scale, times it and plus the shift,
/// number by number; both are NULL for none.
void ckernels_normalize(
    const float *source, long count, double mean, double factor, const float *scale, const float *shift, float *target);

#endif
