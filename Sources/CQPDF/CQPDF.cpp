#include "CQPDF.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <new>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QPDFXRefEntry.hh>
#include <set>
#include <string>
#include <vector>

namespace {

struct over_limit : std::exception {};

/// Most bytes of the streams that hold objects, or tell where they are: for each of these bytes qpdf takes
/// several of memory. A document of 500 pages has a few hundred thousand.
constexpr size_t tables_limit = 24 << 20;

/// Takes bytes until there are too many; then stops whoever writes.
class bounded : public Pipeline {
 public:
  bounded(size_t limit, bool keeps) : Pipeline("bounded", nullptr), limit(limit), keeps(keeps) {}
  void write(unsigned char const *data, size_t length) override {
    if (is_over || length > limit - count) {
      is_over = true;
      throw over_limit();
    }
    count += length;
    if (keeps) bytes.append(reinterpret_cast<char const *>(data), length);
  }
  void finish() override {}

  std::string bytes;
  size_t count = 0;
  bool is_over = false;

 private:
  size_t limit;
  bool keeps;
};

/// Inflates a stream up to the sink's limit.
int inflate(QPDFObjectHandle stream, bounded &sink) {
  bool attempted = false;
  bool done = stream.pipeStreamData(&sink, &attempted, 0, qpdf_dl_generalized, true, false);
  if (sink.is_over) return CQPDF_LIMIT;
  // Not attempted: the filter is foreign, and the bytes came as they stand in the file.
  if (!attempted && stream.getDict().hasKey("/Filter")) return CQPDF_FOREIGN;
  return done || sink.count > 0 ? CQPDF_OK : CQPDF_DAMAGED;
}

}  // namespace

struct cqpdf_document {
  QPDF file;
  std::vector<QPDFObjectHandle> objects{QPDFObjectHandle::newNull()};
  std::string text;
  std::shared_ptr<Buffer> written;

  cqpdf_object keep(QPDFObjectHandle object) {
    if (object.isNull()) return 0;
    objects.push_back(object);
    return static_cast<cqpdf_object>(objects.size() - 1);
  }
  QPDFObjectHandle &at(cqpdf_object object) {
    return objects[object < objects.size() ? object : 0];
  }
};

