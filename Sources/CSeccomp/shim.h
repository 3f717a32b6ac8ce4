#pragma once
// The actions of libseccomp are function-like macros, which Swift does not see.
#include <errno.h>
#include <seccomp.h>

/// A filter that answers EPERM to every call that no rule names, and ends a process that calls by the
/// numbers of another architecture. NULL without memory; seccomp_release frees it.
static inline scmp_filter_ctx cseccomp_begin(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter) seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  return filter;
}

static inline uint32_t cseccomp_allow(void) { return SCMP_ACT_ALLOW; }
static inline uint32_t cseccomp_kill(void) { return SCMP_ACT_KILL_PROCESS; }

/// Holds when the argument, masked, is the value.
static inline struct scmp_arg_cmp cseccomp_condition(unsigned argument, uint64_t mask, uint64_t value) {
  struct scmp_arg_cmp condition = {argument, SCMP_CMP_MASKED_EQ, mask, value};
  return condition;
}
