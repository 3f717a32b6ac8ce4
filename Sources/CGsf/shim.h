#pragma once
// What Swift cannot see of libgsf: GObject casts, and a way to keep it silent.
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-utils.h>
#include <stdint.h>

static inline void cgsf_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message,
                                   gpointer data) {}

/// Once for each process. GLib stays silent: its complaints may quote content.
static inline void cgsf_start(void) {
  g_log_set_default_handler(cgsf_ignore_log, NULL);
  gsf_init();
}

/// A compound file over bytes that the caller keeps in place until it has closed everything that came from it.
/// NULL when it is none.
static inline GsfInfile *cgsf_open(const uint8_t *bytes, size_t count) {
  GsfInput *source = gsf_input_memory_new(bytes, (gsf_off_t)count, FALSE);
  GsfInfile *file = source ? gsf_infile_msole_new(source, NULL) : NULL;
  if (source) g_object_unref(source);
  return file;
}

/// NULL for a stream.
static inline GsfInfile *cgsf_storage(GsfInput *child) {
  return GSF_IS_INFILE(child) && gsf_infile_num_children((GsfInfile *)child) >= 0 ? (GsfInfile *)child
                                                                                  : NULL;
}

static inline void cgsf_close_file(GsfInfile *file) { g_object_unref(file); }
static inline void cgsf_close(GsfInput *child) { g_object_unref(child); }
