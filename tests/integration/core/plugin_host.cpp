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

core::PluginSystemConfig with(core::Deadlines deadlines, bool unmap) {
    core::PluginSystemConfig config;
    config.unmap = unmap;
    config.deadlines = deadlines;
    return config;
}

Options defaults(const PluginDescriptor& descriptor) {
    Options options;
    for (std::uint32_t i = 0; i < descriptor.option_count; ++i)
        options.set(descriptor.options[i].key, core::default_value(descriptor.options[i]));
    return options;
}

class NoReplier final : public Replier {
    Task<Result<Receipt>> reply(Message) override { co_return Receipt(); }
    Task<Result<MessageReceived>> ask(Question) override { co_return Error(Errc::timeout, ""); }
};

}  // namespace

PluginHost::PluginHost(TestRuntime& runtime, core::Deadlines deadlines, bool unmap)
    : rt(runtime),
      logs(log_config()),
      database(*core::Database::open(":memory:")),
      network(rt.clock()),
      system(rt.runtime(), logs, rt.metrics(), random, *database, with(deadlines, unmap)) {}

std::filesystem::path PluginHost::fixture(const std::string& name) {
    return std::filesystem::path(CONFAB_FIXTURES) / (name + ".so");
}

void PluginHost::add(const std::string& id) {
    add_file(fixture("confab_" + id));
}

void PluginHost::add_file(const std::filesystem::path& file) {
    Result<core::Library> library = core::Library::load(file);
    if (!library) {
        ADD_FAILURE() << library.error().message();
        return;
    }
    Options options = defaults(library->descriptor());
    supervisor.add(std::move(*library), std::move(options));
}

Task<std::string> PluginHost::replace(std::string id, std::filesystem::path file) {
    Result<core::Library> library = core::Library::load(file);
    if (!library) co_return library.error().context();
    Options options = defaults(library->descriptor());
    const Result<std::string> done =
        co_await supervisor.reload(std::move(id), std::move(*library), std::move(options));
    co_return done ? *done : done.error().context();
}

void PluginHost::connect() {
    system.accounts.open(network, "memory", AccountId("net"), Options(), "confab");
}

Task<std::string> PluginHost::chat(std::string text) {
    network.sent.clear();
    network.say("alice", "#c", std::move(text));
    for (int i = 0; i < 200 && network.sent.empty(); ++i) co_await rt.clock().sleep(Duration(1));
    co_return network.sent.empty() ? std::string() : network.sent.front();
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
