// oneDNN's C API, loaded when a network first runs and not linked: its library is 40 MB, brings OpenMP along, and would
// double the start of a program that mostly analyzes and runs nothing.
//
// Declared here is what is used of version 3, under its names with conednn_ for dnnl_; none of its headers is needed.
// version2.c says the same to version 2.
#ifndef CONEDNN_H
#define CONEDNN_H

#include <stddef.h>
#include <stdint.h>

#define CONEDNN_MOST_AXES 12

typedef struct dnnl_engine *conednn_engine;
typedef struct dnnl_stream *conednn_stream;
typedef struct dnnl_memory_desc *conednn_memory_desc;
typedef struct dnnl_memory *conednn_memory;
typedef struct dnnl_primitive_attr *conednn_attributes;
typedef struct dnnl_post_ops *conednn_post_ops;
typedef struct dnnl_primitive_desc *conednn_primitive_desc;
typedef struct dnnl_primitive *conednn_primitive;
typedef const int64_t *conednn_sizes;

typedef enum {
  conednn_success = 0,
  conednn_out_of_memory = 1,
  conednn_invalid_arguments = 2,
  conednn_unimplemented = 3,
  conednn_runtime_error = 5,
  conednn_not_required = 6,
} conednn_status;

typedef enum { conednn_cpu = 1 } conednn_engine_kind;
typedef enum { conednn_stream_in_order = 1 } conednn_stream_flags;
typedef enum { conednn_f32 = 3 } conednn_data_type;
typedef enum { conednn_blocked = 2 } conednn_format_kind;
typedef enum { conednn_scratchpad_mode_user = 1 } conednn_scratchpad_mode;
typedef enum { conednn_forward_inference = 96 } conednn_prop_kind;

/// Orders of axes: an axis in capitals is cut into the blocks that stand last.
typedef enum {
  conednn_tag_any = 1,
  conednn_tag_aBc16b = 56,
  conednn_tag_aBc4b = 60,
  conednn_tag_aBc8b = 69,
  conednn_tag_Abcd16a = 73,
  conednn_tag_Abcd8a = 74,
  conednn_tag_Abcd32a = 76,
  conednn_tag_aBcd16b = 78,
  conednn_tag_aBcd32b = 83,
  conednn_tag_aBcd4b = 84,
  conednn_tag_aBcd8b = 102,
  conednn_tag_aBcde16b = 121,
  conednn_tag_aBcde32b = 127,
  conednn_tag_aBcde4b = 128,
  conednn_tag_aBcde8b = 142,
  conednn_tag_Acdb48a = 302,
} conednn_tag;

typedef enum {
  conednn_convolution_direct = 1,
  conednn_deconvolution_direct = 10,
  conednn_eltwise_relu = 32,
  conednn_eltwise_elu = 34,
  conednn_eltwise_linear = 38,
  conednn_eltwise_soft_relu = 39,
  conednn_eltwise_logistic = 41,
  conednn_eltwise_gelu_tanh = 43,
  conednn_eltwise_swish = 44,
  conednn_eltwise_clip = 46,
  conednn_eltwise_gelu_erf = 49,
  conednn_eltwise_mish = 51,
  conednn_eltwise_hardswish = 52,
  conednn_pooling_max = 0x1ff,
  conednn_pooling_avg_include_padding = 0x2ff,
  conednn_pooling_avg_exclude_padding = 0x3ff,
  conednn_lrn_across_channels = 0xaff,
  conednn_softmax_accurate = 0x30000,
  conednn_softmax_log = 0x30001,
} conednn_algorithm;

typedef enum {
  conednn_use_global_stats = 1,
  conednn_use_scale = 2,
  conednn_use_shift = 4,
} conednn_normalization_flags;

typedef enum {
  conednn_query_impl_info_str = 8,
  conednn_query_src_md = 129,
  conednn_query_diff_src_md = 130,
  conednn_query_weights_md = 131,
  conednn_query_diff_weights_md = 132,
  conednn_query_dst_md = 133,
  conednn_query_diff_dst_md = 134,
  conednn_query_scratchpad_md = 136,
  conednn_query_ndims_s32 = 256,
  conednn_query_dims = 257,
  conednn_query_format_kind = 262,
  conednn_query_inner_nblks_s32 = 263,
  conednn_query_inner_blks = 264,
  conednn_query_inner_idxs = 265,
} conednn_query;

/// The part that a tensor plays in a primitive.
typedef enum {
  conednn_arg_src = 1,
  conednn_arg_dst = 17,
  conednn_arg_weights = 33,
  conednn_arg_bias = 41,
  conednn_arg_mean = 49,
  conednn_arg_variance = 50,
  conednn_arg_scale = 51,
  conednn_arg_shift = 52,
  conednn_arg_scratchpad = 80,
  conednn_arg_diff_src = 129,
  conednn_arg_diff_dst = 145,
  conednn_arg_diff_weights = 161,
  conednn_arg_multiple_src = 1024,
} conednn_argument_index;

