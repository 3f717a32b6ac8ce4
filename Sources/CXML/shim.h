#pragma once
// libxml2's ICU declarations clash with Foundation's in debug builds; nothing here uses them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <string.h>

static inline void cxml_ignore_error(void *context, xmlErrorPtr error) {}
static inline void cxml_ignore_text(void *context, const char *message, ...) {}

/// Once for each process: libxml2 stays silent, its complaints quote content.
static inline void cxml_start(void) {
  xmlInitParser();
  xmlSetGenericErrorFunc(NULL, cxml_ignore_text);
  xmlSetStructuredErrorFunc(NULL, cxml_ignore_error);
}

/// Reads UTF-8 HTML and calls back for elements and text, in order; builds no tree, fetches nothing. The
/// text callback gets blank runs too. False when it could not begin for want of memory.
static inline int cxml_read_html(const char *bytes, int count, void *context,
                                 startElementSAXFunc start, endElementSAXFunc end,
                                 charactersSAXFunc text) {
  htmlParserCtxtPtr parser = htmlNewParserCtxt();
  if (!parser) return 0;
  memset(parser->sax, 0, sizeof *parser->sax);
  parser->sax->startElement = start;
  parser->sax->endElement = end;
  parser->sax->characters = text;
  parser->sax->ignorableWhitespace = text;
  parser->sax->cdataBlock = text;
  parser->sax->initialized = 1;
  void **holder = (void *[]){context, parser};
  parser->userData = holder;
  htmlDocPtr document =
      htmlCtxtReadMemory(parser, bytes, count, NULL, "UTF-8",
                         HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                             HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
  if (document) xmlFreeDoc(document);
  parser->userData = NULL;
  htmlFreeParserCtxt(parser);
  return 1;
}

/// In a callback: the caller's context, and the way to end the reading at once.
static inline void *cxml_context(void *user) { return ((void **)user)[0]; }
static inline void cxml_stop(void *user) { xmlStopParser((xmlParserCtxtPtr)((void **)user)[1]); }

/// A pull reader over bytes that the caller keeps in place until `xmlFreeTextReader`. It fetches nothing and
/// replaces no entities.
static inline xmlTextReaderPtr cxml_reader(const void *bytes, int count) {
  xmlResetLastError();
  xmlTextReaderPtr reader =
      xmlReaderForMemory((const char *)bytes, count, NULL, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
  if (reader) xmlTextReaderSetStructuredErrorHandler(reader, cxml_ignore_error, NULL);
  return reader;
}

/// Whether the reading that just failed met elements too deep in one another: the parser looks ahead, and ends
/// at 256 of them before they are handed over.
static inline int cxml_is_too_deep(void) {
  xmlErrorPtr error = xmlGetLastError();
  return error && error->message && strstr(error->message, "xcessive depth");
}
