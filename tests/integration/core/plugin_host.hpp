#pragma once

#include <filesystem>
#include <string>

#include "core/crypto/random.hpp"
#include "core/plugin/plugin_system.hpp"
#include "tests/support/memory_network.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {

/// The part of the core that plugins see, without networks.
class PluginHost {
public:
    explicit PluginHost(TestRuntime& runtime, core::Deadlines deadlines = short_deadlines(),
                        bool unmap = false);

    static core::Deadlines short_deadlines() {
        core::Deadlines deadlines;
        deadlines.start = deadlines.settle = deadlines.stop = Duration(200);
        return deadlines;
    }
    /// Adds the fixture `id` with its default options; fails the test when a gate refuses it. `file`: another
    /// copy.
    void add(const std::string& id);
    void add_file(const std::filesystem::path& file);
    /// Opens the account "net" on `network`.
    void connect();
    /// What alice reads in #c after she said something there; "" when nothing was said.
    Task<std::string> chat(std::string text);
    /// What the host says of it, e.g. "running".
    std::string state(const std::string& id) const;
    /// Puts another library in the place of a running plugin; what the operator is told.
    Task<std::string> replace(std::string id, std::filesystem::path file);
    /// Where the fixture's library is.
    static std::filesystem::path fixture(const std::string& name);
    /// Runs a command's handler; the text of its answer, or "-".
    Task<std::string> run_command(std::string name);

    TestRuntime& rt;
    core::LogSystem logs;
    core::CoreRandom random;
    std::unique_ptr<core::Database> database;
    MemoryNetwork network;
    core::PluginSystem system;
    core::Dispatcher& dispatcher = system.dispatcher;
    core::CommandTable& commands = system.commands;
    core::ServiceRegistry& services = system.services;
    core::Supervisor& supervisor = system.supervisor;
};

}  // namespace confab::test
