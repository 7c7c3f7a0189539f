// What Swift needs to start a process that may do nothing but answer, and what that process does to itself.
#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Starts `path` with the three descriptors as 3, 4 and 5, /dev/null as 0, 1 and 2, and no others; 0 or an errno.
int csandbox_spawn(
  pid_t *process, const char *path, char *const arguments[], char *const environment[], int input, int channel,
  int memory);

/// Memory that a child process can share: a descriptor, or -1 and errno. It can grow, and on Linux never shrink.
int csandbox_shared_memory(void);

/// Gives back the pages of shared memory, whose size stays.
void csandbox_discard(int memory, uint64_t bytes);

/// send() that never raises SIGPIPE, which is spelled differently on every system.
ssize_t csandbox_send(int channel, const void *bytes, size_t count);

/// The layers of confinement, each of which holds without the others.
enum {
  /// No new privileges, and none of root's (Linux).
  CSANDBOX_PRIVILEGES = 1,
  /// Landlock: no file by its name, no TCP, no signal and no abstract socket of another process (Linux 5.13, where it is
  /// switched on).
  CSANDBOX_LANDLOCK = 2,
  /// Limits of memory and processor time; none of new descriptors, of files that grow, of core files, of processes.
  CSANDBOX_LIMITS = 4,
  /// seccomp: an allow-list of system calls, of which any other ends the process by SIGSYS (Linux 4.14).
  CSANDBOX_CALLS = 8,
  CSANDBOX_ALL = 15,
};

typedef struct {
  /// Layers to put in force; CSANDBOX_ALL but in tests, which look at each by itself.
  int layers;
  /// The descriptors that may be read, talked on, and mapped.
  int input, channel, memory;
  /// Bytes of memory of the process's own, now and after csandbox_raise() at most, and of its address space.
  uint64_t data_bytes, data_limit, address_bytes;
  uint64_t cpu_seconds;
} csandbox_wish;

/// What is in force: for each layer a positive number, 0 where the system has none, or a negative errno where it was refused.
typedef struct {
  int privileges;
  /// The version of its interface.
  int landlock;
  int limits;
  /// How many system calls are left.
  int calls;
} csandbox_state;

/// Takes from this process for good whatever the layers take, before it sees a stranger's byte. It has one thread then, and
/// never another.
///
/// Whatever a layer is refused, the others are put in force.
csandbox_state csandbox_confine(const csandbox_wish *wish);

/// Raises the limits of memory up to `data_limit`, and of time to `cpu_seconds` from now; 0, or a negative errno.
int csandbox_raise(uint64_t data_bytes, uint64_t cpu_seconds);

/// Whether this is a build in which a sanitizer watches, whose own calls and memory no such limits allow: there the limits of
/// memory and the allow-list are left out.
int csandbox_is_watched(void);

/// The allow-list by itself: 0 or more calls, or a negative errno.
int csandbox_allow_calls(const csandbox_wish *wish);

/// The allow-list's numbers for a processor (its AUDIT_ARCH of linux/audit.h) in the order of the list, up to `room`; how many
/// there are, 0 for a processor that has none. Each number has its name beside it.
int csandbox_numbers(uint32_t architecture, const char **names, int *numbers, int room);

#endif
