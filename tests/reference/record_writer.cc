#include "tests/reference/record_writer.h"

#include <algorithm>

#include "harness/wire/record.h"
#include "tests/reference/violation.h"

namespace shakedown::reference {

void RecordWriter::write(registry::ContentType type, View content) {
  do {
    const View part = content.first(std::min(content.size(), wire::max_plaintext));
    content = content.subspan(part.size());
    auto record = sealer_.seal({type, version_}, part);
    if (!record) abort_with(Violation::internal, record.error().what);
    append(output_, *record);
  } while (!content.empty());
}

void RecordWriter::write_plaintext(registry::ContentType type, View content) {
  append(output_, protocol::frame_record({type, version_}, content));
}

Bytes RecordWriter::take() {
  Bytes out;
  out.swap(output_);
  return out;
}

}  // namespace shakedown::reference
