#include "reader.h"

#include <stdio.h>

void cimages_say(char *message, const char *text) { snprintf(message, CIMAGES_MESSAGE, "%s", text); }

int cimages_read(cimages_reader *reader, uint8_t *pixels, char *message) {
  return reader->read(reader, pixels, message);
}

void cimages_close(cimages_reader *reader) { reader->close(reader); }
