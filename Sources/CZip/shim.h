#pragma once
// Reads archives from memory. Nothing is ever written or unpacked to a file.
#include <zip.h>

/// Opens an archive over bytes that the caller keeps in place until `zip_discard`. NULL when they are none.
static inline zip_t *czip_open(const void *bytes, zip_uint64_t count) {
  zip_source_t *source = zip_source_buffer_create(bytes, count, 0, NULL);
  if (!source) return NULL;
  zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, NULL);
  if (!archive) zip_source_free(source);
  return archive;
}

/// Whether the entry that could not be opened needs a password.
static inline int czip_needs_password(zip_t *archive) {
  int code = zip_error_code_zip(zip_get_error(archive));
  return code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD || code == ZIP_ER_ENCRNOTSUPP;
}
