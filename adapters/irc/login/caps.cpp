#include "login/caps.hpp"

#include <algorithm>
#include <utility>

namespace confab::irc {
namespace {

// Not among them: `sts` and `tls`, which are no capabilities to ask for; `no-implicit-names`, because the
// member lists are wanted; `znc.in/self-message`, because what other clients of a bouncer say is nothing to
// act on.
constexpr const char* kWanted[] = {"account-notify",
                                   "account-tag",
                                   "away-notify",
                                   "batch",
                                   "cap-notify",
                                   "chghost",
                                   "draft/channel-rename",
                                   "draft/chathistory",
                                   "draft/extended-isupport",
                                   "draft/message-redaction",
                                   "draft/multiline",
                                   "draft/read-marker",
                                   "echo-message",
                                   "extended-join",
                                   "extended-monitor",
                                   "inspircd.org/standard-replies",
                                   "invite-notify",
                                   "labeled-response",
                                   "message-tags",
                                   "multi-prefix",
                                   "sasl",
                                   "server-time",
                                   "setname",
                                   "standard-replies",
                                   "userhost-in-names"};
/// Bytes of names in one request: the answer repeats them behind a longer head, and must fit a line, too.
constexpr std::size_t kMaxRequest = 380;

std::string join(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
}

}  // namespace

std::span<const char* const> Caps::wanted() {
    return kWanted;
}

Caps::Caps(std::vector<std::string> mechanisms, const std::vector<std::string>& disabled)
    : mechanisms_(std::move(mechanisms)) {
    for (const char* name : kWanted) wanted_.insert(name);
    if (mechanisms_.empty()) wanted_.erase("sasl");
    for (const std::string& name : disabled) wanted_.erase(name);
}

void Caps::give_up() {
    settled_ = true;
    requests_.clear();
}

std::vector<std::string> Caps::on_cap(const Line& line) {
    const std::string_view command = line.param(1);
    const std::string_view list = line.size() > 2 ? line.last() : std::string_view();
    const bool more = line.size() > 3 && line.param(2) == "*";
    if (equals_ignoring_case(command, "LS") || equals_ignoring_case(command, "NEW")) {
        const bool is_new = equals_ignoring_case(command, "NEW");
        each_item(list, ' ', [this](std::string_view item) { on_listed(item); });
        if (more && !is_new) return {};
        settled_ = settled_ || !is_new;
        return request();
    }
    if (equals_ignoring_case(command, "DEL")) {
        each_item(list, ' ', [this](std::string_view name) { on_deleted(name); });
    } else if (equals_ignoring_case(command, "ACK")) {
        // An answer in several lines is counted at its last one only.
        apply(list);
        if (!requests_.empty() && !more) requests_.pop_front();
    } else if (equals_ignoring_case(command, "NAK") && !more) {
        return on_refused();
    }
    return {};
}

void Caps::on_listed(std::string_view item) {
    const std::size_t equals = item.find('=');
    const std::string_view name = item.substr(0, equals);
    if (wanted_.find(name) == wanted_.end() && name != "sts") return;
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : item.substr(equals + 1);
    listed_.insert_or_assign(std::string(name), std::string(value));
    if (name == "sasl") sasl_news_ = true;
    refused_.erase(std::string(name));
}

void Caps::on_deleted(std::string_view name) {
    if (name == "sts") return;  // a policy ends by its duration only
    enabled_.erase(std::string(name));
    listed_.erase(std::string(name));
}

std::string_view Caps::value(std::string_view name) const {
    const auto it = listed_.find(name);
    return it == listed_.end() ? std::string_view() : std::string_view(it->second);
}

bool Caps::can_use_sasl(std::string_view offered) const {
    if (offered.empty()) return true;  // the server does not say
    bool found = false;
    each_item(offered, ',', [&](std::string_view name) {
        for (const std::string& ours : mechanisms_) found = found || equals_ignoring_case(name, ours);
    });
    return found;
}

std::vector<std::string> Caps::request() {
    std::set<std::string, std::less<>> asked;
    for (const Names& names : requests_) asked.insert(names.begin(), names.end());
    std::vector<Names> groups(1);
    std::size_t length = 0;
    for (const auto& [name, value] : listed_) {
        if (name == "sts" || has(name) || asked.contains(name) || refused_.contains(name)) continue;
        if (name == "sasl" && !can_use_sasl(value)) continue;
        if (length + name.size() > kMaxRequest) {
            groups.emplace_back();
            length = 0;
        }
        length += name.size() + 1;
        groups.back().push_back(name);
    }
    return ask(std::move(groups));
}

std::vector<std::string> Caps::ask(std::vector<Names> groups) {
    std::vector<std::string> lines;
    for (Names& names : groups) {
        if (names.empty()) continue;
        lines.push_back("CAP REQ :" + join(names));
        requests_.push_back(std::move(names));
    }
    return lines;
}

// A request is granted or refused as a whole, and servers cut the refused names short: halves of what we
// asked for find the culprit. Servers let few lines pass before the welcome, so not one by one.
std::vector<std::string> Caps::on_refused() {
    if (requests_.empty()) return {};
    Names names = std::move(requests_.front());
    requests_.pop_front();
    if (names.size() < 2) {
        refused_.insert(names.begin(), names.end());
        return {};
    }
    const auto middle = names.begin() + static_cast<std::ptrdiff_t>(names.size() / 2);
    std::vector<Names> halves;
    halves.emplace_back(names.begin(), middle);
    halves.emplace_back(middle, names.end());
    return ask(std::move(halves));
}

void Caps::apply(std::string_view list) {
    each_item(list, ' ', [this](std::string_view item) {
        if (item.starts_with('-'))
            enabled_.erase(std::string(item.substr(1)));
        else if (wanted_.find(item) != wanted_.end())
            enabled_.emplace(item);
    });
}

}  // namespace confab::irc
