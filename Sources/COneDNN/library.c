#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "version2.h"

/// Loads a library with its OpenMP, whose threads wait for each other after each part of the work.
///
/// Unless told otherwise they look 300,000 times for the others before they sleep. Beside other programs one of them has no
/// processor then, and the rest spend theirs on looking: two threads were 20 times slower than one. Looking 100 times takes a
/// microsecond or two, which is what an idle machine needs; a thread that is late is worth sleeping for.
static void *load(const char *name) {
  static const char variable[] = "GOMP_SPINCOUNT";
  // OpenMP reads the environment as it is loaded, once. Programs that this one starts keep the caller's.
  int is_ours = !getenv(variable) && !getenv("OMP_WAIT_POLICY") && setenv(variable, "100", 0) == 0;
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (is_ours) unsetenv(variable);
  return library;
}

const char *conednn_load(const char *name, conednn_functions *functions) {
  static char reason[512];
  void *library = load(name);
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

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CONEDNN_THREAD_SANITIZER
void __tsan_acquire(void *address);
void __tsan_release(void *address);
#endif
#endif

void conednn_hand_over(void *what) {
#ifdef CONEDNN_THREAD_SANITIZER
  __tsan_release(what);
#else
  (void)what;
#endif
}

void conednn_take_over(void *what) {
#ifdef CONEDNN_THREAD_SANITIZER
  __tsan_acquire(what);
#else
  (void)what;
#endif
}