typedef struct {
  int index;
  conednn_memory _Nullable memory;
} conednn_argument;

typedef struct {
  int major, minor, patch;
  const char *_Nullable hash;
  unsigned cpu_runtime, gpu_runtime;
} conednn_version;

#define CONEDNN_STATUS conednn_status
#define CONEDNN_MADE(type) type _Nullable *_Nonnull made
#define CONEDNN_MD conednn_memory_desc _Nonnull
#define CONEDNN_WINDOW conednn_sizes _Nonnull strides, conednn_sizes _Nonnull dilation, \
  conednn_sizes _Nonnull before, conednn_sizes _Nonnull after

/// Functions that are the same in both versions: X takes the name without `dnnl_`, the result and the arguments.
#define CONEDNN_COMMON(X) \
  X(version, const conednn_version *_Nullable, (void)) \
  X(engine_create, CONEDNN_STATUS, (CONEDNN_MADE(conednn_engine), conednn_engine_kind kind, size_t index)) \
  X(engine_destroy, CONEDNN_STATUS, (conednn_engine _Nonnull engine)) \
  X(stream_create, CONEDNN_STATUS, (CONEDNN_MADE(conednn_stream), conednn_engine _Nonnull engine, unsigned flags)) \
  X(stream_destroy, CONEDNN_STATUS, (conednn_stream _Nonnull stream)) \
  X(memory_desc_equal, int, (CONEDNN_MD one, CONEDNN_MD other)) \
  X(memory_desc_get_size, size_t, (CONEDNN_MD description)) \
  X(memory_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_memory), CONEDNN_MD description, conednn_engine _Nonnull engine, void *_Nullable address)) \
  X(memory_destroy, CONEDNN_STATUS, (conednn_memory _Nonnull memory)) \
  X(memory_set_data_handle, CONEDNN_STATUS, (conednn_memory _Nonnull memory, void *_Nullable address)) \
  X(reorder_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), CONEDNN_MD from, conednn_engine _Nonnull from_engine, CONEDNN_MD to, \
     conednn_engine _Nonnull to_engine, conednn_attributes _Nullable attributes)) \
  X(primitive_desc_destroy, CONEDNN_STATUS, (conednn_primitive_desc _Nonnull description)) \
  X(primitive_desc_query, CONEDNN_STATUS, \
    (conednn_primitive_desc _Nonnull description, conednn_query what, int index, void *_Nonnull result)) \
  X(primitive_desc_query_md, conednn_memory_desc _Nullable, \
    (conednn_primitive_desc _Nonnull description, conednn_query what, int index)) \
  X(primitive_attr_create, CONEDNN_STATUS, (CONEDNN_MADE(conednn_attributes))) \
  X(primitive_attr_destroy, CONEDNN_STATUS, (conednn_attributes _Nonnull attributes)) \
  X(primitive_attr_set_scratchpad_mode, CONEDNN_STATUS, \
    (conednn_attributes _Nonnull attributes, conednn_scratchpad_mode mode)) \
  X(primitive_attr_set_post_ops, CONEDNN_STATUS, \
    (conednn_attributes _Nonnull attributes, conednn_post_ops _Nonnull operations)) \
  X(post_ops_create, CONEDNN_STATUS, (CONEDNN_MADE(conednn_post_ops))) \
  X(post_ops_destroy, CONEDNN_STATUS, (conednn_post_ops _Nonnull operations)) \
  X(primitive_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive), conednn_primitive_desc _Nonnull description)) \
  X(primitive_destroy, CONEDNN_STATUS, (conednn_primitive _Nonnull primitive)) \
  X(primitive_execute, CONEDNN_STATUS, \
    (conednn_primitive _Nonnull primitive, conednn_stream _Nonnull stream, int count, \
     const conednn_argument *_Nullable arguments))

