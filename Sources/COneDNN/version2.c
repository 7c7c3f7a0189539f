// The functions of oneDNN 3 by those of oneDNN 2, whose primitives have a descriptor of the operation first, and whose memory
// descriptors are structures that the caller owns. Numbers of enumerations are those of dnnl_types.h of 2.2 to 2.7.
#include "version2.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef int64_t axes[CONEDNN_MOST_AXES];

typedef struct dnnl_memory_desc {
  int ndims;
  axes dims;
  int data_type;
  axes padded_dims, padded_offsets;
  int64_t offset0;
  int format_kind;
  struct {
    axes strides;
    int inner_nblks;
    axes inner_blks, inner_idxs;
  } blocking;
  struct {
    uint64_t flags;
    int compensation_mask;
    float scale_adjust;
    int asymm_compensation_mask;
    char reserved[60];
  } extra;
} description;
_Static_assert(sizeof(description) == 696, "dnnl_memory_desc_t");

/// A descriptor of any operation: the longest, of recurrent networks, has 15,344 bytes.
typedef union {
  max_align_t aligned;
  char bytes[16384];
} operation;

/// Functions of version 2 under their names, with the arguments after the descriptor.
#define REQUIRED(X) \
  X(memory_desc_init_by_tag, (description *, int, conednn_sizes, int, int)) \
  X(memory_desc_init_by_strides, (description *, int, conednn_sizes, int, conednn_sizes)) \
  X(memory_desc_init_submemory, (description *, const description *, conednn_sizes, conednn_sizes)) \
  X(post_ops_append_sum, (conednn_post_ops, float)) \
  X(post_ops_append_eltwise, (conednn_post_ops, float, int, float, float)) \
  X(concat_primitive_desc_create, \
    (conednn_primitive_desc *, const description *, int, int, const description *, conednn_attributes, conednn_engine)) \
  X(sum_primitive_desc_create, \
    (conednn_primitive_desc *, const description *, int, const float *, const description *, conednn_attributes, \
     conednn_engine)) \
  X(primitive_desc_create, \
    (conednn_primitive_desc *, const operation *, conednn_attributes, conednn_engine, conednn_primitive_desc)) \
  X(dilated_convolution_forward_desc_init, \
    (operation *, int, int, const description *, const description *, const description *, const description *, \
     conednn_sizes, conednn_sizes, conednn_sizes, conednn_sizes)) \
  X(dilated_deconvolution_forward_desc_init, \
    (operation *, int, int, const description *, const description *, const description *, const description *, \
     conednn_sizes, conednn_sizes, conednn_sizes, conednn_sizes)) \
  X(dilated_convolution_backward_data_desc_init, \
    (operation *, int, const description *, const description *, const description *, conednn_sizes, conednn_sizes, \
     conednn_sizes, conednn_sizes)) \
  X(dilated_convolution_backward_weights_desc_init, \
    (operation *, int, const description *, const description *, const description *, const description *, \
     conednn_sizes, conednn_sizes, conednn_sizes, conednn_sizes)) \
  X(inner_product_forward_desc_init, \
    (operation *, int, const description *, const description *, const description *, const description *)) \
  X(matmul_desc_init, \
    (operation *, const description *, const description *, const description *, const description *)) \
  X(pooling_forward_desc_init, \
    (operation *, int, int, const description *, const description *, conednn_sizes, conednn_sizes, conednn_sizes, \
     conednn_sizes)) \
  X(pooling_v2_forward_desc_init, \
    (operation *, int, int, const description *, const description *, conednn_sizes, conednn_sizes, conednn_sizes, \
     conednn_sizes, conednn_sizes)) \
  X(lrn_forward_desc_init, (operation *, int, int, const description *, int64_t, float, float, float)) \
  X(batch_normalization_forward_desc_init, (operation *, int, const description *, float, unsigned)) \
  X(eltwise_forward_desc_init, (operation *, int, int, const description *, float, float)) \
  X(prelu_forward_desc_init, (operation *, int, const description *, const description *))
/// The first is there from 2.5 on, the others before and for long after.
#define OPTIONAL(X) \
  X(softmax_v2_forward_desc_init, (operation *, int, int, const description *, const description *, int)) \
  X(softmax_forward_desc_init, (operation *, int, const description *, int)) \
  X(logsoftmax_forward_desc_init, (operation *, int, const description *, int))

