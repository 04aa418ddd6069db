#pragma once
/// The service that tells what the bot can do, and lets AI models use it.

#include "confab/service/command_catalogue.hpp"
#include "core/command/runner.hpp"
#include "core/command/table.hpp"

namespace confab::core {

/// A call runs in a task of the command's owner, so that a reload ends it; the caller's end cancels it.
class TableCatalogue final : public CommandCatalogue {
public:
    TableCatalogue(const CommandTable& table, CommandRunner& runner) : table_(table), runner_(runner) {}

    std::vector<CommandSchema> all() const override;
    std::string tool_schema(const CommandSchema& command) const override;
    Task<Result<std::string>> call(const MessageReceived& on_behalf_of, std::string tool_name,
                                   json::Value arguments) override;

    /// Calls at once; a tool that asks a model which calls tools would go on for ever.
    static constexpr unsigned kMaxRunning = 32;
    /// Bytes of what a call answers; the rest is cut off.
    static constexpr std::size_t kMaxAnswer = 64 * 1024;

private:
    std::shared_ptr<Command> find(std::string_view tool_name) const;

    const CommandTable& table_;
    CommandRunner& runner_;
    unsigned running_ = 0;
};

}  // namespace confab::core
