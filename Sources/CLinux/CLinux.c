#define _GNU_SOURCE

#include "CLinux.h"
#include <sys/vfs.h>

int64_t clinux_filesystem_type(int descriptor) {
  struct statfs fs;
  return fstatfs(descriptor, &fs) == 0 ? (int64_t)fs.f_type : 0;
}
