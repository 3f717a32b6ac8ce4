#define _GNU_SOURCE

#include "CLinux.h"
#include <sys/eventfd.h>
#include <sys/vfs.h>

int64_t clinux_filesystem_type(int descriptor) {
  struct statfs fs;
  return fstatfs(descriptor, &fs) == 0 ? (int64_t)fs.f_type : 0;
}

int clinux_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int clinux_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void clinux_eventfd_raise(int descriptor) { (void)eventfd_write(descriptor, 1); }
