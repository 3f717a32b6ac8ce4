#pragma once
// placeholder, see CToml.cpp
#ifdef __cplusplus
extern "C"
#endif
int ctoml_version(void);
