#include "CToml.h"

#include <cstdio>
#include <string>
#include <toml++/toml.h>

namespace {

struct walk {
  ctoml_visit visit;
  void *context;

  void tell(const std::string &path, int kind, const toml::node &node, const char *text = "",
            size_t count = 0, int64_t integer = 0) const {
    visit(context, path.c_str(), kind, text, count, integer,
          static_cast<int>(node.source().begin.line),
          static_cast<int>(node.source().begin.column));
  }

  void table(const std::string &path, const toml::table &table) const {
    if (!path.empty()) tell(path, CTOML_TABLE, table);
    for (auto &&[key, value] : table) {
      node((path.empty() ? "" : path + ".") + std::string(key.str()), value);
    }
  }

  void array(const std::string &path, const toml::array &array) const {
    size_t index = 0;
    for (auto &&value : array) {
      auto here = path + "[" + std::to_string(index++) + "]";
      if (value.is_array()) tell(here, CTOML_OTHER, value);
      else node(here, value);
    }
  }

  void node(const std::string &path, const toml::node &node) const {
    if (auto value = node.as_table()) table(path, *value);
    else if (auto value = node.as_array()) array(path, *value);
    else if (auto value = node.as_string())
      tell(path, CTOML_STRING, node, value->get().data(), value->get().size());
    else if (auto value = node.as_integer()) tell(path, CTOML_INTEGER, node, "", 0, value->get());
    else if (auto value = node.as_boolean()) tell(path, CTOML_BOOLEAN, node, "", 0, value->get());
    else tell(path, CTOML_OTHER, node);
  }
};

}  // namespace

extern "C" int ctoml_parse(const char *bytes, size_t count, ctoml_visit visit, void *context,
                           char *message, size_t message_size, int *line, int *column) {
  try {
    walk{visit, context}.table("", toml::parse(std::string_view(bytes, count)));
    return 0;
  } catch (const toml::parse_error &error) {
    std::snprintf(message, message_size, "%s", std::string(error.description()).c_str());
    *line = static_cast<int>(error.source().begin.line);
    *column = static_cast<int>(error.source().begin.column);
  } catch (...) {
    std::snprintf(message, message_size, "cannot be read");
    *line = *column = 0;
  }
  return 1;
}
