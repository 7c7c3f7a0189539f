// What Swift needs of zlib: an inflater that lies still, since zlib keeps the address of its state's structure, which a Swift
// value does not promise to keep.
#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>

typedef struct czlib_inflater czlib_inflater;

/// What czlib_inflate() returns.
enum {
  /// There may be more: give it more bytes, or more room.
  CZLIB_MORE = 0,
  /// The stream has ended, and what it states of its bytes is true.
  CZLIB_END = 1,
  /// The bytes are no such stream, or memory is short.
  CZLIB_DAMAGED = -1,
};

/// An inflater of a gzip file, or of the bare deflate stream that zip files hold; NULL where memory is short.
czlib_inflater *czlib_open(int is_gzip);
void czlib_close(czlib_inflater *inflater);

/// Inflates what it can: `used` of the source's bytes into `written` of the target's.
int czlib_inflate(
  czlib_inflater *inflater, const void *source, size_t count, size_t *used, void *target, size_t room,
  size_t *written);

#endif
