#include "COneDNN.h"

#include <dlfcn.h>
#include <stdio.h>

#ifdef __APPLE__
static const char *const names[] = {"libdnnl.2.dylib", "/opt/homebrew/lib/libdnnl.2.dylib", NULL};
#else
static const char *const names[] = {"libdnnl.so.2", NULL};
#endif

const char *conednn_load(conednn_functions *functions) {
  static char reason[256];
  void *library = NULL;
  for (const char *const *name = names; *name && !library; name++) library = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *said = dlerror();
    snprintf(reason, sizeof reason, "%s", said ? said : names[0]);
    return reason;
  }
#define FIND(name) \
  if (!(functions->name = (__typeof__(dnnl_##name) *)dlsym(library, "dnnl_" #name))) { \
    snprintf(reason, sizeof reason, "the library has no function dnnl_%s", #name); \
    return reason; \
  }
  CONEDNN_FUNCTIONS(FIND)
#undef FIND
  functions->omp_set_num_threads = (void (*)(int))dlsym(library, "omp_set_num_threads");
  functions->omp_get_max_threads = (int (*)(void))dlsym(library, "omp_get_max_threads");
  functions->omp_get_num_threads = (int (*)(void))dlsym(library, "omp_get_num_threads");
  functions->omp_get_thread_num = (int (*)(void))dlsym(library, "omp_get_thread_num");
  functions->GOMP_parallel = (void (*)(void (*)(void *), void *, unsigned, unsigned))dlsym(library, "GOMP_parallel");
  return NULL;
}
