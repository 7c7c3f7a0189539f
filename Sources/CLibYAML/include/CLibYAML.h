// What Swift needs of libyaml: its events one after the other, from a parser that lies still, since libyaml keeps addresses of its
// own structure, which a Swift value does not promise to keep. Nothing of libyaml's header is seen outside.
#ifndef CLIBYAML_H
#define CLIBYAML_H

#include <stddef.h>

typedef struct clibyaml_reader clibyaml_reader;

/// What clibyaml_next() finds.
enum {
  CLIBYAML_END,
  CLIBYAML_DOCUMENT,
  CLIBYAML_DOCUMENT_END,
  CLIBYAML_SCALAR,
  CLIBYAML_LIST,
  CLIBYAML_LIST_END,
  CLIBYAML_MAP,
  CLIBYAML_MAP_END,
  CLIBYAML_ALIAS,
  /// The text is no YAML: `text` says why, `line` and `column` where.
  CLIBYAML_WRONG,
  /// A character cannot be part of YAML: `text` says why, `offset` where.
  CLIBYAML_UNREADABLE,
  CLIBYAML_NO_MEMORY,
};

typedef struct {
  /// One of the above.
  long kind;
  /// Counted from 1, in lines and in characters.
  size_t line, column;
  /// In bytes from the start.
  size_t offset;
  /// A scalar's text, or what is wrong; it lives until the next call.
  const char *text;
  size_t length;
  /// Of a scalar: neither in quotes nor a block of lines.
  int is_plain;
  int has_anchor;
} clibyaml_event;

/// A reader of UTF-8, which has to stay where it is; NULL where memory is short.
clibyaml_reader *clibyaml_open(const void *text, size_t length);
void clibyaml_close(clibyaml_reader *reader);

/// The next event; nothing comes behind CLIBYAML_END or an error.
clibyaml_event clibyaml_next(clibyaml_reader *reader);

#endif
