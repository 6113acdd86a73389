// The few facts of a shared object that must be known before it is loaded: a wrong one would end our process in dlopen.
#pragma once
#include <string>
#include <vector>

#include "harness/base/bytes.h"

namespace shakedown::target {

struct ElfFacts {
  std::vector<std::string> needed;     // libraries, as DT_NEEDED names them
  std::vector<std::string> defined;    // dynamic symbols that it exports
  std::vector<std::string> undefined;  // dynamic symbols that the host or its libraries must provide

  bool defines(std::string_view symbol) const;
  bool needs_symbol(std::string_view prefix) const;
};

// Total: any bytes give facts or an Error of cause `target`. Only 64-bit little-endian shared objects are understood.
Result<ElfFacts> read_elf(View file);
Result<ElfFacts> read_elf_file(const std::string& path);

}  // namespace shakedown::target
