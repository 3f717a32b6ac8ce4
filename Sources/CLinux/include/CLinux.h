#pragma once
// What the module Glibc leaves out or cannot express.
#include <stdint.h>

/// File system type of an open directory (f_type of fstatfs), or 0 when it cannot be asked.
int64_t clinux_filesystem_type(int descriptor);
