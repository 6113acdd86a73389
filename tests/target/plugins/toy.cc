// The smallest plugin that works: it sends back what it is fed. Fed "flood", it has more to say than anybody wants to
// hear; its contexts cannot be reset.
#include <cstddef>
#include <cstring>
#include <string>

#include "harness/target/plugin.h"

struct shakedown_context {
  std::uint64_t seed;
};
struct shakedown_connection {
  std::string output;
  std::string taken;
};

namespace {

const char* const capabilities[] = {"server", nullptr};

int set_up(shakedown_error*) { return 0; }
shakedown_context* context_create(const shakedown_config* config, shakedown_error* error) {
  if (config->role == SHAKEDOWN_CLIENT) {
    error->unsupported = 1;
    std::strcpy(error->text, "it is no client");
    return nullptr;
  }
  return new shakedown_context{config->seed};
}
void context_free(shakedown_context* context) { delete context; }
shakedown_connection* connection_create(shakedown_context* context, const shakedown_connection_config*,
                                        shakedown_error*) {
  return new shakedown_connection{"seed " + std::to_string(context->seed) + "\n", {}};
}
void connection_free(shakedown_connection* c) { delete c; }
void feed(shakedown_connection* c, std::uint32_t, shakedown_bytes bytes) {
  const std::string text(reinterpret_cast<const char*>(bytes.data), bytes.size);
  if (text == "flood") {
    c->output.assign(std::size_t{20} << 20, 'x');
  } else {
    c->output += text;
  }
}
void feed_end(shakedown_connection*) {}
shakedown_bytes take(shakedown_connection* c, std::uint32_t) {
  c->taken.swap(c->output);
  c->output.clear();
  return {reinterpret_cast<const std::uint8_t*>(c->taken.data()), c->taken.size()};
}
void set_now(shakedown_connection*, std::uint64_t) {}
void state(shakedown_connection*, shakedown_state*) {}
int write_data(shakedown_connection*, shakedown_bytes) { return -1; }
shakedown_bytes read_data(shakedown_connection*) { return {nullptr, 0}; }
void close_connection(shakedown_connection*) {}

}  // namespace

extern "C" const shakedown_plugin_table* shakedown_plugin() {
  static const shakedown_plugin_table table = {.size = sizeof(shakedown_plugin_table),
                                               .abi = SHAKEDOWN_PLUGIN_ABI,
                                               .name = "toy",
                                               .library_version = "0.1",
                                               .capabilities = capabilities,
                                               .set_up = set_up,
                                               .context_create = context_create,
                                               .context_free = context_free,
                                               .connection_create = connection_create,
                                               .connection_free = connection_free,
                                               .feed = feed,
                                               .feed_end = feed_end,
                                               .take = take,
                                               .set_now = set_now,
                                               .state = state,
                                               .write = write_data,
                                               .read = read_data,
                                               .close = close_connection};
  return &table;
}
