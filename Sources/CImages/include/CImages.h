// Pictures through libpng and libjpeg-turbo. Both report errors by longjmp, which must not pass Swift code: it begins and
// ends inside these functions. All work on bytes in memory; none writes to standard error.
#ifndef CIMAGES_H
#define CIMAGES_H

#include <stddef.h>
#include <stdint.h>

/// Bytes of a message, its end included.
#define CIMAGES_MESSAGE 256

/// A picture whose header was read.
typedef struct cimages_reader cimages_reader;

typedef struct {
  uint32_t width;
  uint32_t height;
  /// Bytes of a pixel: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha (PNG) or CMYK (JPEG).
  int channels;
} cimages_header;

/// Reads the header of a PNG or JPEG file; the bytes must stay where they are until the reader is closed.
/// Nothing is allocated yet that grows with the picture. Null and a message where that fails.
cimages_reader *cimages_open_png(const uint8_t *bytes, size_t count, cimages_header *header, char *message);
cimages_reader *cimages_open_jpeg(const uint8_t *bytes, size_t count, cimages_header *header, char *message);

/// Decodes all rows, top to bottom, into width·height·channels bytes; once for each reader. Zero and a message where the
/// file is damaged or ends early.
int cimages_read(cimages_reader *reader, uint8_t *pixels, char *message);

void cimages_close(cimages_reader *reader);

/// Encodes a gray (1) or RGB (3) picture as PNG. The bytes are the caller's to free. Null and a message where that fails.
uint8_t *cimages_write_png(
  const uint8_t *pixels, uint32_t width, uint32_t height, int channels, size_t *count, char *message);

#endif