namespace {

/// Runs `body`; whatever it throws becomes a status.
template <typename Body>
int guarded(Body body) {
  try {
    return body();
  } catch (QPDFExc &error) {
    return error.getErrorCode() == qpdf_e_password ? CQPDF_PASSWORD : CQPDF_DAMAGED;
  } catch (std::bad_alloc &) {
    return CQPDF_LIMIT;
  } catch (over_limit &) {
    return CQPDF_LIMIT;
  } catch (...) {
    return CQPDF_DAMAGED;
  }
}

template <typename Value, typename Body>
Value value(Value otherwise, Body body) {
  try {
    return body();
  } catch (...) {
    return otherwise;
  }
}

/// How often `word` stands in a range.
int occurrences(const char *start, const char *end, const std::string &word) {
  int count = 0;
  while ((start = std::search(start, end, word.begin(), word.end())) != end) {
    ++count;
    start += word.size();
  }
  return count;
}

/// Counts what a table of objects that is a stream becomes: qpdf inflates it whole while it opens the file.
size_t screen_table(const char *dictionary, const char *end, size_t limit) {
  const std::string keyword = "stream";
  auto data = std::search(dictionary, end, keyword.begin(), keyword.end());
  if (data == end) return 0;
  bounded sink(limit, false);
  std::vector<std::unique_ptr<Pl_Flate>> filters;
  int count = occurrences(dictionary, data, "/Fl");
  if (count > 3) throw over_limit();
  for (int index = 0; index < count; ++index) {
    Pipeline *next = filters.empty() ? static_cast<Pipeline *>(&sink) : filters.back().get();
    filters.push_back(std::make_unique<Pl_Flate>("table", next, Pl_Flate::a_inflate));
  }
  if (filters.empty()) return 0;
  data += keyword.size();
  while (data < end && (*data == '\r' || *data == '\n')) ++data;
  try {
    for (size_t step = 1 << 14; data < end; data += step) {
      step = std::min(step, static_cast<size_t>(end - data));
      filters.back()->write(reinterpret_cast<unsigned char const *>(data), step);
    }
  } catch (over_limit &) {
    throw;
  } catch (...) {
    // Behind the stream's end stands the rest of the file.
  }
  if (sink.is_over) throw over_limit();
  return sink.count;
}

/// Screens every table of objects that is a stream; `/XRef` may be written with `#`.
void screen_tables(const char *bytes, size_t size, size_t limit) {
  const char *end = bytes + size;
  size_t total = 0;
  int tables = 0;
  for (auto name = bytes; (name = std::find(name, end, '/')) != end; ++name) {
    std::string plain;
    auto at = name + 1;
    while (plain.size() < 5 && at < end) {
      auto hex = [](char digit) {
        return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
      };
      if (*at == '#' && end - at > 2 && std::isxdigit(at[1]) && std::isxdigit(at[2])) {
        plain.push_back(static_cast<char>(hex(at[1]) * 16 + hex(at[2])));
        at += 3;
      } else {
        plain.push_back(*at++);
      }
    }
    if (plain.compare(0, 4, "XRef") != 0) continue;
    if (++tables > 100) throw over_limit();
    auto begin = name - std::min<ptrdiff_t>(name - bytes, 1000);
    for (auto open = name; open > begin; --open) {
      if (*open == 'o' && end - open > 3 && std::equal(open, open + 3, "obj")) {
        begin = open;
        break;
      }
    }
    total += screen_table(begin, end, limit - total);
  }
}

/// Counts what the streams that hold objects become, before any object in them is asked for.
size_t screen(QPDF &file, size_t limit) {
  std::set<int> streams;
  for (auto const &entry : file.getXRefTable()) {
    if (entry.second.getType() == 2) streams.insert(entry.second.getObjStreamNumber());
  }
  size_t total = 0;
  for (int number : streams) {
    auto stream = file.getObjectByID(number, 0);
    if (!stream.isStream()) continue;
    bounded sink(limit - total, false);
    if (inflate(stream, sink) == CQPDF_LIMIT) throw over_limit();
    total += sink.count;
  }
  return total;
}

}  // namespace

extern "C" int cqpdf_open(const uint8_t *bytes, size_t count, size_t limit, size_t *inflated,
                          cqpdf_document **document) {
  *document = nullptr;
  *inflated = 0;
  return guarded([&] {
    auto made = std::make_unique<cqpdf_document>();
    auto logger = QPDFLogger::create();
    logger->setInfo(logger->discard());
    logger->setWarn(logger->discard());
    logger->setError(logger->discard());
    made->file.setLogger(logger);
    made->file.setSuppressWarnings(true);
    limit = std::min(limit, tables_limit);
    screen_tables(reinterpret_cast<char const *>(bytes), count, limit);
    made->file.processMemoryFile("file", reinterpret_cast<char const *>(bytes), count);
    *inflated = screen(made->file, limit);
    if (!made->file.getRoot().isDictionary()) return static_cast<int>(CQPDF_DAMAGED);
    *document = made.release();
    return static_cast<int>(CQPDF_OK);
  });
}

extern "C" void cqpdf_close(cqpdf_document *document) { delete document; }

extern "C" int cqpdf_is_encrypted(cqpdf_document *document) {
  return value(0, [&] { return document->file.isEncrypted() ? 1 : 0; });
}

extern "C" cqpdf_object cqpdf_root(cqpdf_document *document) {
  return value<cqpdf_object>(0, [&] { return document->keep(document->file.getRoot()); });
}

extern "C" int cqpdf_kind_of(cqpdf_document *document, cqpdf_object object) {
  return value<int>(CQPDF_NULL, [&] {
    auto &handle = document->at(object);
    switch (handle.getTypeCode()) {
      case ::ot_boolean: return CQPDF_BOOLEAN;
      case ::ot_integer:
      case ::ot_real: return CQPDF_NUMBER;
      case ::ot_string: return CQPDF_STRING;
      case ::ot_name: return CQPDF_NAME;
      case ::ot_array: return CQPDF_ARRAY;
      case ::ot_dictionary: return CQPDF_DICTIONARY;
      case ::ot_stream: return CQPDF_STREAM;
      default: return CQPDF_NULL;
    }
  });
}

