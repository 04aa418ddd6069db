#include "core/command/catalogue.hpp"

#include <algorithm>

#include "core/command/binding.hpp"
#include "core/command/schema.hpp"
#include "core/command/wording.hpp"

namespace confab::core {
namespace {

// Where the result waits for the caller, who may have gone away.
struct Call {
    Result<std::string> result{Error(Errc::closed, "the command was ended before it answered")};
    Signal done;
};

// Held by the task that runs the command: wakes the caller however that task ends, even unstarted.
class Ticket {
public:
    explicit Ticket(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    Ticket(Ticket&&) noexcept = default;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket() {
        if (call_) call_->done.notify();
    }
    Call* operator->() const noexcept { return call_.get(); }

private:
    std::shared_ptr<Call> call_;  // shared with the caller
};

class CapturingReplier final : public Replier {
public:
    Task<Result<Receipt>> reply(Message message) override {
        if (!text_.empty()) text_ += '\n';
        text_ += message.plain_text();
        if (text_.size() > TableCatalogue::kMaxAnswer) {
            text_.resize(TableCatalogue::kMaxAnswer);
            while (!text_.empty() && (static_cast<unsigned char>(text_.back()) & 0xC0) == 0x80)
                text_.pop_back();
            if (!text_.empty() && static_cast<unsigned char>(text_.back()) >= 0xC0) text_.pop_back();
        }
        co_return Receipt();
    }
    Task<Result<MessageReceived>> ask(Question) override {
        co_return Error(Errc::unsupported, "a command that is used as a tool cannot ask back");
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
};

Task<void> run_tool(CommandRunner& runner, std::shared_ptr<Command> command,
                    std::shared_ptr<const Event> event, Arguments arguments,
                    std::optional<Overlaps::Place> place, Ticket call) {
    const Lanes::Presence present = runner.presence(*command);
    if (place) co_await place->turn();
    CapturingReplier replier;
    const bool fine = co_await runner.perform(command, event, std::move(arguments), replier);
    if (fine)
        call->result = std::move(replier).text();
    else
        call->result = Error(Errc::internal, "`" + command->signature.name() + "` failed");
}

// Nobody waits for it any more.
class CancelAtExit {
public:
    explicit CancelAtExit(TaskScope::Handle task) : task_(std::move(task)) {}
    CancelAtExit(const CancelAtExit&) = delete;
    CancelAtExit& operator=(const CancelAtExit&) = delete;
    ~CancelAtExit() { task_.cancel(); }

private:
    TaskScope::Handle task_;
};

class Counted {
public:
    explicit Counted(unsigned& count) : count_(count) { ++count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --count_; }

private:
    unsigned& count_;
};

}  // namespace

std::vector<CommandSchema> TableCatalogue::all() const {
    std::vector<CommandSchema> schemas;
    for (const std::shared_ptr<Command>& command : table_.all()) schemas.push_back(schema_of(*command));
    return schemas;
}

std::string TableCatalogue::tool_schema(const CommandSchema& command) const {
    return core::tool_schema(command);
}

std::shared_ptr<Command> TableCatalogue::find(std::string_view name) const {
    const auto same = [](char in_path, char in_tool) {
        return in_path == ' ' ? in_tool == '_' : in_path == in_tool;
    };
    for (const std::shared_ptr<Command>& command : table_.unordered()) {
        const std::string& path = command->signature.name();
        if (std::equal(path.begin(), path.end(), name.begin(), name.end(), same)) return command;
    }
    return nullptr;
}

Task<Result<std::string>> TableCatalogue::call(const MessageReceived& on_behalf_of, std::string tool_name,
                                               json::Value arguments) {
    std::shared_ptr<Command> command = find(tool_name);
    if (!command || !runner_.exists_on(*command, on_behalf_of.channel.ref.account))
        co_return Error(Errc::not_found, "There is no tool `" + echoed(tool_name) + "`.");
    if (running_ >= kMaxRunning) co_return Error(Errc::rate_limited, "Too many tools are running.");
    const Result<void> admitted = runner_.admit(*command, on_behalf_of);
    if (!admitted) co_return admitted.error();
    Result<Arguments> bound = bind_json(command->signature, arguments, runner_.scope(on_behalf_of));
    if (!bound) co_return bound.error();
    Result<std::optional<Overlaps::Place>> begun = runner_.begin(*command, on_behalf_of);
    if (!begun) co_return begun.error();

    const Counted counted(running_);
    const auto call = std::make_shared<Call>();
    const auto event = std::make_shared<const Event>(on_behalf_of);
    std::shared_ptr<Overlaps::Standing> standing;
    if (*begun) standing = (*begun)->standing();
    // From here on only the owner's task keeps the command: the library it comes from may go before the
    // caller.
    TaskScope& tasks = command->owner.tasks();
    Task<void> task =
        run_tool(runner_, std::move(command), event, std::move(*bound), std::move(*begun), Ticket(call));
    const TaskScope::Handle handle = tasks.spawn("tool " + tool_name, std::move(task));
    if (standing) standing->task = handle;
    const CancelAtExit guard(handle);
    co_await call->done.wait();
    co_return call->result;
}

}  // namespace confab::core
