// The system calls that a confined process has left, as a program of the kernel's filter (linux/filter.h): it looks at the
// number of each call and at arguments that are numbers, and ends the process at any call that is not on the list.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Headers before Linux 4.14 lack it.
#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000u
#endif

/// What an argument has to be. All are numbers of 32 bits to the kernel, or masks whose bits lie there: a descriptor, a process,
/// a protection.
typedef struct {
  enum { ANY, IS, LACKS, HAS, IS_INPUT, IS_CHANNEL, IS_MEMORY, IS_OWN_PROCESS } kind;
  int argument;
  uint32_t value;
} condition;

typedef struct {
  const char *name;
  /// The call's number on each processor that is known.
  int x86_64, aarch64;
  /// All of them have to hold. A call that stands twice is allowed in both ways.
  condition conditions[2];
} allowed_call;

// Why each is needed. Nothing here takes a name, makes a descriptor, or reaches another process.
static const allowed_call allowed[] = {
  // The file, the parent, and the memory that is shared with it.
  {"pread64", 17, 67, {{IS_INPUT, 0, 0}}},
  {"recvfrom", 45, 207, {{IS_CHANNEL, 0, 0}}},
  {"sendto", 44, 206, {{IS_CHANNEL, 0, 0}}},
  {"mmap", 9, 222, {{LACKS, 2, PROT_EXEC}, {IS_MEMORY, 4, 0}}},
  // malloc(); none of it can be executed.
  {"mmap", 9, 222, {{LACKS, 2, PROT_EXEC}, {HAS, 3, MAP_ANONYMOUS}}},
  {"mprotect", 10, 226, {{LACKS, 2, PROT_EXEC}}},
  {"munmap", 11, 215, {{ANY, 0, 0}}},
  {"mremap", 25, 216, {{ANY, 0, 0}}},
  {"madvise", 28, 233, {{ANY, 0, 0}}},
  {"brk", 12, 214, {{ANY, 0, 0}}},
  // Swift's locks, and the seed of its sets.
  {"futex", 202, 98, {{ANY, 0, 0}}},
  {"getrandom", 318, 278, {{ANY, 0, 0}}},
  // Time, where it is no read of memory, and csandbox_raise().
  {"clock_gettime", 228, 113, {{ANY, 0, 0}}},
  {"getrusage", 98, 165, {{ANY, 0, 0}}},
  {"prlimit64", 302, 261, {{IS, 0, 0}}},
  // The end, one's own or by abort(), with its last words to standard error, which is /dev/null.
  {"exit", 60, 93, {{ANY, 0, 0}}},
  {"exit_group", 231, 94, {{ANY, 0, 0}}},
  {"write", 1, 64, {{IS, 0, 2}}},
  {"writev", 20, 66, {{IS, 0, 2}}},
  {"rt_sigprocmask", 14, 135, {{ANY, 0, 0}}},
  {"getpid", 39, 172, {{ANY, 0, 0}}},
  {"gettid", 186, 178, {{ANY, 0, 0}}},
  {"tgkill", 234, 131, {{IS_OWN_PROCESS, 0, 0}, {IS, 2, SIGABRT}}},
};
enum { count = sizeof allowed / sizeof *allowed };

static int number_of(const allowed_call *call, uint32_t architecture) {
  switch (architecture) {
    case AUDIT_ARCH_X86_64: return call->x86_64;
    case AUDIT_ARCH_AARCH64: return call->aarch64;
    default: return -1;
  }
}

int csandbox_numbers(uint32_t architecture, const char **names, int *numbers, int room) {
  int found = 0;
  for (int i = 0; i < count; i++) {
    int number = number_of(&allowed[i], architecture);
    if (number < 0) continue;
    if (found < room) names[found] = allowed[i].name, numbers[found] = number;
    found++;
  }
  return found;
}

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0
#endif

// Each call takes at most its number's comparison, three for each condition, and the verdict.
typedef struct {
  struct sock_filter steps[8 + 8 * count];
  unsigned short length;
} program;

static void add(program *program, uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false) {
  program->steps[program->length++] = (struct sock_filter){code, if_true, if_false, value};
}

/// Bytes to an argument's lower half; both processors are little-endian.
static uint32_t lower_half(int argument) {
  return (uint32_t)offsetof(struct seccomp_data, args) + 8u * (uint32_t)argument;
}

static void add_call(program *program, const allowed_call *call, int number, const csandbox_wish *wish) {
  int conditions = 0;
  while (conditions < 2 && call->conditions[conditions].kind != ANY) conditions++;
  // To the first step behind this call.
  uint8_t behind = (uint8_t)(2 * conditions + 1 + (conditions ? 1 : 0));
  add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, behind);
  for (int i = 0; i < conditions; i++) {
    const condition *wanted = &call->conditions[i];
    uint8_t past = (uint8_t)(2 * (conditions - i) - 1);
    add(program, BPF_LD | BPF_W | BPF_ABS, lower_half(wanted->argument), 0, 0);
    switch (wanted->kind) {
      case LACKS: add(program, BPF_JMP | BPF_JSET | BPF_K, wanted->value, past, 0); break;
      case HAS: add(program, BPF_JMP | BPF_JSET | BPF_K, wanted->value, 0, past); break;
      case IS_INPUT: add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)wish->input, 0, past); break;
      case IS_CHANNEL: add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)wish->channel, 0, past); break;
      case IS_MEMORY: add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)wish->memory, 0, past); break;
      case IS_OWN_PROCESS: add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 0, past); break;
      default: add(program, BPF_JMP | BPF_JEQ | BPF_K, wanted->value, 0, past); break;
    }
  }
  add(program, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  // An argument was looked at: the number again, for a call that stands twice.
  if (conditions) add(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
}

int csandbox_allow_calls(const csandbox_wish *wish) {
  if (ARCHITECTURE == 0) return 0;
  program program;
  memset(&program, 0, sizeof program);
  // A call of another architecture, such as those of 32 bits, has other numbers.
  add(&program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
  add(&program, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  add(&program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
  // x32's numbers have a bit that no number of the list has.
  add(&program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
  for (int i = 0; i < count; i++) add_call(&program, &allowed[i], number_of(&allowed[i], ARCHITECTURE), wish);
  add(&program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
  struct sock_fprog whole = {program.length, program.steps};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0) != 0) {
    // EINVAL: the kernel was built without filters.
    return errno == EINVAL || errno == ENOSYS ? 0 : -errno;
  }
  int calls = 0;
  for (int i = 0; i < count; i++) calls += i == 0 || strcmp(allowed[i].name, allowed[i - 1].name) != 0;
  return calls;
}
#else
int csandbox_allow_calls(const csandbox_wish *wish) {
  (void)wish;
  return 0;
}

int csandbox_numbers(uint32_t architecture, const char **names, int *numbers, int room) {
  (void)architecture, (void)names, (void)numbers, (void)room;
  return 0;
}
#endif
