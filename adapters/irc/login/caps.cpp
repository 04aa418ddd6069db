#include "login/caps.hpp"

#include <algorithm>

namespace confab::irc {
namespace {

template <class F>
void each_word(std::string_view list, F use) {
    while (!list.empty()) {
        const std::size_t end = list.find(' ');
        if (end != 0) use(list.substr(0, end));
        if (end == std::string_view::npos) return;
        list.remove_prefix(end + 1);
    }
}

bool names_plain(std::string_view mechanisms) {
    while (!mechanisms.empty()) {
        const std::size_t end = mechanisms.find(',');
        if (equals_ignoring_case(mechanisms.substr(0, end), "PLAIN")) return true;
        if (end == std::string_view::npos) return false;
        mechanisms.remove_prefix(end + 1);
    }
    return false;
}

std::string join(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
}

}  // namespace

Caps::Caps(bool want_sasl)
    : wanted_{"account-notify",    "account-tag",      "batch",           "cap-notify",
              "chghost",           "echo-message",     "extended-join",   "message-tags",
              "server-time",       "labeled-response", "draft/multiline", "draft/message-redaction",
              "draft/chathistory", "standard-replies"} {
    if (want_sasl) wanted_.insert("sasl");
}

std::vector<std::string> Caps::on_cap(const Line& line) {
    const std::string_view command = line.param(1);
    const std::string_view list = line.size() > 2 ? line.last() : std::string_view();
    if (equals_ignoring_case(command, "LS")) {
        each_word(list, [this](std::string_view item) { on_listed(item); });
        if (line.size() > 3 && line.param(2) == "*") return {};  // more lines follow
        settled_ = true;
        return request();
    }
    if (equals_ignoring_case(command, "NEW")) {
        each_word(list, [this](std::string_view item) { on_listed(item); });
        return request();
    }
    if (equals_ignoring_case(command, "DEL")) {
        each_word(list, [this](std::string_view name) {
            enabled_.erase(std::string(name));
            listed_.erase(std::string(name));
            if (name == "sasl") offers_sasl_plain_ = false;
        });
        return {};
    }
    if (equals_ignoring_case(command, "ACK")) {
        // An answer in several lines is counted at its last one only.
        const bool more = line.size() > 3 && line.param(2) == "*";
        apply(list);
        if (pending_ > 0 && !more) --pending_;
        return {};
    }
    if (equals_ignoring_case(command, "NAK")) {
        if (pending_ > 0) --pending_;
        return ask_one_by_one(list);
    }
    return {};
}

void Caps::on_listed(std::string_view item) {
    const std::size_t equals = item.find('=');
    const std::string_view name = item.substr(0, equals);
    if (wanted_.find(name) == wanted_.end()) return;
    listed_.emplace(name);
    values_[std::string(name)] = equals == std::string_view::npos ? "" : item.substr(equals + 1);
    if (name == "sasl")
        offers_sasl_plain_ = equals == std::string_view::npos || equals + 1 == item.size() ||
                             names_plain(item.substr(equals + 1));
}

std::vector<std::string> Caps::request() {
    std::vector<std::string> names;
    for (const std::string& name : listed_)
        if (!has(name) && (name != "sasl" || offers_sasl_plain_)) names.push_back(name);
    if (names.empty()) return {};
    ++pending_;
    return {"CAP REQ :" + join(names)};
}

std::vector<std::string> Caps::ask_one_by_one(std::string_view refused) {
    // A request is granted or refused as a whole; a single name that was refused is not asked for again.
    std::vector<std::string> names;
    each_word(refused, [&](std::string_view name) {
        if (listed_.find(name) != listed_.end()) names.emplace_back(name);
    });
    if (names.size() < 2) {
        for (const std::string& name : names) listed_.erase(name);
        return {};
    }
    std::vector<std::string> lines;
    for (const std::string& name : names) lines.push_back("CAP REQ :" + name);
    pending_ += static_cast<unsigned>(lines.size());
    return lines;
}

std::string_view Caps::value(std::string_view name) const {
    const auto it = values_.find(name);
    return it == values_.end() ? std::string_view() : std::string_view(it->second);
}

void Caps::apply(std::string_view list) {
    each_word(list, [this](std::string_view item) {
        if (item.starts_with('-'))
            enabled_.erase(std::string(item.substr(1)));
        else if (wanted_.find(item) != wanted_.end())
            enabled_.emplace(item);
    });
}

}  // namespace confab::irc
