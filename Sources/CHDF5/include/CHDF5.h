// What Swift needs of HDF5, and cannot see or say by itself. Each function gives its reason.
#ifndef CHDF5_H
#define CHDF5_H

// Debian keeps the serial build apart from the MPI ones; no compiler flag is needed to find it by its folder.
#define H5_USE_110_API
#if __has_include(<hdf5/serial/hdf5.h>)
#include <hdf5/serial/hdf5.h>
#else
#include <hdf5.h>
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <zlib.h>

#if H5_VERS_MAJOR != 1 || (H5_VERS_MINOR != 10 && H5_VERS_MINOR != 12 && H5_VERS_MINOR != 14)
#error "HDF5 1.10, 1.12 and 1.14 are known; look at CHDF5 and the guards of HDF5 before another one is allowed"
#endif
#if H5_VERS_MINOR == 10 && H5_VERS_RELEASE < 5
#error "HDF5 1.10.5 or later is needed: H5Dget_num_chunks and H5Dread_chunk"
#endif

// H5T_*, H5P_* are macros that first call H5open(), then read a global: invisible to Swift.
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t chdf5_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }
static inline hid_t chdf5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_int8(void) { return H5T_STD_I8LE; }
static inline hid_t chdf5_int16(void) { return H5T_STD_I16LE; }
static inline hid_t chdf5_int32(void) { return H5T_STD_I32LE; }
static inline hid_t chdf5_int64(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t chdf5_uint16(void) { return H5T_STD_U16LE; }
static inline hid_t chdf5_uint32(void) { return H5T_STD_U32LE; }
static inline hid_t chdf5_uint64(void) { return H5T_STD_U64LE; }
// Macros that hold a cast or a call: invisible to Swift.
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_whole(void) { return H5S_ALL; }
static inline haddr_t chdf5_undefined_address(void) { return HADDR_UNDEF; }

/// Inflates a whole zlib stream into at most `room` bytes; zlib's result, Z_STREAM_END where all of it fitted. Here, since
/// zlib keeps the address of its state's structure, which a Swift value does not promise to keep.
int chdf5_inflate(const void *source, size_t count, void *target, size_t room, size_t *written);

/// Is told of a link by its name; 0 to go on, 1 to stop, -1 for a failure.
typedef herr_t (*chdf5_link_visitor)(void *data, const char *name, H5L_type_t type);
/// Calls the visitor for every link of a group in the order of names, as H5Literate of every version does.
herr_t chdf5_visit_links(hid_t group, void *data, chdf5_link_visitor visit);

/// What H5Oget_info tells, for every version of its structure.
typedef struct {
  bool is_group, is_dataset;
  uint64_t address, attributes;
  uint32_t links;
} chdf5_object;
/// Negative when the library refuses.
int chdf5_object_info(hid_t object, chdf5_object *info);

/// Opens the HDF5 file that is the `size` bytes from byte `base` of `descriptor`, by a driver that can do nothing but
/// pread() there: no name is ever opened, nothing is written, and no byte before or after them exists.
hid_t chdf5_open_descriptor(int descriptor, uint64_t base, uint64_t size);

#endif
