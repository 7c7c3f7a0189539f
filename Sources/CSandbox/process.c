// The start of a worker, and what it shares with its parent.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

int csandbox_spawn(
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

int csandbox_shared_memory(void) {
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

void csandbox_discard(int memory, uint64_t bytes) {
#ifdef __linux__
  fallocate(memory, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)bytes);
#else
  (void)bytes;
  ftruncate(memory, 0);
#endif
}

ssize_t csandbox_send(int channel, const void *bytes, size_t count) {
#ifdef __linux__
  return send(channel, bytes, count, MSG_NOSIGNAL);
#else
  int on = 1;
  setsockopt(channel, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
  return send(channel, bytes, count, 0);
#endif
}
