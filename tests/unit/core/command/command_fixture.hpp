#pragma once
/// A router with everything around it that a test can look into: who is alice, owner of the bot, in #c.

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/command/owners_only.hpp"
#include "core/command/router.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/test_owner.hpp"
#include "tests/unit/core/command/fake_names.hpp"

namespace confab::test {

class RecordingSender final : public core::Sender {
public:
    Task<Result<Receipt>> send(ChannelRef, Message message) override {
        sent.push_back(message.plain_text());
        co_return Receipt();
    }
    Task<Result<Receipt>> reply(const MessageReceived& event, Message message) override {
        return send(event.channel.ref, std::move(message));
    }
    std::vector<std::string> sent;
};

class FakeAsker final : public core::Asker {
public:
    Task<Result<MessageReceived>> ask(core::Owner& owner, const MessageReceived& event,
                                      Question question) override {
        asked.push_back(std::string(owner.id()) + ": " + question.prompt.plain_text());
        if (answers.empty()) co_return Error(Errc::timeout, "nobody answers");
        MessageReceived answer = event;
        answer.message = Message(answers.front());
        answers.pop_front();
        co_return answer;
    }
    std::vector<std::string> asked;
    std::deque<std::string> answers;
};

class CommandFixture {
public:
    explicit CommandFixture(TestRuntime& runtime, core::RouterConfig config = core::RouterConfig())
        : rt(runtime),
          router(core::RouterParts(rt.runtime(), core, table, lanes, sender, names, asker, runner),
                 std::move(config)) {}

    static MessageReceived message(const char* text) {
        MessageReceived event;
        event.channel = Channel(ChannelRef(AccountId("net"), ChannelId("#c")), "#c", ChannelKind::group);
        event.sender = User(UserId("alice"), "alice", Assurance::account);
        event.message = Message(text);
        return event;
    }
    static MessageReceived from(const char* user, const char* text) {
        MessageReceived event = message(text);
        event.sender = User(UserId(user), user, Assurance::account);
        return event;
    }
    static MessageReceived picked(const char* path,
                                  std::vector<std::pair<std::string, std::string>> arguments) {
        MessageReceived event = message(path);
        event.command.emplace(path);
        event.command->arguments = std::move(arguments);
        return event;
    }
    bool route(MessageReceived event) {
        return router.route(std::make_shared<const Event>(std::move(event)));
    }
    bool say(const char* text) { return route(message(text)); }

    /// Waits until nothing of anybody runs.
    Task<void> settle() {
        do co_await rt.clock().sleep(Duration(1));
        while (lanes.is_busy(owner) || lanes.is_busy(core));
    }
    /// What was answered since the last call.
    Task<std::vector<std::string>> answers() {
        co_await settle();
        co_return std::exchange(sender.sent, {});
    }
    /// For tests whose commands are still running.
    Task<std::vector<std::string>> answers_so_far() {
        co_await rt.clock().sleep(Duration(5));
        co_return std::exchange(sender.sent, {});
    }
    Task<std::vector<std::string>> answers_to(MessageReceived event) {
        route(std::move(event));
        return answers();
    }
    Task<std::vector<std::string>> answers_to(const char* text) { return answers_to(message(text)); }
    Task<void> finish() {
        for (TestOwner* who : {&owner, &core}) {
            lanes.remove(*who);
            who->tasks().cancel();
            co_await who->tasks().join();
        }
    }

    TestRuntime& rt;
    TestOwner owner{rt, "tester"};
    TestOwner core{rt, "core"};
    core::Lanes lanes{rt.metrics()};
    core::CommandTable table;
    RecordingSender sender;
    FakeNames names;
    FakeAsker asker;
    ManualClock clock{rt};
    core::OwnersOnly permissions{{"net/alice"}};
    core::CommandRunner runner{lanes, clock, names, permissions};
    core::CommandRouter router;
};

/// Answers with its own name.
inline CommandHandler says(std::string text) {
    return [text = std::move(text)](Invocation&) -> Task<Reply> {
        co_return Reply(text);
    };
}

}  // namespace confab::test
