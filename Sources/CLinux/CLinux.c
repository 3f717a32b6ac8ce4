#define _GNU_SOURCE

#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
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

int clinux_move_if_absent(int from, const char *old_name, int to, const char *new_name) {
  return renameat2(from, old_name, to, new_name, RENAME_NOREPLACE);
}

int clinux_has_writer(int descriptor) {
  // Who opens the file for writing while we hold the lease makes the kernel tell us by a signal; SIGURG is
  // one that is ignored by default.
  if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return -1;
  if (fcntl(descriptor, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN ? 1 : -1;
  fcntl(descriptor, F_SETLEASE, F_UNLCK);
  return 0;
}

int clinux_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
