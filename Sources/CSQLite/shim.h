#pragma once
#include <sqlite3.h>
// SQLITE_TRANSIENT (SQLite copies the bytes) is a cast macro, which Swift cannot import.
static inline int csqlite_bind_text(sqlite3_stmt *s, int i, const char *v, int n) {
  return sqlite3_bind_text(s, i, v, n, SQLITE_TRANSIENT);
}
static inline int csqlite_bind_blob(sqlite3_stmt *s, int i, const void *v, int n) {
  return sqlite3_bind_blob(s, i, v, n, SQLITE_TRANSIENT);
}
// sqlite3_db_config is variadic.
static inline int csqlite_db_config_int(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}
