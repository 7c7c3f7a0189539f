#include "reader.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

/// Scans of a progressive picture, of which encoders make ten or so; each costs time that a small file can ask for.
#define MOST_SCANS 100
/// Bytes that the library takes: the coefficients of a progressive picture of the largest size, and some more.
#define MOST_MEMORY (640L << 20)

typedef struct {
  cimages_reader base;
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf jump;
  char *message;
} jpeg_reader;

static void fail(j_common_ptr jpeg) {
  jpeg_reader *reader = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  cimages_say(reader->message, text);
  longjmp(reader->jump, 1);
}

/// A warning says that data is damaged and something is made up in its place: no picture that anyone meant. Only what does
/// not touch the picture is let pass.
static void warn(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_TOO_MUCH_DATA: return;
    default: fail(jpeg);
  }
}

static void be_silent(j_common_ptr jpeg) { (void)jpeg; }

static void count_scans(j_common_ptr jpeg) {
  jpeg_reader *reader = jpeg->client_data;
  if (!jpeg->is_decompressor || reader->jpeg.input_scan_number <= MOST_SCANS) return;
  char text[CIMAGES_MESSAGE];
  snprintf(text, sizeof text, "it has more than %d scans", MOST_SCANS);
  cimages_say(reader->message, text);
  longjmp(reader->jump, 1);
}

static int open_jpeg(jpeg_reader *reader, const uint8_t *bytes, size_t count, cimages_header *header) {
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  jpeg->err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = fail;
  reader->errors.emit_message = warn;
  reader->errors.output_message = be_silent;
  jpeg->client_data = reader;
  if (setjmp(reader->jump)) return 0;
  jpeg_create_decompress(jpeg);
  jpeg->client_data = reader;
  jpeg->mem->max_memory_to_use = MOST_MEMORY;
  reader->progress.progress_monitor = count_scans;
  jpeg->progress = &reader->progress;
  jpeg_mem_src(jpeg, bytes, count);
  jpeg_read_header(jpeg, TRUE);
  switch (jpeg->jpeg_color_space) {
    case JCS_GRAYSCALE: jpeg->out_color_space = JCS_GRAYSCALE; break;
    case JCS_CMYK:
    case JCS_YCCK: jpeg->out_color_space = JCS_CMYK; break;
    case JCS_RGB:
    case JCS_YCbCr: jpeg->out_color_space = JCS_RGB; break;
    default: cimages_say(reader->message, "its colours are neither gray nor RGB nor CMYK"); return 0;
  }
  header->width = jpeg->image_width;
  header->height = jpeg->image_height;
  header->channels =
    jpeg->out_color_space == JCS_GRAYSCALE ? 1 : jpeg->out_color_space == JCS_CMYK ? 4 : 3;
  return 1;
}

static int read_jpeg(cimages_reader *base, uint8_t *pixels, char *message) {
  jpeg_reader *reader = (jpeg_reader *)base;
  struct jpeg_decompress_struct *jpeg = &reader->jpeg;
  reader->message = message;
  if (setjmp(reader->jump)) return 0;
  jpeg_start_decompress(jpeg);
  size_t row = (size_t)jpeg->output_width * (size_t)jpeg->output_components;
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW target = pixels + jpeg->output_scanline * row;
    jpeg_read_scanlines(jpeg, &target, 1);
  }
  jpeg_finish_decompress(jpeg);
  return 1;
}

static void close_jpeg(cimages_reader *base) {
  jpeg_reader *reader = (jpeg_reader *)base;
  jpeg_destroy_decompress(&reader->jpeg);
  free(reader);
}

cimages_reader *cimages_open_jpeg(const uint8_t *bytes, size_t count, cimages_header *header, char *message) {
  jpeg_reader *reader = calloc(1, sizeof(jpeg_reader));
  if (!reader) return cimages_say(message, "out of memory"), NULL;
  reader->base.read = read_jpeg;
  reader->base.close = close_jpeg;
  reader->message = message;
  if (open_jpeg(reader, bytes, count, header)) return &reader->base;
  close_jpeg(&reader->base);
  return NULL;
}
