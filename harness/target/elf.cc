#include "harness/target/elf.h"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace shakedown::target {
namespace {

tl::unexpected<Error> bad(std::string what) { return fail(Cause::target, std::move(what)); }

// Alignment of the file's tables is not to be trusted, so entries are copied out.
template <class T>
std::optional<T> entry(View bytes, std::size_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T out;
  std::memcpy(&out, bytes.data() + offset, sizeof(T));
  return out;
}

View section_bytes(View file, const Elf64_Shdr& header) {
  if (header.sh_type == SHT_NOBITS || header.sh_offset > file.size()) return {};
  return file.subspan(header.sh_offset, std::min<std::size_t>(header.sh_size, file.size() - header.sh_offset));
}

std::string string_at(View table, std::size_t offset) {
  if (offset >= table.size()) return {};
  const View rest = table.subspan(offset);
  const auto end = std::find(rest.begin(), rest.end(), std::uint8_t{0});
  return std::string(as_text(rest.first(static_cast<std::size_t>(end - rest.begin()))));
}

void read_symbols(View symbols, View strings, ElfFacts& facts) {
  for (std::size_t at = sizeof(Elf64_Sym); at < symbols.size(); at += sizeof(Elf64_Sym)) {
    const auto symbol = entry<Elf64_Sym>(symbols, at);
    if (!symbol) return;
    std::string name = string_at(strings, symbol->st_name);
    if (name.empty()) continue;
    (symbol->st_shndx == SHN_UNDEF ? facts.undefined : facts.defined).push_back(std::move(name));
  }
}

void read_dynamic(View dynamic, View strings, ElfFacts& facts) {
  for (std::size_t at = 0; at < dynamic.size(); at += sizeof(Elf64_Dyn)) {
    const auto row = entry<Elf64_Dyn>(dynamic, at);
    if (!row || row->d_tag == DT_NULL) return;
    if (row->d_tag == DT_NEEDED) facts.needed.push_back(string_at(strings, row->d_un.d_val));
  }
}

Result<Elf64_Ehdr> read_header(View file) {
  const auto header = entry<Elf64_Ehdr>(file, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return bad("not a shared object (no ELF header)");
  if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB) {
    return bad("made for another kind of machine (expected a 64-bit little-endian ELF file)");
  }
  if (header->e_type != ET_DYN) return bad(fmt::format("not a shared object (ELF type {})", header->e_type));
  if (header->e_shentsize != sizeof(Elf64_Shdr)) return bad("an ELF file without section headers");
  return *header;
}

}  // namespace

bool ElfFacts::defines(std::string_view symbol) const {
  return std::find(defined.begin(), defined.end(), symbol) != defined.end();
}

bool ElfFacts::needs_symbol(std::string_view prefix) const {
  return std::any_of(undefined.begin(), undefined.end(), [&](const std::string& s) { return s.starts_with(prefix); });
}

Result<ElfFacts> read_elf(View file) {
  const auto header = read_header(file);
  if (!header) return fail(header.error());
  ElfFacts facts;
  for (std::size_t i = 0; i < header->e_shnum; ++i) {
    const auto section = entry<Elf64_Shdr>(file, header->e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) return bad("a truncated ELF file: its section headers lie behind its end");
    if (section->sh_type != SHT_DYNSYM && section->sh_type != SHT_DYNAMIC) continue;
    const auto linked = entry<Elf64_Shdr>(file, header->e_shoff + section->sh_link * sizeof(Elf64_Shdr));
    if (!linked) return bad("a broken ELF file: a symbol table without its strings");
    const View strings = section_bytes(file, *linked);
    if (section->sh_type == SHT_DYNSYM) read_symbols(section_bytes(file, *section), strings, facts);
    if (section->sh_type == SHT_DYNAMIC) read_dynamic(section_bytes(file, *section), strings, facts);
  }
  return facts;
}

Result<ElfFacts> read_elf_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return bad(std::strerror(errno));
  struct stat about = {};
  const bool regular = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
  const auto size = regular ? static_cast<std::size_t>(about.st_size) : 0;
  void* map = regular ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  ::close(file);
  if (map == MAP_FAILED) return bad("not a shared object (empty, or not a regular file)");
  auto facts = read_elf({static_cast<const std::uint8_t*>(map), size});
  ::munmap(map, size);
  return facts;
}

}  // namespace shakedown::target