static struct {
#define FIELD(name, arguments) conednn_status(*name) arguments;
  REQUIRED(FIELD)
  OPTIONAL(FIELD)
#undef FIELD
} two;

// Memory descriptors.

static conednn_status made(conednn_memory_desc *result, description *new, conednn_status status) {
  if (status == conednn_success) *result = new;
  else free(new);
  return status;
}

static conednn_status create_with_tag(
  conednn_memory_desc *result, int count, conednn_sizes sizes, conednn_data_type type, conednn_tag tag) {
  description *new = calloc(1, sizeof *new);
  if (!new) return conednn_out_of_memory;
  // Version 3 has nine more plain orders before the first of blocks, and three of its blocks of 48 stand elsewhere.
  int old = tag == conednn_tag_any ? (int)tag : tag == conednn_tag_Acdb48a ? 296 : (int)tag - 9;
  return made(result, new, two.memory_desc_init_by_tag(new, count, sizes, type, old));
}

static conednn_status create_with_strides(
  conednn_memory_desc *result, int count, conednn_sizes sizes, conednn_data_type type, conednn_sizes strides) {
  description *new = calloc(1, sizeof *new);
  if (!new) return conednn_out_of_memory;
  return made(result, new, two.memory_desc_init_by_strides(new, count, sizes, type, strides));
}

static conednn_status create_submemory(
  conednn_memory_desc *result, conednn_memory_desc whole, conednn_sizes sizes, conednn_sizes offsets) {
  description *new = calloc(1, sizeof *new);
  if (!new) return conednn_out_of_memory;
  return made(result, new, two.memory_desc_init_submemory(new, whole, sizes, offsets));
}

static conednn_status destroy(conednn_memory_desc description) {
  free(description);
  return conednn_success;
}

static conednn_status query(conednn_memory_desc description, conednn_query what, void *result) {
  if (what >= conednn_query_inner_nblks_s32 && description->format_kind != conednn_blocked)
    return conednn_invalid_arguments;
  switch (what) {
  case conednn_query_ndims_s32: *(int *)result = description->ndims; break;
  case conednn_query_dims: *(conednn_sizes *)result = description->dims; break;
  case conednn_query_format_kind: *(int *)result = description->format_kind; break;
  case conednn_query_inner_nblks_s32: *(int *)result = description->blocking.inner_nblks; break;
  case conednn_query_inner_blks: *(conednn_sizes *)result = description->blocking.inner_blks; break;
  case conednn_query_inner_idxs: *(conednn_sizes *)result = description->blocking.inner_idxs; break;
  default: return conednn_unimplemented;
  }
  return conednn_success;
}

/// Copies of them one after the other; null where memory is short.
static description *listed(int count, const conednn_memory_desc *descriptions) {
  description *list = calloc((size_t)count, sizeof *list);
  for (int i = 0; list && i < count; i++) list[i] = *descriptions[i];
  return list;
}

// Numbers that version 3 changed.

static int algorithm2(conednn_algorithm algorithm) {
  switch (algorithm) {
  case conednn_eltwise_relu: return 0x1f;
  case conednn_eltwise_elu: return 0x3f;
  case conednn_eltwise_linear: return 0x7f;
  case conednn_eltwise_soft_relu: return 0x9f;
  case conednn_eltwise_logistic: return 0xaf;
  case conednn_eltwise_gelu_tanh: return 0xcf;
  case conednn_eltwise_swish: return 0xdf;
  case conednn_eltwise_clip: return 0xff;
  case conednn_eltwise_gelu_erf: return 0x30;
  case conednn_eltwise_mish: return 0x60;
  case conednn_eltwise_hardswish: return 0x70;
  default: return algorithm;
  }
}

static unsigned flags2(unsigned flags) {
  return (flags & conednn_use_global_stats) | (flags & conednn_use_scale ? 8 : 0) | (flags & conednn_use_shift ? 16 : 0);
}

// Primitives.

/// Describes an operation, and makes its primitive descriptor.
#define MAKE(forward, description) \
  operation wanted; \
  memset(&wanted, 0, sizeof wanted); \
  conednn_status status = description; \
  return status == conednn_success ? two.primitive_desc_create(made, &wanted, attributes, engine, forward) : status

