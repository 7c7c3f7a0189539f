#include "reader.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

/// A picture being read.
typedef struct {
  cimages_reader base;
  png_structp png;
  png_infop info;
  cimages_header header;
  const uint8_t *rest;
  size_t left;
} png_reader;

typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t room;
} png_output;

static void fail(png_structp png, png_const_charp text) {
  char *message = png_get_error_ptr(png);
  cimages_say(message, text);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text) { (void)png, (void)text; }

static void take(png_structp png, png_bytep target, size_t count) {
  png_reader *reader = png_get_io_ptr(png);
  if (count > reader->left) png_error(png, "the file ends early");
  memcpy(target, reader->rest, count);
  reader->rest += count;
  reader->left -= count;
}

/// Everything to eight bits a channel: palettes and grays of fewer bits expanded, sixteen bits cut to the higher byte,
/// transparent colours made alpha. No gamma is applied.
static int open_png(png_reader *reader) {
  png_structp png = reader->png;
  if (setjmp(png_jmpbuf(png))) return 0;
  png_set_read_fn(png, reader, take);
  // The caller has limits of its own.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // Texts, profiles and all else that is compressed or long is passed over unread; only the picture itself is decoded.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(png, reader->info);
  png_set_expand(png);
  png_set_strip_16(png);
  // What the transformations make of it. png_read_update_info, which tells, would allocate rows already.
  int colours = png_get_color_type(png, reader->info);
  int isTransparent = (colours & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, reader->info, PNG_INFO_tRNS);
  reader->header.width = png_get_image_width(png, reader->info);
  reader->header.height = png_get_image_height(png, reader->info);
  reader->header.channels = ((colours & PNG_COLOR_MASK_COLOR) ? 3 : 1) + (isTransparent ? 1 : 0);
  return 1;
}

static int read_png(cimages_reader *base, uint8_t *pixels, char *message) {
  png_reader *reader = (png_reader *)base;
  png_structp png = reader->png;
  // The message of the header's caller is gone.
  png_set_error_fn(png, message, fail, ignore);
  if (setjmp(png_jmpbuf(png))) return 0;
  size_t row = (size_t)reader->header.width * (size_t)reader->header.channels;
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, reader->info);
  if (png_get_rowbytes(png, reader->info) != row) png_error(png, "its rows have another length than its header says");
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t y = 0; y < reader->header.height; y++) png_read_row(png, pixels + y * row, NULL);
  }
  png_read_end(png, NULL);
  return 1;
}

static void close_png(cimages_reader *base) {
  png_reader *reader = (png_reader *)base;
  if (reader->png) png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader);
}

cimages_reader *cimages_open_png(const uint8_t *bytes, size_t count, cimages_header *header, char *message) {
  png_reader *reader = calloc(1, sizeof(png_reader));
  if (!reader) return cimages_say(message, "out of memory"), NULL;
  reader->base.read = read_png;
  reader->base.close = close_png;
  reader->rest = bytes;
  reader->left = count;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, fail, ignore);
  reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
  if (!reader->info) {
    cimages_say(message, "libpng has another version, or memory is short");
  } else if (open_png(reader)) {
    *header = reader->header;
    return &reader->base;
  }
  close_png(&reader->base);
  return NULL;
}

static void put(png_structp png, png_bytep bytes, size_t count) {
  png_output *output = png_get_io_ptr(png);
  if (count > output->room - output->count) {
    size_t room = 2 * output->room + count + 4096;
    uint8_t *grown = realloc(output->bytes, room);
    if (!grown) png_error(png, "out of memory");
    output->bytes = grown;
    output->room = room;
  }
  memcpy(output->bytes + output->count, bytes, count);
  output->count += count;
}

static void flush(png_structp png) { (void)png; }

/// Writes with fixed settings and without a date, so that the same picture gives the same bytes.
static int write_png(
  png_structp png, png_infop info, png_output *output, const uint8_t *pixels, uint32_t width, uint32_t height,
  int channels) {
  if (setjmp(png_jmpbuf(png))) return 0;
  png_set_write_fn(png, output, put, flush);
  png_set_compression_level(png, 9);
  png_set_IHDR(
    png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  size_t row = (size_t)width * (size_t)channels;
  for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + y * row);
  png_write_end(png, NULL);
  return 1;
}

uint8_t *cimages_write_png(
  const uint8_t *pixels, uint32_t width, uint32_t height, int channels, size_t *count, char *message) {
  png_output output = {0};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  int isDone = 0;
  if (!info) {
    cimages_say(message, "libpng has another version, or memory is short");
  } else {
    isDone = write_png(png, info, &output, pixels, width, height, channels);
  }
  if (png) png_destroy_write_struct(&png, &info);
  if (!isDone) {
    free(output.bytes);
    return NULL;
  }
  *count = output.count;
  return output.bytes;
}
