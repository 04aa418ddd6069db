#include "confab/testing/chat.hpp"

#include <algorithm>

#include "world.hpp"

namespace confab::inline v1::testing {

Chat::Chat(std::string plugin_file, FailureReporter report)
    : world_(std::make_unique<World>(std::move(plugin_file), report)) {}
Chat::~Chat() = default;

User Chat::user(std::string name) {
    return User(*world_, std::move(name));
}
Chat& Chat::advance(Duration duration) {
    world_->advance(duration);
    return *this;
}
Chat& Chat::happens(Event event) {
    const std::string platform = core::channel_of(event).account.str();
    world_->happens(platform, std::move(event));
    return *this;
}
Chat& Chat::option(std::string key, std::string value) {
    world_->option(std::move(key), std::move(value));
    return *this;
}
Chat& Chat::provide_service(const char* id, void* service) {
    world_->provide(id, service);
    return *this;
}
Chat& Chat::with_plugin(std::string file) {
    world_->add_plugin(std::move(file));
    return *this;
}
Chat& Chat::seed(std::uint64_t seed) {
    world_->random.seed(seed);
    return *this;
}
std::optional<std::string> Chat::stored(std::string key) {
    return world_->stored(key);
}
Chat& Chat::reload(std::string file) {
    world_->reload(file);
    return *this;
}
std::string Chat::state() {
    world_->ready();
    return world_->state();
}
Http& Chat::http() {
    return world_->http;
}

std::vector<std::string> Chat::log() {
    return world_->transcript.log();
}

Chat& Chat::expect_log(const std::string& part, const char* file, int line) {
    world_->at(file, line);
    if (!world_->ready()) return *this;
    const Pattern pattern("..." + part + "...");
    const std::vector<std::string> lines = log();
    if (std::any_of(lines.begin(), lines.end(), [&](const auto& one) { return pattern.matches(one); }))
        return *this;
    std::string text = "expected in the log: " + part + "\nbut the log is:";
    for (const std::string& one : lines) text += "\n  " + one;
    world_->fail(file, line, text);
    return *this;
}

std::string Chat::last_error() {
    const std::vector<std::string> lines = log();
    const auto found =
        std::find_if(lines.rbegin(), lines.rend(), [](const auto& one) { return one.starts_with("error "); });
    return found == lines.rend() ? std::string() : *found;
}

Chat& Chat::check_examples(const char* file, int line) {
    world_->at(file, line);
    if (!world_->ready()) return *this;
    std::size_t played = 0;
    for (const auto& command : world_->system().commands.all()) {
        if (command->owner.id() != world_->id()) continue;
        const CommandSpec& spec = command->spec;
        for (const Example& example : spec.examples()) {
            for (const std::string& platform : Network::platforms()) {
                const auto& only = spec.platforms();
                if (!only.empty() && std::find(only.begin(), only.end(), platform) == only.end()) continue;
                User alice = user("alice").on(platform).as_owner();
                const auto& kinds = spec.kinds();
                if (!kinds.empty() &&
                    std::find(kinds.begin(), kinds.end(), ChannelKind::group) == kinds.end())
                    alice.in_private();
                alice.says(example.input).expect_reply(example.reply, file, line);
                ++played;
            }
        }
    }
    if (played == 0) world_->fail(file, line, "the plugin declares no examples: CommandSpec::example");
    return *this;
}

std::string Chat::transcript() {
    return world_->transcript.text();
}

}  // namespace confab::inline v1::testing
