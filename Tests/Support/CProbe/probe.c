#define _GNU_SOURCE

#include "CProbe.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int outcome(long result) { return result < 0 ? errno : 0; }

int probe_open(const char *path) { return outcome(open(path, O_RDONLY)); }
int probe_list(const char *path) { return opendir(path) ? 0 : errno; }
int probe_write(const char *path) { return outcome(open(path, O_WRONLY | O_CREAT, 0600)); }
int probe_truncate(const char *path) { return outcome(truncate(path, 0)); }
int probe_remove(const char *path) { return outcome(unlink(path)); }
int probe_rename(const char *path) { return outcome(rename(path, "/tmp/renamed-by-the-probe")); }
int probe_make_directory(const char *path) { return outcome(mkdir(path, 0700)); }
int probe_memory_file(void) { return outcome(memfd_create("probe", 0)); }

int probe_connect(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(25)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0) return errno;
  return connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0 || errno == ECONNREFUSED
             ? 0
             : errno;
}

int probe_bind(void) {
  // On the line itself, as no other socket is to be had.
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  return outcome(bind(3, (struct sockaddr *)&address, sizeof(sa_family_t)));
}

int probe_local_socket(void) { return outcome(socket(AF_UNIX, SOCK_DGRAM, 0)); }

int probe_socket_pair(void) {
  int ends[2];
  return outcome(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

int probe_fork(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  if (child < 0) return errno;
  waitpid(child, NULL, 0);
  return 0;
}

static void *nothing(void *unused) { return unused; }

int probe_thread(void) {
  pthread_t thread;
  return pthread_create(&thread, NULL, nothing, NULL);
}

int probe_exec(void) {
  char *arguments[] = {"/bin/true", NULL};
  return outcome(execve("/bin/true", arguments, NULL));
}

int probe_trace(void) { return outcome(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL)); }

int probe_look_into_parent(void) {
  char byte;
  struct iovec local = {&byte, 1}, remote = {(void *)0x1000, 1};
  return outcome(process_vm_readv(getppid(), &local, 1, &remote, 1, 0));
}

int probe_signal_parent(void) { return outcome(kill(getppid(), SIGUSR2)); }
int probe_own_by_parent(void) { return outcome(fcntl(3, F_SETOWN, getppid())); }

int probe_map(unsigned long bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? errno : 0;
}

int probe_code(void) {
  void *memory =
      mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? errno : 0;
}

int probe_make_code(void) {
  void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return outcome(mprotect(memory, 4096, PROT_READ | PROT_EXEC));
}

int probe_raise_limit(void) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  return outcome(setrlimit(RLIMIT_AS, &limit));
}

int probe_privileges(void) { return outcome(setuid(getuid())); }

int probe_new_filter(void) { return outcome(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT)); }

/// Answers ENOSYS to one call, when its first argument is `argument` or when that is negative.
static int lose(int number, int argument) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
      BPF_JUMP(BPF_JMP | (argument < 0 ? BPF_JGE : BPF_JEQ) | BPF_K, argument < 0 ? 0u : (unsigned)argument, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  return outcome(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

int probe_lose_landlock(void) { return lose(444, -1); }

int probe_lose_seccomp(void) {
  int error = lose(SYS_seccomp, -1);
  // The filter itself needs this call, so it goes last.
  return error != 0 ? error : lose(SYS_prctl, PR_SET_SECCOMP);
}
