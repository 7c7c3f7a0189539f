// Foundation, which Yams needs, brings 33 MB of ICU's data about languages, calendars and time zones into a static program. Nothing
// here asks for any: regular expressions have their properties of letters in code. Where this object is linked before ICU's archive,
// its member with the data is not: this is an empty table of contents, as ICU's own `stubdata` has it. Hidden, so that a
// dynamic ICU keeps its own. The names are those of versions that a toolchain has or may come to have.
#ifdef __linux__
#include <stdint.h>

typedef struct {
  uint16_t header_size;
  uint8_t magic[2];
  uint16_t info_size, reserved_word;
  uint8_t is_big_endian, charset_family, size_of_char, reserved_byte;
  uint8_t format[4], format_version[4], data_version[4];
  char padding[8];
  uint32_t count, reserved;
  uint32_t nothing[4];
} __attribute__((aligned(16))) table;

static const table empty = {
  .header_size = 32,
  .magic = {0xda, 0x27},
  .info_size = 20,
  .is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
  .size_of_char = 2,
  .format = {'T', 'o', 'C', 'P'},
  .format_version = {1},
};

#define NAME(version) \
  extern const table icudt##version##_dat __attribute__((alias("empty"), visibility("hidden")));
NAME(74) NAME(75) NAME(76) NAME(77) NAME(78) NAME(79) NAME(80) NAME(81) NAME(82)
#endif
