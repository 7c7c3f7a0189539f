// What the readers of both formats have in common.
#ifndef CIMAGES_READER_H
#define CIMAGES_READER_H

#include "CImages.h"

struct cimages_reader {
  int (*read)(cimages_reader *reader, uint8_t *pixels, char *message);
  void (*close)(cimages_reader *reader);
};

/// Puts a text into a message, shortened where it is too long.
void cimages_say(char *message, const char *text);

#endif
