// oneDNN's C API, loaded when a network first runs and not linked: its library is 40 MB, brings OpenMP along, and would
// double the start of a program that mostly analyzes and runs nothing.
#ifndef CONEDNN_H
#define CONEDNN_H

// Only types and constants are used of the header; Debian and Homebrew have it under one name.
#include <oneapi/dnnl/dnnl.h>

// Version 3 has no operation descriptors and other argument lists; all that knows the API is in the module OneDNN.
#if DNNL_VERSION_MAJOR != 2
#error "oneDNN 2 is known; look at COneDNN and OneDNN before another version is allowed"
#endif

/// Every function that is used. X takes its name without `dnnl_`.
#define CONEDNN_FUNCTIONS(X) \
  X(engine_create) \
  X(engine_destroy) \
  X(stream_create) \
  X(stream_destroy) \
  X(version) \
  X(memory_desc_init_by_tag) \
  X(memory_desc_init_by_strides) \
  X(memory_desc_init_submemory) \
  X(memory_desc_equal) \
  X(memory_desc_get_size) \
  X(memory_create) \
  X(memory_destroy) \
  X(memory_set_data_handle) \
  X(convolution_forward_desc_init) \
  X(dilated_convolution_forward_desc_init) \
  X(dilated_deconvolution_forward_desc_init) \
  X(dilated_convolution_backward_data_desc_init) \
  X(dilated_convolution_backward_weights_desc_init) \
  X(inner_product_forward_desc_init) \
  X(matmul_desc_init) \
  X(pooling_forward_desc_init) \
  X(pooling_v2_forward_desc_init) \
  X(lrn_forward_desc_init) \
  X(batch_normalization_forward_desc_init) \
  X(eltwise_forward_desc_init) \
  X(prelu_forward_desc_init) \
  X(softmax_v2_forward_desc_init) \
  X(reorder_primitive_desc_create) \
  X(concat_primitive_desc_create) \
  X(sum_primitive_desc_create) \
  X(primitive_desc_create) \
  X(primitive_desc_destroy) \
  X(primitive_desc_query) \
  X(primitive_desc_query_md) \
  X(primitive_attr_create) \
  X(primitive_attr_destroy) \
  X(primitive_attr_set_scratchpad_mode) \
  X(primitive_attr_set_post_ops) \
  X(post_ops_create) \
  X(post_ops_destroy) \
  X(post_ops_append_eltwise) \
  X(primitive_create) \
  X(primitive_destroy) \
  X(primitive_execute)

/// The functions of the loaded library.
typedef struct {
#define CONEDNN_FIELD(name) __typeof__(dnnl_##name) *_Nonnull name;
  CONEDNN_FUNCTIONS(CONEDNN_FIELD)
#undef CONEDNN_FIELD
  /// OpenMP's, of the library that oneDNN itself computes with; null where it was built without.
  void (*_Nullable omp_set_num_threads)(int);
  int (*_Nullable omp_get_max_threads)(void);
  int (*_Nullable omp_get_num_threads)(void);
  int (*_Nullable omp_get_thread_num)(void);
  /// What `#pragma omp parallel` becomes: calls the function on so many threads, and returns when all have.
  void (*_Nullable GOMP_parallel)(
      void (*_Nonnull function)(void *_Nullable), void *_Nullable data, unsigned threads, unsigned flags);
} conednn_functions;

/// Loads the library and finds its functions.
///
/// Returns null, or the reason. Not to be called from two threads at once.
const char *_Nullable conednn_load(conednn_functions *_Nonnull functions);

#endif
