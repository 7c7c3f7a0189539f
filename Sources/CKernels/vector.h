// Eight numbers at a time, and functions compiled for several sets of instructions.
#ifndef CKERNELS_VECTOR_H
#define CKERNELS_VECTOR_H

typedef float block __attribute__((vector_size(32), aligned(4), may_alias));
typedef int mask __attribute__((vector_size(32)));

// All of what takes or returns blocks is inlined, and a function with CLONES only calls it with what is no block: there is no
// call whose convention could change.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

// Haswell is the first with AVX2 and FMA. What the loader chooses by (ifunc) is there on Linux alone.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=haswell", "default")))
#else
#define CLONES
#endif

INLINE block load(const float *place) { return *(const block *)place; }
INLINE void store(float *place, block numbers) { *(block *)place = numbers; }

/// x where it is not below zero, and zero elsewhere: what is no number stays so.
INLINE block positive(block x) {
  block zero = {0};
  return (block)((mask)x & ~(mask)(x < zero));
}

#endif