/// The numbers are of the result's type, and nothing is taken off them.
static conednn_status append_sum(
  conednn_post_ops operations, float scale, int zero_point, conednn_data_type data_type) {
  (void)data_type;
  return zero_point == 0 ? two.post_ops_append_sum(operations, scale) : conednn_unimplemented;
}

static conednn_status append_eltwise(conednn_post_ops operations, conednn_algorithm algorithm, float alpha, float beta) {
  return two.post_ops_append_eltwise(operations, 1, algorithm2(algorithm), alpha, beta);
}

static conednn_status concat(
  conednn_primitive_desc *made, conednn_engine engine, conednn_memory_desc destination, int count, int axis,
  const conednn_memory_desc *sources, conednn_attributes attributes) {
  description *list = listed(count, sources);
  if (!list) return conednn_out_of_memory;
  conednn_status status =
    two.concat_primitive_desc_create(made, destination, count, axis, list, attributes, engine);
  free(list);
  return status;
}

static conednn_status sum(
  conednn_primitive_desc *made, conednn_engine engine, conednn_memory_desc destination, int count, const float *scales,
  const conednn_memory_desc *sources, conednn_attributes attributes) {
  description *list = listed(count, sources);
  if (!list) return conednn_out_of_memory;
  conednn_status status =
    two.sum_primitive_desc_create(made, destination, count, scales, list, attributes, engine);
  free(list);
  return status;
}

#define WINDOW conednn_sizes strides, conednn_sizes dilation, conednn_sizes before, conednn_sizes after

static conednn_status convolution(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_algorithm algorithm,
  conednn_memory_desc source, conednn_memory_desc weights, conednn_memory_desc bias, conednn_memory_desc destination,
  WINDOW, conednn_attributes attributes) {
  MAKE(NULL, two.dilated_convolution_forward_desc_init(
    &wanted, kind, algorithm, source, weights, bias, destination, strides, dilation, before, after));
}

static conednn_status deconvolution(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_algorithm algorithm,
  conednn_memory_desc source, conednn_memory_desc weights, conednn_memory_desc bias, conednn_memory_desc destination,
  WINDOW, conednn_attributes attributes) {
  MAKE(NULL, two.dilated_deconvolution_forward_desc_init(
    &wanted, kind, algorithm, source, weights, bias, destination, strides, dilation, before, after));
}

static conednn_status convolution_backward_data(
  conednn_primitive_desc *made, conednn_engine engine, conednn_algorithm algorithm, conednn_memory_desc source,
  conednn_memory_desc weights, conednn_memory_desc destination, WINDOW, conednn_primitive_desc forward,
  conednn_attributes attributes) {
  MAKE(forward, two.dilated_convolution_backward_data_desc_init(
    &wanted, algorithm, source, weights, destination, strides, dilation, before, after));
}

static conednn_status convolution_backward_weights(
  conednn_primitive_desc *made, conednn_engine engine, conednn_algorithm algorithm, conednn_memory_desc source,
  conednn_memory_desc weights, conednn_memory_desc bias, conednn_memory_desc destination, WINDOW,
  conednn_primitive_desc forward, conednn_attributes attributes) {
  MAKE(forward, two.dilated_convolution_backward_weights_desc_init(
    &wanted, algorithm, source, weights, bias, destination, strides, dilation, before, after));
}

static conednn_status inner_product(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_memory_desc source,
  conednn_memory_desc weights, conednn_memory_desc bias, conednn_memory_desc destination,
  conednn_attributes attributes) {
  MAKE(NULL, two.inner_product_forward_desc_init(&wanted, kind, source, weights, bias, destination));
}

static conednn_status matmul(
  conednn_primitive_desc *made, conednn_engine engine, conednn_memory_desc source, conednn_memory_desc weights,
  conednn_memory_desc bias, conednn_memory_desc destination, conednn_attributes attributes) {
  MAKE(NULL, two.matmul_desc_init(&wanted, source, weights, bias, destination));
}

