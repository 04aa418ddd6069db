#include "core/app/example_player.hpp"

#include <algorithm>

#include "core/text/wildcard.hpp"

namespace confab::core {
namespace {

constexpr const char* kWho = "alice";
constexpr Duration kReady{15'000};
constexpr Duration kPatience{10'000};  // for the first line of an answer
constexpr Duration kRest{500};         // for further ones, when what came does not match yet

std::string_view without_address(std::string_view text) {
    const std::string address = std::string(kWho) + ": ";
    return text.starts_with(address) ? text.substr(address.size()) : text;
}

bool is_answer(const PlayedExample& played) {
    return matches_wildcards(played.expected, played.reply) ||
           matches_wildcards(played.expected, without_address(played.reply));
}

Task<void> play(Clock& clock, Sandbox& sandbox, PlayedExample& played) {
    const std::string channel = sandbox.channel();
    const Result<void> said = co_await sandbox.say(kWho, channel, played.input);
    if (!said) {
        played.reason = said.error().message();
        co_return;
    }
    TimePoint deadline = clock.now() + kPatience;
    for (;;) {
        const auto left = std::chrono::ceil<Duration>(deadline - clock.now());
        if (left <= Duration(0)) co_return;
        const Result<SandboxLine> line = co_await sandbox.next_from_bot(left);
        if (!line) co_return;
        played.reply += (played.reply.empty() ? "" : "\n") + line->text;
        played.matches = is_answer(played);
        if (played.matches) co_return;
        deadline = std::min(deadline, clock.now() + kRest);
    }
}

// What would keep a stranger in a channel from using the command there; empty: nothing.
std::string obstacle(const CommandSpec& spec, const std::string& network) {
    const auto& platforms = spec.platforms();
    if (!platforms.empty() && std::find(platforms.begin(), platforms.end(), network) == platforms.end())
        return "not offered there";
    if (!spec.permission().empty()) return "needs the permission " + spec.permission();
    const auto& kinds = spec.kinds();
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), ChannelKind::group) == kinds.end())
        return "not for channels";
    return {};
}

}  // namespace

Task<void> play_examples(Clock& clock, Workbench& workbench,
                         std::function<void(const PlayedExample&)> report) {
    const std::vector<std::string>& ids = workbench.plugin_ids();
    for (const RunningSandbox& network : workbench.sandboxes().running()) {
        if (!network.sandbox) continue;
        const Result<void> ready = co_await network.sandbox->bot_ready(kReady);
        for (const auto& command : workbench.bot().commands().all()) {
            const std::string owner(command->owner.id());
            if (std::find(ids.begin(), ids.end(), owner) == ids.end()) continue;
            for (const Example& example : command->spec.examples()) {
                PlayedExample played;
                played.network = network.name;
                played.plugin = owner;
                played.input = example.input;
                played.expected = example.reply;
                played.reason = ready ? obstacle(command->spec, network.name) : ready.error().message();
                played.matches = ready.has_value();
                if (played.reason.empty()) {
                    played.matches = false;
                    co_await play(clock, *network.sandbox, played);
                }
                report(played);
            }
        }
    }
}

}  // namespace confab::core