/// Functions that version 2 has otherwise. The primitive descriptors' are made without the descriptor of an operation before.
#define CONEDNN_VERSIONED(X) \
  X(memory_desc_create_with_tag, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_memory_desc), int axes, conednn_sizes _Nonnull sizes, conednn_data_type type, \
     conednn_tag tag)) \
  X(memory_desc_create_with_strides, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_memory_desc), int axes, conednn_sizes _Nonnull sizes, conednn_data_type type, \
     conednn_sizes _Nonnull strides)) \
  X(memory_desc_create_submemory, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_memory_desc), CONEDNN_MD whole, conednn_sizes _Nonnull sizes, \
     conednn_sizes _Nonnull offsets)) \
  X(memory_desc_destroy, CONEDNN_STATUS, (CONEDNN_MD description)) \
  X(memory_desc_query, CONEDNN_STATUS, (CONEDNN_MD description, conednn_query what, void *_Nonnull result)) \
  X(post_ops_append_sum, CONEDNN_STATUS, \
    (conednn_post_ops _Nonnull operations, float scale, int zero_point, conednn_data_type data_type)) \
  X(post_ops_append_eltwise, CONEDNN_STATUS, \
    (conednn_post_ops _Nonnull operations, conednn_algorithm algorithm, float alpha, float beta)) \
  X(concat_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, CONEDNN_MD destination, int count, int axis, \
     const conednn_memory_desc _Nullable *_Nonnull sources, conednn_attributes _Nullable attributes)) \
  X(sum_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, CONEDNN_MD destination, int count, \
     const float *_Nonnull scales, const conednn_memory_desc _Nullable *_Nonnull sources, \
     conednn_attributes _Nullable attributes)) \
  X(convolution_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, \
     conednn_algorithm algorithm, CONEDNN_MD source, CONEDNN_MD weights, conednn_memory_desc _Nullable bias, \
     CONEDNN_MD destination, CONEDNN_WINDOW, conednn_attributes _Nullable attributes)) \
  X(deconvolution_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, \
     conednn_algorithm algorithm, CONEDNN_MD source, CONEDNN_MD weights, conednn_memory_desc _Nullable bias, \
     CONEDNN_MD destination, CONEDNN_WINDOW, conednn_attributes _Nullable attributes)) \
  X(convolution_backward_data_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_algorithm algorithm, \
     CONEDNN_MD source, CONEDNN_MD weights, CONEDNN_MD destination, CONEDNN_WINDOW, \
     conednn_primitive_desc _Nonnull forward, conednn_attributes _Nullable attributes)) \
  X(convolution_backward_weights_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_algorithm algorithm, \
     CONEDNN_MD source, CONEDNN_MD weights, conednn_memory_desc _Nullable bias, CONEDNN_MD destination, CONEDNN_WINDOW, \
     conednn_primitive_desc _Nonnull forward, conednn_attributes _Nullable attributes)) \
  X(inner_product_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, CONEDNN_MD source, \
     CONEDNN_MD weights, conednn_memory_desc _Nullable bias, CONEDNN_MD destination, \
     conednn_attributes _Nullable attributes)) \
  X(matmul_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, CONEDNN_MD source, CONEDNN_MD weights, \
     conednn_memory_desc _Nullable bias, CONEDNN_MD destination, conednn_attributes _Nullable attributes)) \
  X(pooling_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, \
     conednn_algorithm algorithm, CONEDNN_MD source, CONEDNN_MD destination, conednn_sizes _Nonnull strides, \
     conednn_sizes _Nonnull kernel, conednn_sizes _Nonnull dilation, conednn_sizes _Nonnull before, \
     conednn_sizes _Nonnull after, conednn_attributes _Nullable attributes)) \
  X(lrn_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, \
     conednn_algorithm algorithm, CONEDNN_MD source, CONEDNN_MD destination, int64_t size, float alpha, float beta, \
     float k, conednn_attributes _Nullable attributes)) \
  X(batch_normalization_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, CONEDNN_MD source, \
     CONEDNN_MD destination, float epsilon, unsigned flags, conednn_attributes _Nullable attributes)) \
  X(eltwise_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, \
     conednn_algorithm algorithm, CONEDNN_MD source, CONEDNN_MD destination, float alpha, float beta, \
     conednn_attributes _Nullable attributes)) \
  X(prelu_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, CONEDNN_MD source, \
     CONEDNN_MD weights, CONEDNN_MD destination, conednn_attributes _Nullable attributes)) \
  X(softmax_forward_primitive_desc_create, CONEDNN_STATUS, \
    (CONEDNN_MADE(conednn_primitive_desc), conednn_engine _Nonnull engine, conednn_prop_kind kind, \
     conednn_algorithm algorithm, CONEDNN_MD source, CONEDNN_MD destination, int axis, \
     conednn_attributes _Nullable attributes))

/// The functions of the loaded library.
typedef struct {
#define CONEDNN_FIELD(name, result, arguments) result (*_Nonnull name) arguments;
  CONEDNN_COMMON(CONEDNN_FIELD)
  CONEDNN_VERSIONED(CONEDNN_FIELD)
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

/// Loads the library of a name or path and finds its functions.
///
/// Returns null, or the reason; a library that was opened and is none of oneDNN's is closed again. Not to be called from two
/// threads at once.
const char *_Nullable conednn_load(const char *_Nonnull name, conednn_functions *_Nonnull functions);

/// Says that whoever takes `what` over next sees all that this thread did before; and takes it over. OpenMP's threads wait for each other
/// at the start and the end of their work in a way that the thread sanitizer does not see; without the sanitizer nothing is done.
void conednn_hand_over(void *_Nonnull what);
void conednn_take_over(void *_Nonnull what);

#endif
