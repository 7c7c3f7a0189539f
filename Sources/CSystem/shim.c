#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>

void csystem_start_writing(int descriptor, long long offset, long long count) {
#ifdef __linux__
  (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
#else
  (void)descriptor, (void)offset, (void)count;
#endif
}
