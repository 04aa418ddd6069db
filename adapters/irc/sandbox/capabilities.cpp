#include "capabilities.hpp"

#include <algorithm>
#include <utility>

#include "text.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr const char* kMechanisms = "PLAIN,EXTERNAL,SCRAM-SHA-256";
constexpr const char* kMultiline = "max-bytes=4096,max-lines=24";

std::vector<Capability> known() {
    std::vector<Capability> all;
    for (const char* name : {"account-notify",
                             "account-tag",
                             "away-notify",
                             "batch",
                             "cap-notify",
                             "chghost",
                             "draft/channel-rename",
                             "draft/chathistory",
                             "draft/event-playback",
                             "draft/extended-isupport",
                             "draft/message-redaction",
                             "draft/multiline",
                             "draft/read-marker",
                             "echo-message",
                             "extended-join",
                             "extended-monitor",
                             "invite-notify",
                             "labeled-response",
                             "message-tags",
                             "multi-prefix",
                             "no-implicit-names",
                             "sasl",
                             "server-time",
                             "setname",
                             "standard-replies",
                             "sts",
                             "userhost-in-names"}) {
        Capability item;
        item.name = name;
        if (item.name == "sasl") item.value = kMechanisms;
        if (item.name == "draft/multiline") item.value = kMultiline;
        item.offered = item.name != "sts";
        all.push_back(std::move(item));
    }
    return all;
}

}  // namespace

Capabilities::Capabilities() : items_(known()) {}

bool Capabilities::offers(std::string_view name) const {
    return std::any_of(items_.begin(), items_.end(),
                       [&](const Capability& item) { return item.offered && item.name == name; });
}

std::string Capabilities::value(std::string_view name) const {
    for (const Capability& item : items_)
        if (item.offered && item.name == name) return item.value;
    return {};
}

unsigned long Capabilities::number(std::string_view name, std::string_view key,
                                   unsigned long fallback) const {
    for (const std::string& pair : split(value(name), ',')) {
        const std::string_view text(pair);
        if (text.starts_with(key) && text.substr(key.size()).starts_with('='))
            return to_number(text.substr(key.size() + 1), fallback);
    }
    return fallback;
}

const Capability& Capabilities::add(const std::string& name, const std::string& value) {
    const auto found =
        std::find_if(items_.begin(), items_.end(), [&](const Capability& item) { return item.name == name; });
    Capability& item = found == items_.end() ? items_.emplace_back() : *found;
    item.name = name;
    item.offered = true;
    if (!value.empty()) item.value = value;
    return item;
}

bool Capabilities::remove(std::string_view name) {
    for (Capability& item : items_)
        if (item.name == name) return std::exchange(item.offered, false);
    return false;
}

std::vector<std::string> Capabilities::names() const {
    std::vector<std::string> out;
    for (const Capability& item : items_)
        if (item.offered) out.push_back(item.name);
    return out;
}

std::vector<std::string> Capabilities::lines(bool with_values, std::size_t room) const {
    std::vector<std::string> words;
    for (const Capability& item : items_)
        if (item.offered) words.push_back(item.listed(with_values));
    return lines_of(words, room);
}

std::vector<std::string> lines_of(const std::vector<std::string>& words, std::size_t room) {
    std::vector<std::string> lines(1);
    for (const std::string& word : words) {
        if (!lines.back().empty() && lines.back().size() + 1 + word.size() > room) lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
    }
    return lines;
}

}  // namespace confab::irc_sandbox
