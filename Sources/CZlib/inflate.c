#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct czlib_inflater {
  z_stream stream;
};

czlib_inflater *czlib_open(int is_gzip) {
  czlib_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  // zlib.h: 16 more for a gzip file, negative for a stream without any head.
  if (inflateInit2(&inflater->stream, is_gzip ? 16 + MAX_WBITS : -MAX_WBITS) == Z_OK) return inflater;
  free(inflater);
  return NULL;
}

void czlib_close(czlib_inflater *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}

int czlib_inflate(
  czlib_inflater *inflater, const void *source, size_t count, size_t *used, void *target, size_t room,
  size_t *written) {
  z_stream *stream = &inflater->stream;
  uInt given = count > UINT_MAX ? UINT_MAX : (uInt)count, space = room > UINT_MAX ? UINT_MAX : (uInt)room;
  stream->next_in = (Bytef *)source, stream->avail_in = given;
  stream->next_out = target, stream->avail_out = space;
  int result = inflate(stream, Z_NO_FLUSH);
  *used = given - stream->avail_in;
  *written = space - stream->avail_out;
  if (result == Z_STREAM_END) return CZLIB_END;
  return result == Z_OK || result == Z_BUF_ERROR ? CZLIB_MORE : CZLIB_DAMAGED;
}
