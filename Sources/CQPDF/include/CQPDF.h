#pragma once
// PDF files through the C++ library qpdf: objects by number, streams inflated up to a limit. The C interface
// of qpdf inflates whole streams into memory however large they become; that is why this is C++.
//
// No function throws or prints. Objects are numbers, valid until the document is closed; 0 is the null object,
// and everything asked of an object of another type is empty.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cqpdf_document cqpdf_document;
typedef uint32_t cqpdf_object;

enum cqpdf_status {
  CQPDF_OK = 0,
  CQPDF_DAMAGED = 1,
  CQPDF_PASSWORD = 2,  // a user password is needed
  CQPDF_LIMIT = 3,     // more bytes than allowed, or no memory
  CQPDF_FOREIGN = 4,   // a filter that is not inflated here (pictures, unknown)
};

enum cqpdf_kind {
  CQPDF_NULL = 0,
  CQPDF_BOOLEAN = 1,
  CQPDF_NUMBER = 2,
  CQPDF_STRING = 3,
  CQPDF_NAME = 4,
  CQPDF_ARRAY = 5,
  CQPDF_DICTIONARY = 6,
  CQPDF_STREAM = 7,
};

/// Opens bytes that stay in place until `cqpdf_close`. `limit`: most bytes that the streams which hold
/// objects may become; how many they became is in `inflated`. On another status than OK there is no document.
int cqpdf_open(const uint8_t *bytes, size_t count, size_t limit, size_t *inflated,
               cqpdf_document **document);
void cqpdf_close(cqpdf_document *document);
int cqpdf_is_encrypted(cqpdf_document *document);

cqpdf_object cqpdf_root(cqpdf_document *document);
int cqpdf_kind_of(cqpdf_document *document, cqpdf_object object);
/// Object number in the file, 0 for one that stands inside another.
int cqpdf_number(cqpdf_document *document, cqpdf_object object);
double cqpdf_value(cqpdf_document *document, cqpdf_object object);
/// Text of a string in UTF-8, of a name without its slash; borrowed until the next call with the document.
const char *cqpdf_text(cqpdf_document *document, cqpdf_object object, size_t *count);
/// Of a dictionary, or of a stream's dictionary; `key` with its slash.
cqpdf_object cqpdf_get(cqpdf_document *document, cqpdf_object object, const char *key);
/// Of an array.
size_t cqpdf_count(cqpdf_document *document, cqpdf_object object);
cqpdf_object cqpdf_item(cqpdf_document *document, cqpdf_object object, size_t index);
/// Keys of a dictionary with their slashes, one after the other with a NUL behind each; borrowed as above.
const char *cqpdf_keys(cqpdf_document *document, cqpdf_object object, size_t *count);
/// What a stream holds; borrowed as above. `limit`: most bytes that it may become.
int cqpdf_stream(cqpdf_document *document, cqpdf_object object, size_t limit, const uint8_t **bytes,
                 size_t *count);

/// Takes a key out of a dictionary, or of a stream's dictionary.
void cqpdf_remove(cqpdf_document *document, cqpdf_object object, const char *key);

/// Makes what the annotations show part of their pages; afterwards they are gone. Objects that were reached
/// before may be stale, so reach them again.
int cqpdf_flatten(cqpdf_document *document);
/// The document as a plain file: no encryption, no object streams, only what can be reached. Borrowed as above.
int cqpdf_write(cqpdf_document *document, const uint8_t **bytes, size_t *count);

#ifdef __cplusplus
}
#endif
