// What Swift cannot see of the system's headers.
#ifndef CSYSTEM_H
#define CSYSTEM_H

/// Asks the system to begin writing a part of a file to the disk, without waiting. Only advice; declared for
/// _GNU_SOURCE alone, and on Linux alone.
void csystem_start_writing(int descriptor, long long offset, long long count);

#endif
