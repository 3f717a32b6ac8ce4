#pragma once
// The text of PDF pages through poppler's GLib interface, one glyph after the other.
#include <poppler.h>
#include <stdint.h>

static inline void cpoppler_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message,
                                       gpointer data) {}

/// Once for each process: poppler's complaints quote content.
static inline void cpoppler_start(void) {
  g_log_set_default_handler(cpoppler_ignore_log, NULL);
}

/// A document over bytes that the caller keeps in place until it is unreferenced; NULL when it cannot be
/// opened.
static inline PopplerDocument *cpoppler_open(const uint8_t *bytes, size_t count) {
  GBytes *held = g_bytes_new_static(bytes, count);
  PopplerDocument *document = poppler_document_new_from_bytes(held, NULL, NULL);
  g_bytes_unref(held);
  return document;
}

static inline void cpoppler_close(PopplerDocument *document) { g_object_unref(document); }
static inline void cpoppler_close_page(PopplerPage *page) { g_object_unref(page); }

static inline PopplerTextAttributes *cpoppler_attributes(GList *item) {
  return (PopplerTextAttributes *)item->data;
}
static inline GList *cpoppler_next(GList *item) { return item->next; }
