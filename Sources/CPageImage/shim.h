#pragma once
// Pages of a PDF as pictures, through poppler's GLib interface and cairo.
#include <cairo.h>
#include <poppler.h>
#include <stdint.h>

static inline void cpageimage_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message,
                                         gpointer data) {}

/// Once for each process: poppler's complaints quote content.
static inline void cpageimage_start(void) { g_log_set_default_handler(cpageimage_ignore_log, NULL); }

/// A document over bytes that the caller keeps in place until it is closed; NULL when it cannot be opened.
static inline PopplerDocument *cpageimage_open(const uint8_t *bytes, size_t count) {
  GBytes *held = g_bytes_new_static(bytes, count);
  PopplerDocument *document = poppler_document_new_from_bytes(held, NULL, NULL);
  g_bytes_unref(held);
  return document;
}

static inline void cpageimage_close(PopplerDocument *document) { g_object_unref(document); }
static inline void cpageimage_close_page(PopplerPage *page) { g_object_unref(page); }

/// Draws a page on white, so many pixels a point, into rows of grey; 0 when it could be drawn.
static inline int cpageimage_draw(PopplerPage *page, double scale, uint8_t *grey, int width, int height) {
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t *context = cairo_create(surface);
  cairo_set_source_rgb(context, 1, 1, 1);
  cairo_paint(context);
  cairo_scale(context, scale, scale);
  poppler_page_render(page, context);
  int failed = cairo_status(context) != CAIRO_STATUS_SUCCESS;
  cairo_surface_flush(surface);
  const uint8_t *rows = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  if (rows == NULL) failed = 1;
  for (int y = 0; !failed && y < height; y++)
    for (int x = 0; x < width; x++) {
      uint32_t pixel = *(const uint32_t *)(rows + (size_t)y * stride + 4 * (size_t)x);
      grey[(size_t)y * width + x] = (77 * (pixel >> 16 & 255) + 151 * (pixel >> 8 & 255) + 28 * (pixel & 255)) >> 8;
    }
  cairo_destroy(context);
  cairo_surface_destroy(surface);
  return failed;
}
