// What a process may do: its start, its limits, its memory. System calls that Swift's overlays leave out.
#define _GNU_SOURCE
#include "CHDF5.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

int chdf5_spawn(
  pid_t *process, const char *path, char *const arguments[], char *const environment[], int input, int channel,
  int memory) {
  // Copies above 10, so that none of the three is overwritten before it is duplicated to its place.
  int sources[3] = {input, channel, memory}, copies[3] = {-1, -1, -1}, error = 0;
  for (int i = 0; i < 3 && !error; i++) {
    copies[i] = fcntl(sources[i], F_DUPFD_CLOEXEC, 10);
    if (copies[i] < 0) error = errno;
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (!error) error = posix_spawn_file_actions_init(&actions);
  if (!error) {
    error = posix_spawnattr_init(&attributes);
    if (!error) {
      short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP;
#ifdef __APPLE__
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
      // Its own group: a Ctrl-C of the terminal reaches the parent, which ends the worker.
      sigset_t all, none;
      sigfillset(&all);
      sigemptyset(&none);
      posix_spawnattr_setsigdefault(&attributes, &all);
      posix_spawnattr_setsigmask(&attributes, &none);
      posix_spawnattr_setpgroup(&attributes, 0);
      error = posix_spawnattr_setflags(&attributes, flags);
      for (int i = 0; i < 3 && !error; i++)
        error = posix_spawn_file_actions_addopen(&actions, i, "/dev/null", i ? O_WRONLY : O_RDONLY, 0);
      for (int i = 0; i < 3 && !error; i++) error = posix_spawn_file_actions_adddup2(&actions, copies[i], 3 + i);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
      if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 6);
#endif
      if (!error) error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
      posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
  }
  for (int i = 0; i < 3; i++)
    if (copies[i] >= 0) close(copies[i]);
  return error;
}

int chdf5_shared_memory(void) {
#ifdef __linux__
  int memory = memfd_create("zoo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (memory < 0) return -1;
  if (fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) == 0) return memory;
  int error = errno;
  close(memory);
  errno = error;
  return -1;
#else
  char path[] = "/tmp/zoo-XXXXXX";  // its name is gone before a byte is in it
  int memory = mkstemp(path);
  if (memory < 0) return -1;
  unlink(path);
  fcntl(memory, F_SETFD, FD_CLOEXEC);
  return memory;
#endif
}

void chdf5_discard(int memory, uint64_t bytes) {
#ifdef __linux__
  fallocate(memory, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)bytes);
#else
  (void)bytes;
  ftruncate(memory, 0);
#endif
}

static int limit(int resource, uint64_t soft, uint64_t hard) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return -errno;
  struct rlimit wanted = {(rlim_t)soft, (rlim_t)hard};
  if (now.rlim_max != RLIM_INFINITY && wanted.rlim_max > now.rlim_max) wanted.rlim_max = now.rlim_max;
  if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
  return setrlimit(resource, &wanted) == 0 ? 0 : -errno;
}

#ifdef __linux__
// Debian 12's kernel headers know the first ABI only; these are the numbers of the later ones.
struct ruleset {
  uint64_t files, network, scope;
};

static int landlock(void) {
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u);
  if (abi < 1) return 0;
  // Everything the ABI can refuse, and no rule that would allow any of it again.
  struct ruleset rules = {(1u << 13) - 1, 0, 0};
  if (abi >= 2) rules.files |= 1u << 13;                // linking across folders
  if (abi >= 3) rules.files |= 1u << 14;                // truncating
  if (abi >= 5) rules.files |= 1u << 15;                // ioctl of devices
  if (abi >= 4) rules.network = 3;                      // TCP: bind, connect
  if (abi >= 6) rules.scope = 3;                        // signals and abstract sockets of others
  size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  long set = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
  if (set < 0) return 0;
  long done = syscall(SYS_landlock_restrict_self, set, 0);
  close((int)set);
  return done == 0 ? (int)abi : 0;
}
#endif

int chdf5_confine(uint64_t data_bytes, uint64_t data_limit, uint64_t address_bytes, uint64_t cpu_seconds) {
  int abi = 0, error = 0;
#ifdef __linux__
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -errno;
  abi = landlock();
#endif
  // After this no call can make a descriptor, so nothing can be opened even where the kernel has no landlock.
  if ((error = limit(RLIMIT_NOFILE, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_FSIZE, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_CORE, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_CPU, cpu_seconds, UINT32_MAX)) < 0) return error;
#if defined(__SANITIZE_ADDRESS__) || (defined(__has_feature) && __has_feature(address_sanitizer))
  (void)data_bytes, (void)data_limit, (void)address_bytes;  // its shadow memory alone is over any limit
#else
#ifdef __linux__
  if ((error = limit(RLIMIT_NPROC, 0, 0)) < 0) return error;
  if ((error = limit(RLIMIT_DATA, data_bytes, data_limit)) < 0) return error;
#endif
  if ((error = limit(RLIMIT_AS, address_bytes, address_bytes)) < 0 && error != -EINVAL) return error;
#endif
  return abi;
}

int chdf5_raise(uint64_t data_bytes, uint64_t cpu_seconds) {
  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) != 0) return -errno;
  int error = limit(RLIMIT_CPU, (uint64_t)used.ru_utime.tv_sec + (uint64_t)used.ru_stime.tv_sec + 1 + cpu_seconds, UINT32_MAX);
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
  struct rlimit now;
  if (!error && getrlimit(RLIMIT_DATA, &now) == 0) error = limit(RLIMIT_DATA, data_bytes, now.rlim_max);
#else
  (void)data_bytes;
#endif
  return error;
}

ssize_t chdf5_send(int channel, const void *bytes, size_t count) {
#ifdef __linux__
  return send(channel, bytes, count, MSG_NOSIGNAL);
#else
  int on = 1;
  setsockopt(channel, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
  return send(channel, bytes, count, 0);
#endif
}
