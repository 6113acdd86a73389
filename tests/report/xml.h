// A reader of XML 1.0 as far as reports use it: it says where a text is not well-formed, and gives elements and
// attributes with their escapes undone.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown::report {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;
  std::vector<XmlElement> children;

  // Every element of that name, this one and below.
  std::vector<const XmlElement*> all(std::string_view wanted) const {
    std::vector<const XmlElement*> out;
    if (name == wanted) out.push_back(this);
    for (const auto& child : children)
      for (const auto* found : child.all(wanted)) out.push_back(found);
    return out;
  }
};

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  // The root, if the whole text is well-formed.
  bool read(XmlElement& root) {
    constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (!skip(declaration) || !element(root)) return false;
    blanks();
    return rest_.empty();
  }
  // Where it stopped.
  std::string_view rest() const { return rest_.substr(0, 80); }

 private:
  bool skip(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  void blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size())); }
  std::string word() {
    const auto size = std::min(rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), rest_.size());
    const std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  bool reference(std::string& out) {
    static constexpr std::pair<std::string_view, char> known[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                                                                  {"&quot;", '"'}, {"&apos;", '\''}, {"&#10;", '\n'},
                                                                  {"&#9;", '\t'},  {"&#13;", '\r'}};
    for (const auto& [escaped, plain] : known)
      if (skip(escaped)) {
        out += plain;
        return true;
      }
    return false;
  }
  // Up to `end`, which stays. Control characters are none of XML's (§2.2), nor is "]]>" in text (§2.4).
  bool characters(char end, std::string& out) {
    while (!rest_.empty() && rest_.front() != end) {
      const auto c = rest_.front();
      if (c == '<' || rest_.starts_with("]]>")) return false;
      if (c == '&') {
        if (!reference(out)) return false;
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return false;
      out += c;
      rest_.remove_prefix(1);
    }
    return !rest_.empty();
  }
  bool attributes(XmlElement& to) {
    for (blanks(); !rest_.starts_with(">") && !rest_.starts_with("/>"); blanks()) {
      const auto name = word();
      std::string value;
      if (name.empty() || !skip("=\"") || !characters('"', value) || !skip("\"")) return false;
      if (!to.attributes.emplace(name, value).second) return false;
    }
    return true;
  }
  bool element(XmlElement& to) {
    if (!skip("<")) return false;
    to.name = word();
    if (to.name.empty() || !attributes(to)) return false;
    if (skip("/>")) return true;
    if (!skip(">")) return false;
    for (;;) {
      if (!characters('<', to.text)) return false;
      if (skip("</")) return word() == to.name && skip(">");
      if (!element(to.children.emplace_back())) return false;
    }
  }

  std::string_view rest_;
};

}  // namespace shakedown::report
