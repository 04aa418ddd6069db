#include "tests/integration/core/plugin_host.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/config/options.hpp"

namespace confab::test {
namespace {

core::LogConfig log_config() {
    core::LogConfig config;
    config.level = std::getenv("CONFAB_TEST_LOG") ? LogLevel::trace : LogLevel::off;
    return config;
}

core::PluginSystemConfig with(core::Deadlines deadlines) {
    core::PluginSystemConfig config;
    config.deadlines = deadlines;
    return config;
}

class NoReplier final : public Replier {
    Task<Result<Receipt>> reply(Message) override { co_return Receipt(); }
    Task<Result<MessageReceived>> ask(Question) override { co_return Error(Errc::timeout, ""); }
};

}  // namespace

PluginHost::PluginHost(TestRuntime& runtime, core::Deadlines deadlines)
    : rt(runtime),
      logs(log_config()),
      database(*core::Database::open(":memory:")),
      system(rt.runtime(), logs, rt.metrics(), random, *database, with(deadlines)) {}

void PluginHost::add(const std::string& id) {
    add_file(std::filesystem::path(CONFAB_FIXTURES) / ("confab_" + id + ".so"));
}

void PluginHost::add_file(const std::filesystem::path& file) {
    Result<core::Library> library = core::Library::load(file);
    if (!library) {
        ADD_FAILURE() << library.error().message();
        return;
    }
    Options options;
    const PluginDescriptor& descriptor = library->descriptor();
    for (std::uint32_t i = 0; i < descriptor.option_count; ++i)
        options.set(descriptor.options[i].key, core::default_value(descriptor.options[i]));
    supervisor.add(std::move(*library), std::move(options));
}

std::string PluginHost::state(const std::string& id) const {
    for (const PluginInfo& info : supervisor.plugins())
        if (info.id == id) return info.state;
    return "absent";
}

Task<std::string> PluginHost::run_command(std::string name) {
    const std::shared_ptr<core::Command> command = commands.find(name);
    if (!command) co_return std::string("-");
    const MessageReceived event;
    NoReplier replier;
    Invocation call(event, {}, replier);
    const Reply reply = co_await command->handler(call);
    co_return reply.message() ? reply.message()->plain_text() : std::string();
}

}  // namespace confab::test
