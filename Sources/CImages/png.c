#include "CImages.h"
#include <stdio.h>
#include <png.h>
