#pragma once
// What the module Glibc leaves out or cannot express.
#include <spawn.h>
#include <stdint.h>

/// File system type of an open directory (f_type of fstatfs), or 0 when it cannot be asked.
int64_t clinux_filesystem_type(int descriptor);

/// posix_spawn_file_actions_addclosefrom_np, a GNU extension: the child closes every descriptor from `first`.
int clinux_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/// A new non-blocking event descriptor with close-on-exec, or -1 with errno.
int clinux_eventfd(void);

/// Makes an event descriptor readable.
void clinux_eventfd_raise(int descriptor);
