// Runs the adapter, or the stand-in, alone, for the scripts beside this file. One line of output an event.
//   irc_probe adapter [database=FILE] server=127.0.0.1 port=6697 channels=#c ...
//     Answers "ping X" with "pong X", leaves at "leave"; takes commands on standard input (run_command
//     below).
//   irc_probe stand-in
//     Prints its port; alice greets whoever says "hello".

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "adapters/irc/adapter.hpp"
#include "adapters/irc/sandbox/sandbox.hpp"
#include "confab/capability/deleting.hpp"
#include "confab/capability/editing.hpp"
#include "confab/capability/reactions.hpp"
#include "confab/capability/typing.hpp"
#include "core/crypto/crypto.hpp"
#include "core/crypto/random.hpp"
#include "core/net/transport.hpp"
#include "core/storage/storage.hpp"
#include "core/text/unicode.hpp"
#include "tests/interop/irc/probe_input.hpp"
#include "tests/support/fake_account_context.hpp"
#include "tests/support/fake_context.hpp"
#include "tests/support/test_runtime.hpp"

namespace confab::test {
namespace {

constexpr Duration kLifetime{1'000'000};

struct Host {
    std::string path;  // of the database
    TestRuntime runtime;
    core::CoreCrypto crypto;
    core::CoreRandom random;
    core::CoreUnicode unicode;
    std::unique_ptr<core::Database> database = core::Database::open(path).value();
    core::SpaceStorage storage{runtime.runtime(), *database, "irc"};
    core::CoreTransport transport{runtime.executor(), runtime.metrics(), runtime.log()};
    FakeContext context{runtime, "probe"};
    FakeAccountContext account_context{runtime, "real"};
    irc::IrcAdapter adapter;
    irc_sandbox::IrcSandboxPlugin sandbox;
    std::unique_ptr<Account> account;

