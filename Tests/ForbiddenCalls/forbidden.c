#define _GNU_SOURCE
#include "ForbiddenCalls.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// What the calls are tried on.
typedef struct {
  int input, channel, other_end, memory;
  /// A process of the same user that waits.
  pid_t victim;
} target;

static int try_fork(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  return child;
}

static int try_execve(void) { return execve("/bin/true", (char *[]){"true", NULL}, (char *[]){NULL}); }

static int try_map(int protection, int flags, int descriptor) {
  return mmap(NULL, 4096, protection, flags, descriptor, 0) == MAP_FAILED ? -1 : 0;
}

static long try_memory_of(const target *on) {
  char byte;
  struct iovec here = {&byte, 1}, there = {(void *)on, 1};
  return process_vm_readv(on->victim, &here, 1, &there, 1, 0);
}

static int try_pipe(void) {
  int ends[2];
  return pipe(ends);
}

static int try_wait(long nanoseconds) {
  struct timespec time = {0, nanoseconds};
  return nanosleep(&time, NULL);
}

static int try_limits_of(pid_t process) {
  struct rlimit limit;
  return (int)syscall(SYS_prlimit64, process, RLIMIT_CPU, NULL, &limit);
}

static long try_getcwd(void) {
  char path[4096];
  return syscall(SYS_getcwd, path, sizeof path);
}

static int try_read(int descriptor) {
  char byte;
  return (int)read(descriptor, &byte, 1);
}

#define CALLS(ENTRY) \
  ENTRY(open, open("file", O_RDONLY)) \
  ENTRY(create, open("new", O_CREAT | O_WRONLY, 0600)) \
  ENTRY(unlink, unlink("file")) \
  ENTRY(rename, rename("file", "new")) \
  ENTRY(truncate, truncate("file", 1)) \
  ENTRY(chmod, chmod("file", 0700)) \
  ENTRY(utimes, utimes("file", NULL)) \
  ENTRY(mkdir, mkdir("new", 0700)) \
  ENTRY(rmdir, rmdir("folder")) \
  ENTRY(symlink, symlink("file", "new")) \
  ENTRY(link, link("file", "new")) \
  ENTRY(mkfifo, mkfifo("new", 0600)) \
  ENTRY(chdir, chdir("folder")) \
  ENTRY(access, access("file", R_OK)) \
  ENTRY(readlink, readlink("link", (char[8]){0}, 8)) \
  ENTRY(stat, stat("file", &(struct stat){0})) \
  ENTRY(getcwd, try_getcwd()) \
  ENTRY(kill, kill(on->victim, SIGTERM)) \
  ENTRY(tgkill, syscall(SYS_tgkill, on->victim, on->victim, SIGABRT)) \
  ENTRY(ptrace, ptrace(PTRACE_SEIZE, on->victim, NULL, NULL)) \
  ENTRY(process_vm_readv, try_memory_of(on)) \
  ENTRY(prlimit, try_limits_of(on->victim)) \
  ENTRY(fork, try_fork()) \
  ENTRY(execve, try_execve()) \
  ENTRY(socket, socket(AF_INET, SOCK_STREAM, 0)) \
  ENTRY(unix_socket, socket(AF_UNIX, SOCK_STREAM, 0)) \
  ENTRY(pipe, try_pipe()) \
  ENTRY(dup, dup(on->input)) \
  ENTRY(memfd_create, syscall(SYS_memfd_create, "x", 0)) \
  ENTRY(fchmod, fchmod(on->input, 0700)) \
  ENTRY(ftruncate, ftruncate(on->memory, 8192)) \
  ENTRY(write, write(on->other_end, "x", 1)) \
  ENTRY(read, try_read(on->input)) \
  ENTRY(ioctl, fcntl(on->input, F_GETFL)) \
  ENTRY(execute_memory, try_map(PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1)) \
  ENTRY(map_file, try_map(PROT_READ, MAP_PRIVATE, on->input)) \
  ENTRY(setpriority, setpriority(PRIO_PROCESS, 0, 5)) \
  ENTRY(nanosleep, try_wait(1)) \
  ENTRY(sigaction, signal(SIGSYS, SIG_IGN) == SIG_ERR ? -1 : 0) \
  ENTRY(prctl, prctl(PR_GET_DUMPABLE)) \
  ENTRY(umask, umask(0)) \
  ENTRY(chroot, chroot("folder"))