extern "C" int cqpdf_number(cqpdf_document *document, cqpdf_object object) {
  return value(0, [&] { return document->at(object).getObjectID(); });
}

extern "C" double cqpdf_value(cqpdf_document *document, cqpdf_object object) {
  return value(0.0, [&] {
    auto &handle = document->at(object);
    if (handle.isBool()) return handle.getBoolValue() ? 1.0 : 0.0;
    return handle.isNumber() ? handle.getNumericValue() : 0.0;
  });
}

extern "C" const char *cqpdf_text(cqpdf_document *document, cqpdf_object object, size_t *count) {
  *count = 0;
  return value("", [&] {
    auto &handle = document->at(object);
    if (handle.isString()) {
      document->text = handle.getUTF8Value();
    } else if (handle.isName()) {
      document->text = handle.getName().substr(1);
    } else {
      document->text.clear();
    }
    *count = document->text.size();
    return document->text.data();
  });
}

extern "C" cqpdf_object cqpdf_get(cqpdf_document *document, cqpdf_object object, const char *key) {
  return value<cqpdf_object>(0, [&] {
    auto handle = document->at(object);
    if (handle.isStream()) handle = handle.getDict();
    return handle.isDictionary() ? document->keep(handle.getKey(key)) : 0;
  });
}

extern "C" void cqpdf_remove(cqpdf_document *document, cqpdf_object object, const char *key) {
  value(0, [&] {
    auto handle = document->at(object);
    if (handle.isStream()) handle = handle.getDict();
    if (handle.isDictionary()) handle.removeKey(key);
    return 0;
  });
}

extern "C" size_t cqpdf_count(cqpdf_document *document, cqpdf_object object) {
  return value<size_t>(0, [&]() -> size_t {
    auto &handle = document->at(object);
    return handle.isArray() ? static_cast<size_t>(handle.getArrayNItems()) : 0;
  });
}

extern "C" cqpdf_object cqpdf_item(cqpdf_document *document, cqpdf_object object, size_t index) {
  return value<cqpdf_object>(0, [&]() -> cqpdf_object {
    auto handle = document->at(object);
    if (!handle.isArray() || index >= static_cast<size_t>(handle.getArrayNItems())) return 0;
    return document->keep(handle.getArrayItem(static_cast<int>(index)));
  });
}

extern "C" const char *cqpdf_keys(cqpdf_document *document, cqpdf_object object, size_t *count) {
  *count = 0;
  return value("", [&] {
    auto handle = document->at(object);
    if (handle.isStream()) handle = handle.getDict();
    document->text.clear();
    if (handle.isDictionary()) {
      for (auto const &key : handle.getKeys()) {
        document->text += key;
        document->text.push_back('\0');
      }
    }
    *count = document->text.size();
    return document->text.data();
  });
}

extern "C" int cqpdf_stream(cqpdf_document *document, cqpdf_object object, size_t limit,
                            const uint8_t **bytes, size_t *count) {
  *bytes = nullptr;
  *count = 0;
  return guarded([&] {
    auto handle = document->at(object);
    if (!handle.isStream()) return static_cast<int>(CQPDF_DAMAGED);
    bounded sink(limit, true);
    int status = inflate(handle, sink);
    if (status == CQPDF_OK) {
      document->text.swap(sink.bytes);
      *bytes = reinterpret_cast<const uint8_t *>(document->text.data());
      *count = document->text.size();
    }
    return status;
  });
}

extern "C" int cqpdf_flatten(cqpdf_document *document) {
  return guarded([&] {
    QPDFPageDocumentHelper(document->file).flattenAnnotations(0, an_invisible | an_hidden | an_no_view);
    return static_cast<int>(CQPDF_OK);
  });
}

extern "C" int cqpdf_write(cqpdf_document *document, const uint8_t **bytes, size_t *count) {
  *bytes = nullptr;
  *count = 0;
  return guarded([&] {
    QPDFWriter writer(document->file);
    writer.setOutputMemory();
    writer.setStaticID(true);
    writer.setPreserveEncryption(false);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.write();
    document->written = writer.getBufferSharedPointer();
    *bytes = document->written->getBuffer();
    *count = document->written->getSize();
    return static_cast<int>(CQPDF_OK);
  });
}
