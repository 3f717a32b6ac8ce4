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

/// PR_SET_CHILD_SUBREAPER: this process becomes the parent of descendants whose own parent ends; -1 with errno.
int clinux_adopt_orphans(void);

/// fork, twice: the new process leads a process group and is a child of the nearest ancestor that adopts orphans,
/// not of this process. 0 in the new process; here 1 with its number in `*id`, or -1 with errno. For a process with
/// one thread.
int clinux_fork_orphan(pid_t *id);

/// Sends one byte that carries an open descriptor over a local socket; -1 with errno.
int clinux_send_descriptor(int socket, int descriptor);

/// Takes one byte with the descriptor that it carries (close-on-exec); -1 with errno, EBADMSG when it carries none.
int clinux_receive_descriptor(int socket);
