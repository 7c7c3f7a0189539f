// The names of files to be removed where the program is ended, kept so that a signal handler may read them: it may not
// allocate, and Swift does not promise of any code that it does not.
#include "CSystem.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { places = 64 };
static _Atomic(char *) names[places];
/// Removals at work: while there is one, no name is given back.
static atomic_int removals;

int csystem_add_temporary(const char *path) {
  char *name = strdup(path);
  if (!name) return -1;
  for (int place = 0; place < places; place++) {
    char *none = NULL;
    if (atomic_compare_exchange_strong(&names[place], &none, name)) return place;
  }
  free(name);
  return -1;
}

void csystem_drop_temporary(int place) {
  if (place < 0 || place >= places) return;
  char *name = atomic_exchange(&names[place], NULL);
  // A removal that begins after this found no name here; one that runs may still read it, and the program ends then.
  if (atomic_load(&removals) == 0) free(name);
}

void csystem_remove_temporaries(void) {
  int error = errno;
  atomic_fetch_add(&removals, 1);
  for (int place = 0; place < places; place++) {
    const char *name = atomic_load(&names[place]);
    if (name) unlink(name);
  }
  atomic_fetch_sub(&removals, 1);
  errno = error;
}
