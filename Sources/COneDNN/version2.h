#ifndef CONEDNN_VERSION2_H
#define CONEDNN_VERSION2_H

#include "COneDNN.h"

/// Fills in what version 2 has otherwise, by its own functions. Returns null, or the name of a function that is missing.
const char *conednn_version2(void *library, conednn_functions *functions);

#endif
