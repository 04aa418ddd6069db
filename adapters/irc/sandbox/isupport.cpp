#include "isupport.hpp"

#include <algorithm>

#include "capabilities.hpp"

namespace confab::irc_sandbox {
namespace {

constexpr std::size_t kTokensPerLine = 12;
constexpr std::size_t kLineRoom = 400;

constexpr const char* kTokens[] = {"CASEMAPPING=ascii",
                                   "CHANTYPES=#",
                                   "PREFIX=(ov)@+",
                                   "CHANMODES=b,k,fl,imnrst",
                                   "CHANLIMIT=#:100",
                                   "NICKLEN=30",
                                   "CHANNELLEN=64",
                                   "LINELEN=512",
                                   "NETWORK=Sandbox",
                                   "MONITOR=30",
                                   "BOT=B",
                                   "WHOX",
                                   "STATUSMSG=@+",
                                   "TARGMAX=PRIVMSG:4,NOTICE:4,TAGMSG:4,KICK:1,WHOIS:1,JOIN:",
                                   "MODES=4",
                                   "MAXLIST=b:60",
                                   "TOPICLEN=390",
                                   "KICKLEN=390",
                                   "AWAYLEN=200",
                                   "NAMELEN=128",
                                   "KEYLEN=32",
                                   "FORWARD=f",
                                   "CHATHISTORY=100",
                                   "MSGREFTYPES=msgid,timestamp"};

}  // namespace

Isupport::Isupport() {
    for (const char* token : kTokens) change(token);
}

std::optional<std::string> Isupport::value(std::string_view key) const {
    for (const auto& [name, text] : tokens_)
        if (name == key) return text ? *text : "";
    return std::nullopt;
}

unsigned long Isupport::number(std::string_view key, unsigned long fallback) const {
    const std::optional<std::string> text = value(key);
    return text ? to_number(*text, fallback) : fallback;
}

void Isupport::change(std::string_view token) {
    const bool removes = token.starts_with('-');
    if (removes) token.remove_prefix(1);
    const std::size_t equals = token.find('=');
    const std::string key(token.substr(0, equals));
    if (removes) {
        std::erase_if(tokens_, [&](const auto& item) { return item.first == key; });
        return;
    }
    std::optional<std::string> text;
    if (equals != std::string_view::npos) text.emplace(token.substr(equals + 1));
    for (auto& [name, old] : tokens_) {
        if (name != key) continue;
        old = std::move(text);
        return;
    }
    tokens_.emplace_back(key, std::move(text));
}

std::vector<std::string> Isupport::lines() const {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < tokens_.size(); at += kTokensPerLine) {
        std::vector<std::string> words;
        for (std::size_t i = at; i < std::min(at + kTokensPerLine, tokens_.size()); ++i)
            words.push_back(tokens_[i].first + (tokens_[i].second ? "=" + *tokens_[i].second : ""));
        for (std::string& line : lines_of(words, kLineRoom)) out.push_back(std::move(line));
    }
    return out;
}

CaseMapping Isupport::case_mapping() const {
    const std::string name = value("CASEMAPPING").value_or("rfc1459");  // the default where it is not sent
    if (name == "rfc1459") return CaseMapping::rfc1459;
    return name == "rfc1459-strict" ? CaseMapping::rfc1459_strict : CaseMapping::ascii;
}

std::string Isupport::prefix_modes() const {
    const std::string text = value("PREFIX").value_or("(ov)@+");
    const std::size_t end = text.find(')');
    return text.starts_with('(') && end != std::string::npos ? text.substr(1, end - 1) : "";
}

std::string Isupport::prefix_signs() const {
    const std::string text = value("PREFIX").value_or("(ov)@+");
    const std::size_t end = text.find(')');
    return end != std::string::npos ? text.substr(end + 1) : "";
}

std::string Isupport::channel_modes(char type) const {
    std::string_view text;
    const std::string all = value("CHANMODES").value_or("");
    text = all;
    for (char t = 'A'; t < type; ++t) {
        const std::size_t comma = text.find(',');
        if (comma == std::string_view::npos) return {};
        text.remove_prefix(comma + 1);
    }
    return std::string(text.substr(0, text.find(',')));
}

unsigned long Isupport::most_targets(std::string_view command) const {
    for (const std::string& item : split(value("TARGMAX").value_or(""), ',')) {
        const std::string_view pair(item);
        const std::size_t colon = pair.find(':');
        if (colon != std::string_view::npos && pair.substr(0, colon) == command)
            return to_number(pair.substr(colon + 1), 0);
    }
    return 0;
}

bool Isupport::allows_tag(std::string_view tag) const {
    bool allowed = true;
    for (const std::string& item : split(value("CLIENTTAGDENY").value_or(""), ',')) {
        if (item == "*" || item == tag) allowed = false;
        if (item.starts_with('-') && item.substr(1) == tag) return true;
    }
    return allowed;
}

}  // namespace confab::irc_sandbox
