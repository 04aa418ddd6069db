#include "tests/support/fake_context.hpp"

#include <stdexcept>

#include "core/config/options.hpp"
#include "tests/support/fake_account_context.hpp"

namespace confab::test {
namespace {

void fill(Options& options, const OptionSpec* specs, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) options.set(specs[i].key, core::default_value(specs[i]));
}

class OpenLease final : public Lease {
    bool is_open() const noexcept override { return true; }
};

class RecordingReplier final : public Replier {
public:
    RecordingReplier(FakeContext& context, const MessageReceived& event) : context_(context), event_(event) {}
    Task<Result<Receipt>> reply(Message message) override {
        return context_.reply(event_, std::move(message));
    }
    Task<Result<MessageReceived>> ask(Question question) override {
        return context_.ask(event_, std::move(question));
    }

private:
    FakeContext& context_;
    const MessageReceived& event_;
};

}  // namespace

void FakeAccountContext::set_defaults(const OptionSpec* specs, std::size_t count) {
    fill(options_, specs, count);
}
void FakeContext::set_defaults(const OptionSpec* specs, std::size_t count) {
    fill(options_, specs, count);
}

Task<Result<Receipt>> FakeContext::send(ChannelRef where, Message message) {
    Receipt receipt;
    receipt.where = where;
    receipt.confirmed = true;
    receipt.parts.emplace_back(std::to_string(sent.size() + 1));
    sent.emplace_back(std::move(where), std::move(message));
    co_return receipt;
}

Task<Result<Receipt>> FakeContext::reply(const MessageReceived& event, Message message) {
    return send(event.channel.ref, std::move(message));
}

Task<Result<MessageReceived>> FakeContext::ask(const MessageReceived& event, Question question) {
    const Result<Receipt> sent_question = co_await send(event.channel.ref, std::move(question.prompt));
    if (!sent_question) co_return sent_question.error();
    if (answers.empty()) co_return Error(Errc::timeout, "nobody answers");
    MessageReceived answer = event;
    answer.message = Message(answers.front());
    answers.pop_front();
    co_return answer;
}

std::shared_ptr<Lease> FakeContext::make_lease(std::string) {
    return std::make_shared<OpenLease>();
}

Task<std::string> FakeContext::invoke(std::string command, MessageReceived event,
                                      std::map<std::string, ArgumentValue, std::less<>> arguments) {
    Command& found = commands.at(command);
    RecordingReplier replier(*this, event);
    Arguments given;
    for (auto& [name, value] : arguments) given[name].push_back(std::move(value));
    Invocation call(event, std::move(given), replier);
    Reply reply = co_await found.handler(call);
    if (!reply.message()) co_return std::string();
    co_return reply.message()->plain_text();
}

Task<void> FakeContext::deliver(Event event) {
    const auto handlers = handlers_;  // a handler may register more
    for (const auto& [index, handler] : handlers)
        if (index == event.index()) co_await handler(event);
}

void* FakeContext::find_service(const char* id, bool required) {
    const auto it = services_.find(id);
    if (it != services_.end()) return it->second;
    if (required) throw std::logic_error("the test did not provide the service " + std::string(id));
    return nullptr;
}

void FakeContext::add_handler(std::size_t event_index, EventHandler handler) {
    handlers_.emplace_back(event_index, std::move(handler));
}

void FakeContext::add_command(CommandSpec spec, CommandHandler handler) {
    std::string name = spec.signature().substr(0, spec.signature().find_first_of("<["));
    while (!name.empty() && name.back() == ' ') name.pop_back();
    commands.emplace(std::move(name), Command(std::move(spec), std::move(handler)));
}

}  // namespace confab::test