    explicit Host(const std::string& database_path) : path(database_path) {
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

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> items;
    for (;;) {
        const std::size_t comma = list.find(',');
        items.emplace_back(list.substr(0, comma));
        if (comma == std::string_view::npos) return items;
        list.remove_prefix(comma + 1);
    }
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
                context.set(key, split(value));
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

const char* to_string(Origin origin) {
    return origin == Origin::live ? "live" : origin == Origin::history ? "history" : "echo";
}

const char* to_string(MembershipChange change) {
    static constexpr const char* kWords[] = {"joined", "left", "kicked", "banned", "renamed"};
    return kWords[static_cast<std::size_t>(change)];
}

// message live,mention #c alice/id/assurance text
void print_message(const MessageReceived& event) {
    std::string line = std::string("message ") + to_string(event.origin);
    if (event.mentions_bot) line += ",mention";
    if (event.is_notice) line += ",notice";
    if (event.message.is_action()) line += ",action";
    if (event.message.replied_to()) line += ",reply=" + event.message.replied_to()->str();
    if (event.sender.is_self) line += ",self";
    if (event.sender.is_bot) line += ",bot";
    if (event.channel.kind == ChannelKind::direct) line += ",direct";
    line += " " + event.channel.ref.channel.str() + " " + event.sender.name + "/" + event.sender.id.str() +
            "/" + std::to_string(static_cast<int>(event.sender.assurance)) + " ";
    print(line + escape(event.message.plain_text()));
}

void print_member(const MemberChanged& event) {
    const std::string channel = event.where.channel.str();
    print(std::string("member ") + to_string(event.change) + " " + channel + " " + event.user.name + "/" +
          event.user.id.str() + " " + escape(event.detail));
    if (!event.user.is_self || event.change == MembershipChange::renamed) return;
    print((event.change == MembershipChange::joined ? "self in " : "self out ") + channel);
}

class Printer {
public:
    void operator()(const ConnectionChanged& event) const {
        print("state " + std::string(to_string(event.state)) + " " + escape(event.reason));
    }
    void operator()(const MemberChanged& event) const { print_member(event); }
    void operator()(const MessageReceived& event) const { print_message(event); }
    void operator()(const MessageEdited& event) const {
        print("edited " + event.ref.id.str() + " " + escape(event.message.plain_text()));
    }
    void operator()(const MessageDeleted& event) const { print("deleted " + event.ref.id.str()); }
    void operator()(const ReactionChanged& event) const {
        print(std::string("reaction ") + (event.added ? "+" : "-") + " " + event.ref.id.str() + " " +
              event.user.name + " " + event.emoji.name);
    }
    void operator()(const MembersChanged& event) const {
        const std::string count = std::to_string(event.users.size());
        print(std::string("members ") + to_string(event.change) + " " + event.where.channel.str() + " " +
              count + " " + escape(event.detail));
    }
    // What later versions of the SDK bring.
    template <class Other>
    void operator()(const Other&) const {}
};

Task<void> send_and_print(Host& host, ChannelId channel, Message message) {
    const OutgoingMessage outgoing(std::move(channel), std::move(message), "n");
    const auto sent = co_await host.account->send(outgoing);
    if (sent)
        print("sent " + sent->str());
    else
        print("error " + std::string(to_string(sent.error().delivery())) + " " +
              escape(sent.error().message()));
}

/// A task of its own: flood control lets answers wait, and events come all the same.
void send(Host& host, ChannelId channel, Message message) {
    host.runtime.tasks().spawn("send", send_and_print(host, std::move(channel), std::move(message)));
}

void print_result(const char* what, const Result<void>& result) {
    print(std::string(what) + " " + (result ? "ok" : "error " + escape(result.error().message())));
}

template <class Capability>
Capability* capability(Host& host, const std::string& word) {
    auto* found = static_cast<Capability*>(host.account->capability(Capability::kCapabilityId));
    if (!found) print(word + " unsupported");
    return found;
}

Task<void> use_capability(Host& host, std::string word, ChannelId channel, std::string rest_of_line) {
    std::string_view rest = rest_of_line;
    if (word == "typing") {
        if (auto* typing = capability<Typing>(host, word)) {
            const Result<void> result = co_await typing->show_typing(channel);
            print_result("typing", result);
        }
        co_return;
    }
    const MessageId id(next_word(rest));
    if (word == "react") {
        if (auto* reactions = capability<Reactions>(host, word)) {
            const Result<void> result = co_await reactions->react(channel, id, Emoji(std::string(rest)));
            print_result("react", result);
        }
    } else if (word == "delete") {
        if (auto* deleting = capability<Deleting>(host, word)) {
            const Result<void> result = co_await deleting->remove(channel, id);
            print_result("delete", result);
        }
    } else if (auto* editing = capability<Editing>(host, word)) {
        Message message(unescape(rest));
        const Result<void> result = co_await editing->edit(channel, id, std::move(message));
        print_result("edit", result);
    }
}

// send CHANNEL TEXT | bold CHANNEL TEXT | action CHANNEL TEXT | reply CHANNEL ID TEXT | burst CHANNEL COUNT
// TEXT (COUNT numbered messages) typing CHANNEL | react CHANNEL ID EMOJI | delete CHANNEL ID | edit CHANNEL
// ID TEXT | length CHANNEL | quit
bool run_command(Host& host, std::string_view line) {
    const std::string word = next_word(line);
    if (word == "quit") return false;
    const ChannelId channel(next_word(line));
    if (word == "send") {
        send(host, channel, Message(unescape(line)));
    } else if (word == "bold") {
        send(host, channel, Message().append(Text(unescape(line), Style::bold)));
    } else if (word == "action") {
        send(host, channel, Message(unescape(line)).action());
    } else if (word == "reply") {
        const MessageId id(next_word(line));
        send(host, channel, Message(unescape(line)).reply_to(id));
    } else if (word == "burst") {
        const int count = std::stoi(next_word(line));
        for (int i = 1; i <= count; ++i)
            send(host, channel, Message(std::string(line) + " " + std::to_string(i)));
    } else if (word == "length") {
        print("length " + std::to_string(host.account->profile(channel).max_length));
    } else {
        host.runtime.tasks().spawn(word, use_capability(host, word, channel, std::string(line)));
    }
    return true;
}

/// False when the bot was asked to leave.
bool on_event(Host& host, const Event& event) {
    std::visit(Printer(), event);
    const auto* message = std::get_if<MessageReceived>(&event);
    if (!message || message->origin != Origin::live || message->is_notice) return true;
    const std::string text = message->message.plain_text();
    if (text.starts_with("ping "))
        send(host, message->channel.ref.channel, Message("pong " + text.substr(5)));
    return text != "leave";
}

Task<void> run_adapter(Host& host) {
    ProbeInput input;
    co_await host.adapter.start(host.context);
    host.account = host.adapter.open(host.account_context);
    host.runtime.tasks().spawn("account", host.account->run());
    auto& events = host.account_context.events();
    for (bool staying = true; staying;) {
        if (const auto line = input.next()) staying = run_command(host, *line);
        if (events.empty()) {
            co_await host.runtime.clock().sleep(Duration(5));
            continue;
        }
        const Event event = std::move(events.front());
        events.pop_front();
        staying = on_event(host, event) && staying;
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
    // With a file, what the adapter keeps is there at the next start.
    const bool has_file = argc > 2 && std::string_view(argv[2]).starts_with("database=");
    Host host(has_file ? argv[2] + std::string_view("database=").size() : ":memory:");
    if (mode == "stand-in") {
        host.runtime.run(run_stand_in(host), kLifetime);
        return 0;
    }
    bool usable = mode == "adapter";
    for (int i = has_file ? 3 : 2; usable && i < argc; ++i)
        usable = set_option(host.account_context, argv[i]);
    if (!usable) {
        std::fputs("usage: irc_probe adapter key=value... | stand-in\n", stderr);
        return 64;
    }
    host.runtime.run(run_adapter(host), kLifetime);
    return 0;
}
