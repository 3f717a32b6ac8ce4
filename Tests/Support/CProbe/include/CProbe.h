#pragma once
// What a reader that was taken over would try. Each answers 0 when it got through, or the error.

int probe_open(const char *path);
int probe_list(const char *path);
int probe_write(const char *path);
int probe_truncate(const char *path);
int probe_remove(const char *path);
int probe_rename(const char *path);
int probe_make_directory(const char *path);
int probe_memory_file(void);
int probe_connect(void);
int probe_bind(void);
int probe_local_socket(void);
int probe_socket_pair(void);
int probe_fork(void);
int probe_thread(void);
int probe_exec(void);
int probe_trace(void);
int probe_look_into_parent(void);
int probe_signal_parent(void);
int probe_own_by_parent(void);
int probe_map(unsigned long bytes);
int probe_code(void);
int probe_make_code(void);
int probe_raise_limit(void);
int probe_privileges(void);
int probe_new_filter(void);

/// As a kernel without Landlock, or without seccomp, would have it: these calls fail from now on.
int probe_lose_landlock(void);
int probe_lose_seccomp(void);
