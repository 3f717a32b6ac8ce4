#pragma once
// What Swift cannot see of GMime: casts, borrowed memory, and callbacks that only collect flags.
#include <gmime/gmime.h>
#include <stdint.h>

static inline void cgmime_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message,
                                     gpointer data) {}

/// Once for each process. A message inside a message and the pieces of a split message stay leaves: what
/// is inside is read by whoever wants to, with limits of its own. GLib stays silent: its complaints may
/// quote content.
static inline void cgmime_start(void) {
  g_log_set_default_handler(cgmime_ignore_log, NULL);
  g_mime_init();
  g_mime_object_register_type("message", "rfc822", g_mime_part_get_type());
  g_mime_object_register_type("message", "rfc2822", g_mime_part_get_type());
  g_mime_object_register_type("message", "global", g_mime_part_get_type());
  g_mime_object_register_type("message", "news", g_mime_part_get_type());
  g_mime_object_register_type("message", "partial", g_mime_part_get_type());
}

/// One message over bytes that the caller keeps in place until `cgmime_close`.
typedef struct {
  GByteArray source;
  GMimeParserOptions *options;
  GMimeMessage *message;
  /// Bit n is set when GMimeParserWarning n was given.
  uint32_t warnings;
} cgmime_document;

static inline void cgmime_collect_warning(gint64 offset, GMimeParserWarning warning,
                                          const gchar *item, gpointer document) {
  if (warning < 32) ((cgmime_document *)document)->warnings |= 1u << warning;
}

/// `message` stays NULL when the bytes do not begin with a header field.
static inline void cgmime_open(cgmime_document *document, const uint8_t *bytes, size_t count) {
  static const char *fallbacks[] = {"utf-8", "windows-1252", NULL};
  document->source = (GByteArray){(guint8 *)bytes, (guint)count};
  document->warnings = 0;
  document->options = g_mime_parser_options_new();
  g_mime_parser_options_set_fallback_charsets(document->options, fallbacks);
  g_mime_parser_options_set_warning_callback(document->options, cgmime_collect_warning, document);
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&document->source);
  g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  document->message = g_mime_parser_construct_message(parser, document->options);
  g_object_unref(parser);
  g_object_unref(stream);
}

/// Frees everything that was reached through the document.
static inline void cgmime_close(cgmime_document *document) {
  if (document->message) g_object_unref(document->message);
  g_mime_parser_options_free(document->options);
}

// Casts: NULL when the object is of another type.
static inline GMimePart *cgmime_part(GMimeObject *object) {
  return GMIME_IS_PART(object) ? (GMimePart *)object : NULL;
}
static inline GMimeMultipart *cgmime_multipart(GMimeObject *object) {
  return GMIME_IS_MULTIPART(object) ? (GMimeMultipart *)object : NULL;
}
static inline GMimeObject *cgmime_message_object(GMimeMessage *message) {
  return (GMimeObject *)message;
}
static inline InternetAddressMailbox *cgmime_mailbox(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_MAILBOX(address) ? (InternetAddressMailbox *)address : NULL;
}
static inline InternetAddressGroup *cgmime_group(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_GROUP(address) ? (InternetAddressGroup *)address : NULL;
}

/// Where a part's content stands in the source, before transfer decoding. False without content.
static inline int cgmime_content(GMimePart *part, gint64 *start, gint64 *end) {
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
  if (!stream || stream->bound_end < stream->bound_start) return 0;
  *start = stream->bound_start;
  *end = stream->bound_end;
  return 1;
}

/// Decodes a whole transfer encoding into `out`, which holds `cgmime_decoded_limit` bytes. Returns how many.
static inline size_t cgmime_decode(GMimeContentEncoding encoding, const uint8_t *bytes, size_t count,
                                   uint8_t *out) {
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  return g_mime_encoding_flush(&state, (const char *)bytes, count, (char *)out);
}
static inline size_t cgmime_decoded_limit(GMimeContentEncoding encoding, size_t count) {
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  return g_mime_encoding_outlen(&state, count) + 64;
}
