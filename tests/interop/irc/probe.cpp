// Runs the adapter, or the stand-in, alone, for the scripts beside this file. One line of output an event.
//   irc_probe adapter server=127.0.0.1 port=6697 channels=#c ...   answers "ping X" with "pong X", leaves at
//   "leave" irc_probe stand-in                                             prints its port; alice greets
//   whoever says "hello"

#include <cstdio>
#include <iterator>
#include <memory>
#include <string>

#include "adapters/irc/adapter.hpp"
#include "adapters/irc/sandbox/sandbox.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/net/transport.hpp"
#include "core/storage/storage.hpp"
#include "core/text/unicode.hpp"
#include "tests/support/fake_account_context.hpp"
#include "tests/support/fake_context.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

constexpr Duration kLifetime{100'000};

struct Host {
    TestRuntime runtime;
    core::CoreCrypto crypto;
    core::CoreRandom random;
    core::CoreUnicode unicode;
    std::unique_ptr<core::Database> database = core::Database::open(":memory:").value();
    core::SpaceStorage storage{runtime.runtime(), *database, "irc"};
    core::CoreTransport transport{runtime.executor(), runtime.metrics(), runtime.log()};
    FakeContext context{runtime, "probe"};
    FakeAccountContext account_context{runtime, "real"};
    irc::IrcAdapter adapter;
    irc_sandbox::IrcSandboxPlugin sandbox;
    std::unique_ptr<Account> account;

    Host() {
        context.provide<Transport>(transport);
        context.provide<Clock>(runtime.clock());
        context.provide<Crypto>(crypto);
        context.provide<Random>(random);
        context.provide<Unicode>(unicode);
        context.provide<Storage>(storage);
        account_context.set_defaults(irc::kNetworkOptions, std::size(irc::kNetworkOptions));
    }
};

void print(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

bool set_option(FakeAccountContext& context, std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string key(argument.substr(0, equals));
    const std::string value(argument.substr(equals + 1));
    for (const OptionSpec& spec : irc::kNetworkOptions) {
        if (key != spec.key) continue;
        switch (spec.type) {
            case OptionType::integer:
                context.set(key, std::int64_t(std::stoll(value)));
                break;
            case OptionType::boolean:
                context.set(key, value == "true");
                break;
            case OptionType::list:
                context.set(key, std::vector<std::string>{value});
                break;
            case OptionType::secret:
                context.set(key, Secret(value));
                break;
            case OptionType::duration:
                context.set(key, Duration(std::stoll(value)));
                break;
            default:
                context.set(key, value);
        }
        return true;
    }
    return false;
}

Task<void> run_adapter(Host& host) {
    co_await host.adapter.start(host.context);
    host.account = host.adapter.open(host.account_context);
    host.runtime.tasks().spawn("account", host.account->run());
    auto& events = host.account_context.events();
    for (bool leaving = false; !leaving;) {
        if (events.empty()) {
            co_await host.runtime.clock().sleep(Duration(10));
            continue;
        }
        const Event event = std::move(events.front());
        events.pop_front();
        if (const auto* state = std::get_if<ConnectionChanged>(&event))
            print("state " + std::string(to_string(state->state)) + " " + state->reason);
        if (const auto* member = std::get_if<MemberChanged>(&event))
            if (member->user.is_self) print("self in " + member->where.channel.str());
        const auto* message = std::get_if<MessageReceived>(&event);
        if (!message) continue;
        const std::string text = message->message.plain_text();
        print("message " + message->sender.name + " " + text);
        if (message->origin != Origin::live) continue;
        leaving = text == "leave";
        if (!text.starts_with("ping ")) continue;
        Message answer("pong " + text.substr(5));
        const OutgoingMessage outgoing(message->channel.ref.channel, std::move(answer), "n");
        const auto sent = co_await host.account->send(outgoing);
        if (!sent) print("error " + sent.error().message());
    }
    co_await host.adapter.stop();
    print("left");
}

Task<void> run_stand_in(Host& host) {
    co_await host.sandbox.start(host.context);
    IrcSandbox& sandbox = *host.context.offered<IrcSandbox>();
    const auto options = sandbox.listen();
    for (const auto& [key, value] : *options)
        if (key == "port") print("port " + value);
    for (;;) {
        const auto line = co_await sandbox.next_from_bot(kLifetime);
        if (!line) co_return;
        print("heard " + line->sender + " " + line->channel + " " + line->text);
        if (line->text == "leave") co_return;
        if (line->text != "hello") continue;
        const auto said = co_await sandbox.say("alice", line->channel, "hello yourself");
        if (!said) print("error " + said.error().message());
    }
}

}  // namespace
}  // namespace confab::test

int main(int argc, char** argv) {
    using namespace confab::test;
    const std::string_view mode = argc > 1 ? argv[1] : "";
    Host host;
    if (mode == "stand-in") {
        host.runtime.run(run_stand_in(host), kLifetime);
        return 0;
    }
    bool usable = mode == "adapter";
    for (int i = 2; usable && i < argc; ++i) usable = set_option(host.account_context, argv[i]);
    if (!usable) {
        std::fputs("usage: irc_probe adapter key=value... | stand-in\n", stderr);
        return 64;
    }
    host.runtime.run(run_adapter(host), kLifetime);
    return 0;
}
