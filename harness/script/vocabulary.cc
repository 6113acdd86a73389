#include "harness/script/vocabulary.h"

#include "harness/edit/edit.h"
#include "harness/protocol/flow.h"
#include "harness/registry/capabilities.h"
#include "harness/script/address.h"
#include "harness/script/case_reader.h"
#include "harness/script/course.h"
#include "harness/script/expectation.h"
#include "harness/script/matrix.h"
#include "harness/script/message_reader.h"
#include "harness/script/params_yaml.h"
#include "harness/script/steps.h"

namespace shakedown::script {
namespace {

template <class Rows>
std::vector<std::string_view> names_of(const Rows& rows) {
  std::vector<std::string_view> out;
  for (const auto& row : rows) out.push_back(row.name);
  return out;
}

}  // namespace

std::vector<WordGroup> vocabulary() {
  return {
      {"case", case_keys()},
      {"matrix", matrix_generators()},
      {"flows", names_of(protocol::flows())},
      {"parameters", param_names()},
      {"capabilities", names_of(registry::capabilities)},
      {"messages", sendable_names()},
      {"message", message_keys()},
      {"bytes", bytes_keys()},
      {"flight", flight_keys()},
      {"compute", compute_keys()},
      {"records", record_keys()},
      {"flow edits", flow_edit_names()},
      {"insert", insert_keys()},
      {"operators", names_of(edit::operators())},
      {"operator", operator_keys()},
      {"changes of a list", list_changes()},
      {"changes of extensions", extension_changes()},
      {"steps", step_names()},
      {"requests", ask_names()},
      {"outcomes", outcome_names()},
      {"levels", {level_names.begin(), level_names.end()}},
  };
}

}  // namespace shakedown::script
