// System calls that a confined process must not make, and those that it has to, tried in child processes: Swift may not fork.
#ifndef FORBIDDEN_CALLS_H
#define FORBIDDEN_CALLS_H

#include "CSandbox.h"

/// What became of a child.
typedef struct {
  /// The signal that ended it, or 0.
  int signal;
  /// The error of the call; 0 where it succeeded, -1 where the child came not so far as to try it.
  int error;
  /// What was in force.
  csandbox_state state;
} child_outcome;

/// syscall(2), which takes any number of arguments, of which Swift knows none.
long raw_call(long number, long first, long second, long third);

/// How many forbidden calls there are, and what each is called.
int forbidden_count(void);
const char *forbidden_name(int call);

/// Tries a forbidden call in a child, in a folder of the child's user with the file "file", the link "link" to it, and the empty
/// folder "folder".
///
/// - user: whom the child is; 0 for who asks.
/// - layers: of confinement; 0 for none, where the call has to succeed.
child_outcome forbidden_try(int call, const char *folder, int user, int layers);

/// Does in a child what a reader does once it is confined, step by step; the error is the number of the step that failed.
child_outcome allowed_try(const char *folder, int layers);

/// Has a child abort(), confined.
child_outcome abort_try(const char *folder, int layers);

#endif
