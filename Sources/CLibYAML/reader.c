#include "CLibYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct clibyaml_reader {
  yaml_parser_t parser;
  yaml_event_t event;
  int has_event;
};

clibyaml_reader *clibyaml_open(const void *text, size_t length) {
  clibyaml_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  if (!yaml_parser_initialize(&reader->parser)) {
    free(reader);
    return NULL;
  }
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, text, length);
  return reader;
}

static void forget_event(clibyaml_reader *reader) {
  if (reader->has_event) yaml_event_delete(&reader->event);
  reader->has_event = 0;
}

void clibyaml_close(clibyaml_reader *reader) {
  if (!reader) return;
  forget_event(reader);
  yaml_parser_delete(&reader->parser);
  free(reader);
}

static clibyaml_event at(int kind, yaml_mark_t mark) {
  clibyaml_event result = {.kind = kind, .line = mark.line + 1, .column = mark.column + 1};
  return result;
}

static clibyaml_event error(const yaml_parser_t *parser) {
  if (parser->error == YAML_MEMORY_ERROR) return at(CLIBYAML_NO_MEMORY, parser->mark);
  int is_reader = parser->error == YAML_READER_ERROR;
  clibyaml_event result = at(is_reader ? CLIBYAML_UNREADABLE : CLIBYAML_WRONG, parser->problem_mark);
  result.offset = parser->problem_offset;
  result.text = parser->problem ? parser->problem : "unknown error";
  result.length = strlen(result.text);
  return result;
}

clibyaml_event clibyaml_next(clibyaml_reader *reader) {
  for (;;) {
    forget_event(reader);
    if (!yaml_parser_parse(&reader->parser, &reader->event)) return error(&reader->parser);
    reader->has_event = 1;
    const yaml_event_t *event = &reader->event;
    clibyaml_event result = at(CLIBYAML_END, event->start_mark);
    switch (event->type) {
      case YAML_STREAM_START_EVENT:
        continue;
      case YAML_NO_EVENT:
      case YAML_STREAM_END_EVENT:
        break;
      case YAML_DOCUMENT_START_EVENT:
        result.kind = CLIBYAML_DOCUMENT;
        break;
      case YAML_DOCUMENT_END_EVENT:
        result.kind = CLIBYAML_DOCUMENT_END;
        break;
      case YAML_ALIAS_EVENT:
        result.kind = CLIBYAML_ALIAS;
        break;
      case YAML_SCALAR_EVENT:
        result.kind = CLIBYAML_SCALAR;
        result.text = (const char *)event->data.scalar.value;
        result.length = event->data.scalar.length;
        result.is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        result.has_anchor = event->data.scalar.anchor != NULL;
        break;
      case YAML_SEQUENCE_START_EVENT:
        result.kind = CLIBYAML_LIST;
        result.has_anchor = event->data.sequence_start.anchor != NULL;
        break;
      case YAML_SEQUENCE_END_EVENT:
        result.kind = CLIBYAML_LIST_END;
        break;
      case YAML_MAPPING_START_EVENT:
        result.kind = CLIBYAML_MAP;
        result.has_anchor = event->data.mapping_start.anchor != NULL;
        break;
      case YAML_MAPPING_END_EVENT:
        result.kind = CLIBYAML_MAP_END;
        break;
    }
    return result;
  }
}
