#define _GNU_SOURCE

#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

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

int clinux_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

// Landlock by number: glibc has no functions for it, and the headers of Debian 12 know version 2 only. The
// numbers are the same on every architecture (asm-generic/unistd.h).
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446 };
enum { report_version = 1, path_beneath = 1 };

struct landlock_rules { uint64_t files, ports, scopes; };
struct landlock_path { uint64_t files; int32_t parent; } __attribute__((packed));

int clinux_landlock_version(void) { return (int)syscall(create_ruleset, NULL, 0, report_version); }

int clinux_landlock_begin(uint64_t files, uint64_t ports, uint64_t scopes) {
  // A kernel that knows fewer fields takes the longer structure when the rest is zero.
  struct landlock_rules rules = {files, ports, scopes};
  return (int)syscall(create_ruleset, &rules, sizeof rules, 0);
}

int clinux_landlock_permit(int rules, const char *directory, uint64_t files) {
  struct landlock_path path = {files, open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (path.parent < 0) return -1;
  int result = (int)syscall(add_rule, rules, path_beneath, &path, 0);
  int error = errno;
  close(path.parent);
  errno = error;
  return result;
}

int clinux_landlock_enforce(int rules) { return (int)syscall(restrict_self, rules, 0); }

pid_t clinux_fork(void) {
  pid_t id = fork();
  // On both sides: whoever is first, no signal to our group reaches the new process after this.
  if (id >= 0) setpgid(id, id);
  return id;
}

void clinux_reap(void) {
  while (waitpid(-1, NULL, WNOHANG) > 0) {}
}

int clinux_process_descriptor(pid_t id) { return pidfd_open(id, 0); }

int clinux_process_kill(int process) { return pidfd_send_signal(process, SIGKILL, NULL, 0); }

// One byte and room for two descriptors.
union carrier { char bytes[CMSG_SPACE(2 * sizeof(int))]; struct cmsghdr header; };

int clinux_send_descriptors(int socket, int first, int second) {
  char byte = 0;
  int both[2] = {first, second};
  struct iovec piece = {&byte, 1};
  union carrier carrier = {{0}};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = carrier.bytes,
                           .msg_controllen = sizeof carrier.bytes};
  struct cmsghdr *control = CMSG_FIRSTHDR(&message);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(sizeof both);
  memcpy(CMSG_DATA(control), both, sizeof both);
  return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

int clinux_receive_descriptors(int socket, int *first, int *second) {
  char byte;
  int both[2] = {-1, -1};
  struct iovec piece = {&byte, 1};
  union carrier carrier = {{0}};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = carrier.bytes,
                           .msg_controllen = sizeof carrier.bytes};
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got < 0) return -1;
  struct cmsghdr *control = got == 1 ? CMSG_FIRSTHDR(&message) : NULL;
  if (control && control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_RIGHTS) {
    size_t size = control->cmsg_len - CMSG_LEN(0);
    memcpy(both, CMSG_DATA(control), size < sizeof both ? size : sizeof both);
  }
  if (both[0] >= 0 && both[1] >= 0) {
    *first = both[0];
    *second = both[1];
    return 0;
  }
  if (both[0] >= 0) close(both[0]);
  errno = EBADMSG;
  return -1;
}
