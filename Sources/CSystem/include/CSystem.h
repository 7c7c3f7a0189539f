// What Swift cannot see of the system's headers, and what a signal handler needs.
#ifndef CSYSTEM_H
#define CSYSTEM_H

/// Asks the system to begin writing a part of a file to the disk, without waiting. Only advice; declared for
/// _GNU_SOURCE alone, and on Linux alone.
void csystem_start_writing(int descriptor, long long offset, long long count);

/// rename(2) that does not replace a file which came into being meanwhile. Linux and macOS each have a call of their own
/// for that, which not every file system knows; a link does the same in two steps.
int csystem_rename_to_new(const char *from, const char *to);

/// Notes the path of a temporary file until it is dropped; where it is noted, or -1 where 64 are or memory is short.
int csystem_add_temporary(const char *path);
void csystem_drop_temporary(int place);

/// Removes the temporary files that are noted. A signal handler may call it.
void csystem_remove_temporaries(void);

#endif
