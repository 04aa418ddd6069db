#include "core/command/suggestions.hpp"

#include <algorithm>

#include "core/command/wording.hpp"
#include "core/text/closest.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kShortest = 3;  // one edit turns a shorter word into nearly anything
constexpr std::size_t kLongest = 32;
constexpr std::size_t kMaxRemembered = 1000;

// The first word, if it could be the name of a command that was mistyped.
std::string_view mistyped(std::string_view text) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n"));
    if (word.size() < kShortest || word.size() > kLongest) return {};
    bool has_letter = false;
    for (const char c : word) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        has_letter = has_letter || letter;
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') return {};
    }
    return has_letter ? word : std::string_view();
}

}  // namespace

Suggestions::Suggestions(Runtime& runtime, Owner& core, CommandTable& table, Lanes& lanes, Sender& sender,
                         std::string prefix)
    : runtime_(runtime),
      core_(core),
      table_(table),
      lanes_(lanes),
      sender_(sender),
      prefix_(std::move(prefix)) {}

void Suggestions::consider(const std::shared_ptr<const Event>& event, std::string_view text,
                           std::string_view platform) {
    const std::string_view word = mistyped(text);
    if (word.empty() || *busy_ >= kMaxBusy) return;
    const ChannelRef& channel = std::get<MessageReceived>(*event).channel.ref;
    if (!may_speak(channel, runtime_.clock().now())) return;
    auto job = [this, event, slot = take_slot(), word = lower_case(word), platform = std::string(platform)] {
        return suggest(event, word, platform);
    };
    lanes_.post(core_, channel, "suggestion", std::move(job));
}

// Given back when the job is gone, whether it ran or was dropped.
std::shared_ptr<void> Suggestions::take_slot() {
    ++*busy_;
    return std::shared_ptr<void>(busy_.get(), [busy = busy_](void*) { --*busy; });
}

bool Suggestions::may_speak(const ChannelRef& channel, TimePoint now) {
    const auto it = quiet_until_.find(channel);
    if (it != quiet_until_.end()) return now >= it->second;
    if (quiet_until_.size() >= kMaxRemembered)
        std::erase_if(quiet_until_, [&](const auto& entry) { return now >= entry.second; });
    return quiet_until_.size() < kMaxRemembered;
}

std::shared_ptr<const Suggestions::Names> Suggestions::names() {
    if (names_ && revision_ == table_.revision()) return names_;
    const auto names = std::make_shared<Names>();
    for (const std::shared_ptr<Command>& command : table_.all()) {
        if (command->spec.is_hidden()) continue;
        std::vector<std::string> words = command->spec.aliases();
        words.push_back(command->signature.path().front());
        for (std::string& word : words) {
            word.resize(std::min(word.find(' '), word.size()));
            if (command->spec.platforms().empty()) names->everywhere.push_back(word);
            for (const std::string& platform : command->spec.platforms())
                names->by_platform.emplace_back(word, platform);
        }
    }
    names_ = names;
    revision_ = table_.revision();
    return names_;
}

Task<void> Suggestions::suggest(std::shared_ptr<const Event> event, std::string word, std::string platform) {
    const auto& message = std::get<MessageReceived>(*event);
    if (!may_speak(message.channel.ref, runtime_.clock().now())) co_return;
    quiet_until_[message.channel.ref] = runtime_.clock().now() + kShortPause;
    // Shared with the worker, which goes on when this task is cancelled.
    const auto found = std::make_shared<std::string>();
    std::function<void()> work = [found, names = names(), word, platform] {
        std::vector<std::string> candidates = names->everywhere;
        for (const auto& [name, where] : names->by_platform)
            if (where == platform) candidates.push_back(name);
        if (const std::string* best = closest(word, candidates)) *found = *best;
    };
    co_await runtime_.on_worker(std::move(work));
    if (found->empty() || *found == word) co_return;
    quiet_until_[message.channel.ref] = runtime_.clock().now() + kPause;
    Message answer("There is no command `" + word + "` (did you mean `" + prefix_ + *found + "`?).");
    co_await sender_.reply(message, std::move(answer));
}

}  // namespace confab::core
