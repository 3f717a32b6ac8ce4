#include "CToml.h"
#include <toml++/toml.h>
extern "C" int ctoml_version(void) { return TOML_LIB_MAJOR; }
