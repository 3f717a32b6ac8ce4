#pragma once
// What the module Glibc leaves out or cannot express.
#include <spawn.h>
#include <stdint.h>
#include <sys/types.h>

/// File system type of an open directory (f_type of fstatfs), or 0 when it cannot be asked.
int64_t clinux_filesystem_type(int descriptor);

/// posix_spawn_file_actions_addclosefrom_np, a GNU extension: the child closes every descriptor from `first`.
int clinux_spawn_close_from(posix_spawn_file_actions_t *actions, int first);

/// A new non-blocking event descriptor with close-on-exec, or -1 with errno.
int clinux_eventfd(void);

/// Makes an event descriptor readable.
void clinux_eventfd_raise(int descriptor);

/// renameat2 with RENAME_NOREPLACE: -1 with EEXIST when the new name is taken, EINVAL where the file system
/// cannot do it.
int clinux_move_if_absent(int from, const char *old_name, int to, const char *new_name);

/// Whether another descriptor has the file open for writing, by asking for a read lease and giving it back
/// at once: 1 yes, 0 no, -1 it cannot be told (not our file, or a file system without leases).
int clinux_has_writer(int descriptor);

/// PR_SET_NO_NEW_PRIVS for this process and its children; -1 with errno.
int clinux_no_new_privileges(void);

/// PR_SET_DUMPABLE 0: no core file, and no other process of this user may look inside or trace; -1 with errno.
int clinux_not_dumpable(void);

/// The version of Landlock that the kernel speaks, or -1 with errno when it has none or keeps it from us.
int clinux_landlock_version(void);

/// A new rule set that denies these accesses (files, TCP ports, scopes); its descriptor, or -1 with errno.
int clinux_landlock_begin(uint64_t files, uint64_t ports, uint64_t scopes);

/// Permits these accesses below a directory; -1 with errno, ENOENT when it is not there.
int clinux_landlock_permit(int rules, const char *directory, uint64_t files);

/// Binds the calling thread, and all that it starts, to the rules for ever; -1 with errno.
int clinux_landlock_enforce(int rules);

/// fork; the new process leads a process group. 0 in it, here its number, or -1 with errno. For a process with one
/// thread.
pid_t clinux_fork(void);

/// Waits for the children that have ended, and for no other.
void clinux_reap(void);

/// A descriptor of a process, readable when it has ended; -1 with errno.
int clinux_process_descriptor(pid_t id);

/// SIGKILL to the process of a descriptor; -1 with errno, ESRCH when it has ended.
int clinux_process_kill(int process);

/// Sends one byte that carries two open descriptors over a local socket; -1 with errno.
int clinux_send_descriptors(int socket, int first, int second);

/// Takes one byte with the two descriptors that it carries (close-on-exec); -1 with errno, EBADMSG when it does not
/// carry two.
int clinux_receive_descriptors(int socket, int *first, int *second);
