#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void csystem_start_writing(int descriptor, long long offset, long long count) {
#ifdef __linux__
  (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor, (void)offset, (void)count;
#endif
}

int csystem_rename_to_new(const char *from, const char *to) {
#ifdef __linux__
  int result = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
  int unknown = result != 0 && (errno == EINVAL || errno == ENOSYS);
#else
  int result = renamex_np(from, to, RENAME_EXCL);
  int unknown = result != 0 && errno == ENOTSUP;
#endif
  if (!unknown) return result;
  if (link(from, to) != 0) return -1;
  (void)unlink(from);
  return 0;
}
