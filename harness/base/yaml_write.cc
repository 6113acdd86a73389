#include <fmt/format.h>

#include <algorithm>

#include "harness/base/yaml.h"

namespace shakedown {
namespace {

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool plain_char(char c) { return name_char(c) || std::string_view("./+()*|@;^-").find(c) != std::string_view::npos; }
bool plain_start(char c) { return name_char(c) || c == '/' || c == '('; }

// Conservative: what could be read as anything but this very text is quoted.
bool may_be_plain(std::string_view text) {
  if (text.empty() || text.back() == ' ') return false;
  const bool number = text.size() > 1 && text.front() == '-' && text[1] >= '0' && text[1] <= '9';
  if (!number && !plain_start(text.front())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool single_blank = text[i] == ' ' && text[i - 1] != ' ';
    const bool behind_a_name = i != 0 && name_char(text[i - 1]);
    if (text[i] == '?' ? !behind_a_name : !plain_char(text[i]) && !single_blank) return false;
  }
  static constexpr std::string_view special[] = {"null", "Null", "NULL"};
  return std::ranges::find(special, text) == std::end(special);
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (octet < 0x20 || octet == 0x7f) {
      out += fmt::format("\\x{:02x}", octet);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string scalar_text(const YamlNode& node) {
  return !node.quoted && may_be_plain(node.text) ? node.text : quote(node.text);
}

void write_line(const YamlNode& node, std::string& out) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      out += "null";
      return;
    case YamlNode::Kind::scalar:
      out += scalar_text(node);
      return;
    case YamlNode::Kind::sequence:
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        out += i == 0 ? "[" : ", ";
        write_line(node.items[i], out);
      }
      out += node.items.empty() ? "[]" : "]";
      return;
    case YamlNode::Kind::map:
      for (std::size_t i = 0; i < node.entries.size(); ++i) {
        out += i == 0 ? "{ " : ", ";
        out += scalar_text(node.entries[i].key) + ": ";
        write_line(node.entries[i].value, out);
      }
      out += node.entries.empty() ? "{}" : " }";
      return;
  }
}

class BlockWriter {
 public:
  BlockWriter(std::size_t open, std::size_t width) : open_(open), width_(width) {}

  // `column`: where the text begins in its line; `indent`: of the lines that follow.
  void write(const YamlNode& node, std::size_t level, std::size_t indent, std::size_t column, std::string& out) const {
    const bool nested = (node.is_map() && !node.entries.empty()) || (node.is_sequence() && !node.items.empty());
    std::string line;
    if (!nested || level >= open_) write_line(node, line);
    if (!nested || (level >= open_ && column + line.size() <= width_)) {
      out += line;
      return;
    }
    bool first = true;
    for (const auto& item : node.items) {
      begin_line(first, indent, out);
      out += "- ";
      // `- key: value` needs no braces.
      const bool pair = item.is_map() && item.entries.size() == 1;
      write(item, pair ? 0 : level + 1, indent + 2, indent + 2, out);
    }
    for (const auto& [key, value] : node.entries) {
      begin_line(first, indent, out);
      const auto head = scalar_text(key) + ":";
      out += head;
      write_value(value, level, indent, indent + head.size(), out);
    }
  }

 private:
  static void begin_line(bool& first, std::size_t indent, std::string& out) {
    if (!first) out += '\n' + std::string(indent, ' ');
    first = false;
  }
  void write_value(const YamlNode& value, std::size_t level, std::size_t indent, std::size_t column,
                   std::string& out) const {
    std::string inside;
    write(value, level + 1, indent + 2, column + 1, inside);
    const bool block = inside.find('\n') != std::string::npos || starts_block(value, level + 1, column + 1);
    out += block ? '\n' + std::string(indent + 2, ' ') : " ";
    out += inside;
  }
  bool starts_block(const YamlNode& value, std::size_t level, std::size_t column) const {
    if (value.is_scalar() || (value.items.empty() && value.entries.empty())) return false;
    std::string line;
    write_line(value, line);
    return level < open_ || column + line.size() > width_;
  }

  std::size_t open_;
  std::size_t width_;
};

}  // namespace

std::string write_yaml(const YamlNode& node, std::size_t open, std::size_t width) {
  std::string out;
  BlockWriter(open, width).write(node, 0, 0, 0, out);
  return out + '\n';
}

std::string write_yaml_line(const YamlNode& node) {
  std::string out;
  write_line(node, out);
  return out;
}

}  // namespace shakedown