static conednn_status pooling(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_algorithm algorithm,
  conednn_memory_desc source, conednn_memory_desc destination, conednn_sizes strides, conednn_sizes kernel,
  conednn_sizes dilation, conednn_sizes before, conednn_sizes after, conednn_attributes attributes) {
  bool dilated = false;
  for (int axis = 0; axis < source->ndims - 2; axis++) dilated |= dilation[axis] != 0;
  MAKE(NULL, dilated ? two.pooling_v2_forward_desc_init(
      &wanted, kind, algorithm, source, destination, strides, kernel, dilation, before, after)
    : two.pooling_forward_desc_init(
      &wanted, kind, algorithm, source, destination, strides, kernel, before, after));
}

static conednn_status lrn(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_algorithm algorithm,
  conednn_memory_desc source, conednn_memory_desc destination, int64_t size, float alpha, float beta, float k,
  conednn_attributes attributes) {
  (void)destination;
  MAKE(NULL, two.lrn_forward_desc_init(&wanted, kind, algorithm, source, size, alpha, beta, k));
}

static conednn_status batch_normalization(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_memory_desc source,
  conednn_memory_desc destination, float epsilon, unsigned flags, conednn_attributes attributes) {
  (void)destination;
  MAKE(NULL, two.batch_normalization_forward_desc_init(&wanted, kind, source, epsilon, flags2(flags)));
}

static conednn_status eltwise(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_algorithm algorithm,
  conednn_memory_desc source, conednn_memory_desc destination, float alpha, float beta,
  conednn_attributes attributes) {
  (void)destination;
  MAKE(NULL, two.eltwise_forward_desc_init(&wanted, kind, algorithm2(algorithm), source, alpha, beta));
}

static conednn_status prelu(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_memory_desc source,
  conednn_memory_desc weights, conednn_memory_desc destination, conednn_attributes attributes) {
  (void)destination;
  MAKE(NULL, two.prelu_forward_desc_init(&wanted, kind, source, weights));
}

static conednn_status softmax(
  conednn_primitive_desc *made, conednn_engine engine, conednn_prop_kind kind, conednn_algorithm algorithm,
  conednn_memory_desc source, conednn_memory_desc destination, int axis, conednn_attributes attributes) {
  MAKE(NULL, two.softmax_v2_forward_desc_init
    ? two.softmax_v2_forward_desc_init(&wanted, kind, algorithm, source, destination, axis)
    : (algorithm == conednn_softmax_log ? two.logsoftmax_forward_desc_init : two.softmax_forward_desc_init)(
      &wanted, kind, source, axis));
}

const char *conednn_version2(void *library, conednn_functions *functions) {
  const char *missing = NULL;
#define LOOK(name, arguments) two.name = (conednn_status(*) arguments)dlsym(library, "dnnl_" #name);
#define NEED(name, arguments) \
  LOOK(name, arguments) \
  if (!two.name) missing = "dnnl_" #name;
  REQUIRED(NEED)
  OPTIONAL(LOOK)
#undef LOOK
#undef NEED
  if (!two.softmax_v2_forward_desc_init && !(two.softmax_forward_desc_init && two.logsoftmax_forward_desc_init))
    missing = "dnnl_softmax_v2_forward_desc_init";
  functions->memory_desc_create_with_tag = create_with_tag;
  functions->memory_desc_create_with_strides = create_with_strides;
  functions->memory_desc_create_submemory = create_submemory;
  functions->memory_desc_destroy = destroy;
  functions->memory_desc_query = query;
  functions->post_ops_append_sum = append_sum;
  functions->post_ops_append_eltwise = append_eltwise;
  functions->concat_primitive_desc_create = concat;
  functions->sum_primitive_desc_create = sum;
  functions->convolution_forward_primitive_desc_create = convolution;
  functions->deconvolution_forward_primitive_desc_create = deconvolution;
  functions->convolution_backward_data_primitive_desc_create = convolution_backward_data;
  functions->convolution_backward_weights_primitive_desc_create = convolution_backward_weights;
  functions->inner_product_forward_primitive_desc_create = inner_product;
  functions->matmul_primitive_desc_create = matmul;
  functions->pooling_forward_primitive_desc_create = pooling;
  functions->lrn_forward_primitive_desc_create = lrn;
  functions->batch_normalization_forward_primitive_desc_create = batch_normalization;
  functions->eltwise_forward_primitive_desc_create = eltwise;
  functions->prelu_forward_primitive_desc_create = prelu;
  functions->softmax_forward_primitive_desc_create = softmax;
  return missing;
}
