#include <dlfcn.h>
#include <stdio.h>

#include "version2.h"

const char *conednn_load(const char *name, conednn_functions *functions) {
  static char reason[512];
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *said = dlerror();
    snprintf(reason, sizeof reason, "%s", said ? said : name);
    return reason;
  }
  const char *missing = NULL;
#define FIND(function, result, arguments) \
  if (!missing && !(functions->function = (result(*) arguments)dlsym(library, "dnnl_" #function))) \
    missing = "dnnl_" #function;
  CONEDNN_COMMON(FIND)
  // By what it has, not by its number: memory descriptors are filled in by version 2, and made by version 3.
  if (!missing && dlsym(library, "dnnl_memory_desc_init_by_strides")) {
    missing = conednn_version2(library, functions);
  } else {
    CONEDNN_VERSIONED(FIND)
  }
#undef FIND
  if (missing) {
    snprintf(reason, sizeof reason, "%s has no function %s", name, missing);
    dlclose(library);
    return reason;
  }
  functions->omp_set_num_threads = (void (*)(int))dlsym(library, "omp_set_num_threads");
  functions->omp_get_max_threads = (int (*)(void))dlsym(library, "omp_get_max_threads");
  functions->omp_get_num_threads = (int (*)(void))dlsym(library, "omp_get_num_threads");
  functions->omp_get_thread_num = (int (*)(void))dlsym(library, "omp_get_thread_num");
  functions->GOMP_parallel = (void (*)(void (*)(void *), void *, unsigned, unsigned))dlsym(library, "GOMP_parallel");
  return NULL;
}
