// What a process takes from itself before it reads a stranger's bytes.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define WATCHED 1
#endif
#endif
#ifndef WATCHED
#define WATCHED 0
#endif

int csandbox_is_watched(void) { return WATCHED; }

static int limit(int resource, uint64_t soft, uint64_t hard) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return -errno;
  struct rlimit wanted = {(rlim_t)soft, (rlim_t)hard};
  if (now.rlim_max != RLIM_INFINITY && wanted.rlim_max > now.rlim_max) wanted.rlim_max = now.rlim_max;
  if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
  return setrlimit(resource, &wanted) == 0 ? 0 : -errno;
}

static int limits(const csandbox_wish *wish) {
  int error = 0;
  // No call can make a descriptor after this, so nothing can be opened even where the kernel has neither of the other two.
  if ((error = limit(RLIMIT_NOFILE, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_FSIZE, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_CORE, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_CPU, wish->cpu_seconds, UINT32_MAX)) < 0) return error;
  if (WATCHED) return 1;
#ifdef __linux__
  if ((error = limit(RLIMIT_NPROC, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_DATA, wish->data_bytes, wish->data_limit)) < 0) return error;
#endif
  if ((error = limit(RLIMIT_AS, wish->address_bytes, wish->address_bytes)) < 0 && error != -EINVAL) return error;
  return 1;
}

#ifdef __linux__
static int drop_privileges(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -errno;
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  return syscall(SYS_capset, &head, none) == 0 ? 1 : -errno;
}

// Debian 12's kernel headers know the first interface only; these are the numbers of the later ones.
struct ruleset {
  uint64_t files, network, scope;
};

static int landlock(void) {
  // The same numbers on every processor, which old headers of the C library lack.
  enum { create = 444, restrict_self = 446 };
  long version = syscall(create, NULL, 0, 1u);
  if (version < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -errno;
  // Everything the interface can refuse, and no rule that would allow any of it again.
  struct ruleset rules = {(1u << 13) - 1, 0, 0};
  if (version >= 2) rules.files |= 1u << 13;                // linking across folders
  if (version >= 3) rules.files |= 1u << 14;                // truncating
  if (version >= 5) rules.files |= 1u << 15;                // ioctl of devices
  if (version >= 4) rules.network = 3;                      // TCP: bind, connect
  if (version >= 6) rules.scope = 3;                        // signals and abstract sockets of others
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  long set = syscall(create, &rules, size, 0);
  if (set < 0) return -errno;
  int error = syscall(restrict_self, set, 0) == 0 ? 0 : -errno;
  close((int)set);
  return error ? error : (int)version;
}
#endif

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/// Sorts more than a kilobyte: the first time that it does, the C library before glibc 2.37 asks how much memory the machine has, by
/// a call that a confined process does not have (sysinfo), and remembers the answer. libhdf5 sorts what an object has by name.
static void sort_once(void) {
  int numbers[512] = {0};
  qsort(numbers, sizeof numbers / sizeof *numbers, sizeof *numbers, compare);
}

csandbox_state csandbox_confine(const csandbox_wish *wish) {
  csandbox_state state;
  memset(&state, 0, sizeof state);
#ifdef __linux__
  // The other two need the first: without it only root may have them.
  if (wish->layers & CSANDBOX_PRIVILEGES) state.privileges = drop_privileges();
  if (wish->layers & CSANDBOX_LANDLOCK) state.landlock = landlock();
#endif
  if (wish->layers & CSANDBOX_LIMITS) state.limits = limits(wish);
  sort_once();
  if (wish->layers & CSANDBOX_CALLS) state.calls = WATCHED ? 0 : csandbox_allow_calls(wish);
  return state;
}

int csandbox_raise(uint64_t data_bytes, uint64_t cpu_seconds) {
  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) != 0) return -errno;
  int error = limit(
    RLIMIT_CPU, (uint64_t)used.ru_utime.tv_sec + (uint64_t)used.ru_stime.tv_sec + 1 + cpu_seconds, UINT32_MAX);
#ifdef __linux__
  struct rlimit now;
  if (!error && !WATCHED && getrlimit(RLIMIT_DATA, &now) == 0) error = limit(RLIMIT_DATA, data_bytes, now.rlim_max);
#else
  (void)data_bytes;
#endif
  return error;
}
