#pragma once
// TOML 1.0 through the C++ library toml++, as a walk over the leaves of a document.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum ctoml_kind {
  CTOML_TABLE = 0,    // a table begins, also an empty one
  CTOML_STRING = 1,   // text
  CTOML_INTEGER = 2,  // integer
  CTOML_BOOLEAN = 3,  // integer is 0 or 1
  CTOML_OTHER = 4,    // a float, a date, a time, or an array inside an array: not used by us
};

/// Called for each table and each leaf. `path` is `mailbox[0].host`; `text` is valid during the call.
typedef void (*ctoml_visit)(void *context, const char *path, int kind, const char *text,
                            size_t count, int64_t integer, int line, int column);

/// Parses `bytes`; on a syntax error returns 1 and fills `message` (always terminated), `line`, `column`.
int ctoml_parse(const char *bytes, size_t count, ctoml_visit visit, void *context, char *message,
                size_t message_size, int *line, int *column);

#ifdef __cplusplus
}
#endif
