#pragma once
// Pictures through leptonica, their text through tesseract's C interface.
#include <leptonica/allheaders.h>
#include <stdint.h>
#include <tesseract/capi.h>

/// Once for each process: complaints quote what they are about.
static inline void ctesseract_start(void) { setMsgSeverity(L_SEVERITY_NONE); }

/// What the header of a picture declares, without decoding it: 0 when it can be told. `page` counts from 0 and
/// is looked at only in a TIFF file.
static inline int ctesseract_size(const uint8_t *bytes, size_t count, int isTIFF, int page, int *width,
                                  int *height) {
  l_int32 bits = 0, samples = 0, resolution = 0, mapped = 0, format = 0;
  if (isTIFF)
    return readHeaderMemTiff(bytes, count, page, width, height, &bits, &samples, &resolution, &mapped, &format);
  return pixReadHeaderMem(bytes, count, &format, width, height, &bits, &samples, &mapped);
}

/// Decodes a page; NULL when it cannot be.
static inline PIX *ctesseract_read(const uint8_t *bytes, size_t count, int isTIFF, int page) {
  return isTIFF ? pixReadMemTiff(bytes, count, page) : pixReadMem(bytes, count);
}

/// In grey, without transparency: what is clear becomes white. Takes the picture over; NULL without memory.
static inline PIX *ctesseract_grey(PIX *picture) {
  if (pixGetSpp(picture) == 4) {
    PIX *opaque = pixAlphaBlendUniform(picture, 0xffffff00);
    pixDestroy(&picture);
    if (opaque == NULL) return NULL;
    picture = opaque;
  }
  PIX *grey = pixConvertTo8(picture, 0);
  pixDestroy(&picture);
  return grey;
}

/// A grey picture of these rows, one byte a pixel; NULL without memory.
static inline PIX *ctesseract_picture(const uint8_t *grey, int width, int height) {
  PIX *picture = pixCreateNoInit(width, height, 8);
  if (picture == NULL) return NULL;
  l_uint32 *data = pixGetData(picture);
  int words = pixGetWpl(picture);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) SET_DATA_BYTE(data + (size_t)y * words, x, grey[(size_t)y * width + x]);
  return picture;
}

static inline void ctesseract_free(PIX *picture) { pixDestroy(&picture); }