#define DEFINE(name, body) \
  static long try_call_##name(const target *on) { \
    (void)on; \
    return (long)(body); \
  }
CALLS(DEFINE)

#define LIST(name, body) {#name, try_call_##name},
static const struct {
  const char *name;
  long (*try)(const target *on);
} calls[] = {CALLS(LIST)};

long raw_call(long number, long first, long second, long third) { return syscall(number, first, second, third); }

int forbidden_count(void) { return sizeof calls / sizeof *calls; }
const char *forbidden_name(int call) { return calls[call].name; }

/// What a child does once it is confined; its result is the exit status.
typedef int (*task)(const target *on, int call);

static int try_forbidden(const target *on, int call) { return calls[call].try(on) < 0 ? errno : 0; }

static int try_reading(const target *on, int call) {
  (void)call;
  char byte = 0;
  struct timespec time;
  if (pread(on->input, &byte, 1, 0) != 1) return 1;
  if (csandbox_send(on->channel, &byte, 1) != 1) return 2;
  if (recv(on->channel, &byte, 1, 0) != 1) return 3;
  char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, on->memory, 0);
  if (shared == MAP_FAILED) return 4;
  shared[0] = 1;
  char *own = malloc(8 << 20);
  if (!own) return 5;
  own[1 << 20] = 1;
  own = realloc(own, 16 << 20);
  if (!own) return 6;
  free(own);
  if (getrandom(&byte, 1, 0) != 1) return 7;
  if (syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time) != 0) return 8;
  if (csandbox_raise(1 << 30, 2) != 0) return 9;
  if (write(2, "", 0) != 0) return 10;
  return 0;
}

static int try_abort(const target *on, int call) {
  (void)on, (void)call;
  abort();
}

static void be(const char *folder, int user, int layers, csandbox_state *state, task task, int call) {
  if (user && (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 || setresuid(user, user, user) != 0))
    return;
  // Who changed who it is may not be traced, unless it says so.
  if (prctl(PR_SET_DUMPABLE, 1) != 0 || chdir(folder) != 0) return;
  target on = {.input = open("file", O_RDWR), .memory = csandbox_shared_memory()};
  int ends[2];
  if (on.input < 0 || on.memory < 0 || ftruncate(on.memory, 4096) != 0) return;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || write(ends[1], "x", 1) != 1) return;
  on.channel = ends[0], on.other_end = ends[1];
  // It ends with this process, which Landlock would not let send it a signal, PR_SET_PDEATHSIG's neither.
  pid_t self = getpid();
  on.victim = fork();
  if (on.victim < 0) return;
  if (on.victim == 0) {
    while (getppid() == self) try_wait(2000000);
    _exit(0);
  }
  csandbox_wish wish = {
    .layers = layers, .input = on.input, .channel = on.channel, .memory = on.memory, .data_bytes = 1 << 30,
    .data_limit = 1 << 30, .address_bytes = UINT64_C(1) << 46, .cpu_seconds = 5};
  // Core files of those that are killed help nobody, and no handler of the tests' own is to see what ends them.
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  *state = csandbox_confine(&wish);
  _exit(task(&on, call));
}

enum { not_tried = 255 };

static child_outcome in_child(const char *folder, int user, int layers, task task, int call) {
  child_outcome outcome;
  memset(&outcome, 0, sizeof outcome);
  outcome.error = -1;
  csandbox_state *state =
    mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (state == MAP_FAILED) return outcome;
  pid_t child = fork();
  if (child == 0) {
    be(folder, user, layers, state, task, call);
    _exit(not_tried);
  }
  int status = 0;
  if (child > 0 && waitpid(child, &status, 0) == child) {
    outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    outcome.error = WIFEXITED(status) && WEXITSTATUS(status) != not_tried ? WEXITSTATUS(status) : -1;
    outcome.state = *state;
  }
  munmap(state, sizeof *state);
  return outcome;
}

child_outcome forbidden_try(int call, const char *folder, int user, int layers) {
  return in_child(folder, user, layers, try_forbidden, call);
}

child_outcome allowed_try(const char *folder, int layers) { return in_child(folder, 0, layers, try_reading, 0); }
child_outcome abort_try(const char *folder, int layers) { return in_child(folder, 0, layers, try_abort, 0); }
#endif
