// The parts of HDF5's interface whose structures Swift cannot fill or which differ between versions.
#include "CHDF5.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int chdf5_object_info(hid_t object, chdf5_object *info) {
  memset(info, 0, sizeof *info);
  H5O_info_t found;
  memset(&found, 0, sizeof found);
  if (H5Oget_info2(object, &found, H5O_INFO_BASIC | H5O_INFO_NUM_ATTRS) < 0) return -1;
  info->is_group = found.type == H5O_TYPE_GROUP;
  info->is_dataset = found.type == H5O_TYPE_DATASET;
  info->address = found.addr;
  info->attributes = found.num_attrs;
  info->links = found.rc;
  return 0;
}

// HDF5 1.10 has one H5Literate, later ones have two and a macro that chooses, which Swift does not see.
#if H5_VERS_MINOR == 10
typedef H5L_info_t link_info;
#define ITERATE H5Literate
#else
typedef H5L_info2_t link_info;
#define ITERATE H5Literate2
#endif

typedef struct {
  void *data;
  chdf5_link_visitor visit;
} visited;

static herr_t visit_link(hid_t group, const char *name, const link_info *info, void *context) {
  (void)group;
  const visited *links = context;
  return links->visit(links->data, name, info->type);
}

herr_t chdf5_visit_links(hid_t group, void *data, chdf5_link_visitor visit) {
  visited links = {data, visit};
  return ITERATE(group, H5_INDEX_NAME, H5_ITER_INC, NULL, visit_link, &links);
}

int chdf5_inflate(const void *source, size_t count, void *target, size_t room, size_t *written) {
  *written = 0;
  if (count > UINT_MAX || room > UINT_MAX) return Z_MEM_ERROR;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  int result = inflateInit(&stream);
  if (result != Z_OK) return result;
  stream.next_in = (Bytef *)source, stream.avail_in = (uInt)count;
  stream.next_out = target, stream.avail_out = (uInt)room;
  result = inflate(&stream, Z_FINISH);
  *written = room - stream.avail_out;
  inflateEnd(&stream);
  return result;
}

// The driver: HDF5's own ones open names, and the core driver needs the whole file in memory.

typedef struct {
  H5FD_t shared;  // must stand first
  haddr_t allocated, base, size;
  int descriptor;
} input_file;

static int input_descriptor = -1;
static haddr_t input_base = 0, input_size = 0;

static H5FD_t *input_open(const char *name, unsigned flags, hid_t access, haddr_t largest) {
  (void)name, (void)access, (void)largest;
  // One file, once: whatever else the library may want to open by name does not exist.
  if (input_descriptor < 0 || flags != H5F_ACC_RDONLY) return NULL;
  input_file *file = calloc(1, sizeof *file);
  if (!file) return NULL;
  file->descriptor = input_descriptor;
  file->base = input_base;
  file->size = input_size;
  input_descriptor = -1;
  return &file->shared;
}

static herr_t input_close(H5FD_t *file) {
  free(file);
  return 0;
}

static int input_compare(const H5FD_t *one, const H5FD_t *other) { return one < other ? -1 : one > other; }

static herr_t input_query(const H5FD_t *file, unsigned long *flags) {
  (void)file;
  *flags = H5FD_FEAT_ACCUMULATE_METADATA_READ;
  return 0;
}

static haddr_t input_allocated(const H5FD_t *file, H5FD_mem_t type) {
  (void)type;
  return ((const input_file *)file)->allocated;
}

static herr_t input_set_allocated(H5FD_t *file, H5FD_mem_t type, haddr_t address) {
  (void)type;
  ((input_file *)file)->allocated = address;
  return 0;
}

static haddr_t input_end(const H5FD_t *file, H5FD_mem_t type) {
  (void)type;
  return ((const input_file *)file)->size;
}

static herr_t input_read(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, void *buffer) {
  (void)type, (void)transfer;
  const input_file *input = (const input_file *)file;
  if (address > input->size || size > input->size - address) return -1;
  char *rest = buffer;
  while (size > 0) {
    ssize_t count = pread(input->descriptor, rest, size, (off_t)(input->base + address));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return -1;
    rest += count, address += (haddr_t)count, size -= (size_t)count;
  }
  return 0;
}

static herr_t input_write(
  H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, const void *buffer) {
  (void)file, (void)type, (void)transfer, (void)address, (void)size, (void)buffer;
  return -1;
}

static const H5FD_class_t input_driver = {
#if H5_VERS_MINOR == 14
  .version = H5FD_CLASS_VERSION,
  .value = 512,  // of the range that is free for use without registration
#endif
  .name = "zoo_input",
  .maxaddr = INT64_MAX,
  .fc_degree = H5F_CLOSE_STRONG,
  .open = input_open,
  .close = input_close,
  .cmp = input_compare,
  .query = input_query,
  .get_eoa = input_allocated,
  .set_eoa = input_set_allocated,
  .get_eof = input_end,
  .read = input_read,
  .write = input_write,
  .fl_map = H5FD_FLMAP_SINGLE,
};

hid_t chdf5_open_descriptor(int descriptor, uint64_t base, uint64_t size) {
  hid_t driver = H5FDregister(&input_driver);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  if (driver < 0 || access < 0 || H5Pset_driver(access, driver, NULL) < 0) return -1;
  input_descriptor = descriptor;
  input_base = base;
  input_size = size;
  // From the root: of any other name the library asks where it stands, which is forbidden to a worker.
  hid_t file = H5Fopen("/input", H5F_ACC_RDONLY, access);
  input_descriptor = -1;
  H5Pclose(access);
  return file;
}
