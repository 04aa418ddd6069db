// One token of 005 at a time.
#include <algorithm>
#include <charconv>

#include "state/isupport.hpp"

namespace confab::irc {
namespace {

constexpr std::size_t kMinLine = 512;
constexpr std::size_t kMaxLine = 8192;
constexpr std::size_t kMaxNick = 200;
constexpr std::size_t kMaxPrefixes = 16;

using Value = const std::string_view*;  // nullptr: the token was unset

std::size_t number(std::string_view text, std::size_t fallback) {
    std::size_t value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? value : fallback;
}

/// No value, or none that makes sense: no limit.
std::size_t limit(Value value) {
    return value ? number(*value, Isupport::kUnlimited) : Isupport::kUnlimited;
}

std::string text(Value value, std::string_view otherwise = {}) {
    return std::string(value ? *value : otherwise);
}

/// "\x20" in a value stands for the byte.
std::string unescape(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        unsigned byte = 0;
        if (value[i] == '\\' && i + 3 < value.size() && value[i + 1] == 'x' &&
            std::from_chars(value.data() + i + 2, value.data() + i + 4, byte, 16).ptr ==
                value.data() + i + 4) {
            out += static_cast<char>(byte);
            i += 3;
        } else {
            out += value[i];
        }
    }
    return out;
}

CaseMapping mapping_named(std::string_view value) {
    if (value == "rfc1459") return CaseMapping::rfc1459;
    return value == "rfc1459-strict" ? CaseMapping::rfc1459_strict : CaseMapping::ascii;
}

}  // namespace

struct Isupport::Token {
    std::string_view name;
    void (*apply)(Isupport& known, Value value);
};

void Isupport::apply(const Line& line) {
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        const std::string_view token = line.param(i);
        if (token.starts_with('-')) {
            set(token.substr(1), nullptr);
            continue;
        }
        const std::size_t equals = token.find('=');
        const std::string_view value =
            equals == std::string_view::npos ? std::string_view() : token.substr(equals + 1);
        set(token.substr(0, equals), &value);
    }
}

void Isupport::set(std::string_view key, Value value) {
    // Sorted by name.
    static constexpr Token kTokens[] = {
        {"ACCOUNTEXTBAN",
         [](Isupport& s, Value v) {
             s.account_extban_ = text(v);
             s.account_extban_.resize(std::min(s.account_extban_.size(), s.account_extban_.find(',')));
         }},
        {"AWAYLEN",
         [](Isupport& s, Value v) {
             s.away_length_ = v ? number(*v, 0) : 0;
         }},
        {"BOT",
         [](Isupport& s, Value v) {
             s.bot_mode_ = text(v).substr(0, 1);
         }},
        {"CASEMAPPING",
         [](Isupport& s, Value v) {
             s.casemapping_ = v ? mapping_named(*v) : CaseMapping::rfc1459;
         }},
        {"CHANLIMIT",
         [](Isupport& s, Value v) {
             s.channel_limits_ = text(v);
         }},
        {"CHANMODES",
         [](Isupport& s, Value v) {
             s.channel_modes_ = text(v, "beI,k,l,imnpst");
         }},
        {"CHANNELLEN",
         [](Isupport& s, Value v) {
             s.channel_length_ = v ? number(*v, 0) : 0;
         }},
        {"CHANTYPES",
         [](Isupport& s, Value v) {
             s.channel_types_ = text(v, "#&");
         }},
        {"CHATHISTORY",
         [](Isupport& s, Value v) {
             s.set_chathistory(v);
         }},
        {"CLIENTTAGDENY",
         [](Isupport& s, Value v) {
             s.denied_tags_ = text(v);
         }},
        {"EXTBAN",
         [](Isupport& s, Value v) {
             const std::string both = text(v);
             const std::size_t comma = std::min(both.size(), both.find(','));
             s.extban_prefix_ = both.substr(0, comma);
             s.extban_types_ = both.substr(std::min(both.size(), comma + 1));
         }},
        {"KICKLEN",
         [](Isupport& s, Value v) {
             s.kick_length_ = v ? number(*v, 0) : 0;
         }},
        {"LINELEN",
         [](Isupport& s, Value v) {
             s.line_length_ = std::clamp(v ? number(*v, kMinLine) : kMinLine, kMinLine, kMaxLine);
         }},
        {"MAXCHANNELS",
         [](Isupport& s, Value v) {
             s.max_channels_ = limit(v);
         }},
        {"MAXTARGETS",
         [](Isupport& s, Value v) {
             s.max_targets_ = limit(v);
         }},
        // Without a value: as many as fit.
        {"MODES",
         [](Isupport& s, Value v) {
             s.modes_per_line_ = v ? std::max<std::size_t>(1, limit(v)) : 3;
         }},
        {"MONITOR",
         [](Isupport& s, Value v) {
             s.monitor_limit_ = v ? limit(v) : 0;
         }},
        {"MSGREFTYPES",
         [](Isupport& s, Value v) {
             s.reference_types_ = text(v, "msgid,timestamp");
         }},
        {"NETWORK",
         [](Isupport& s, Value v) {
             s.network_ = unescape(text(v));
         }},
        {"NICKLEN",
         [](Isupport& s, Value v) {
             s.nick_length_ = v ? std::min(number(*v, 0), kMaxNick) : 0;
         }},
        {"PREFIX",
         [](Isupport& s, Value v) {
             s.set_prefix(v ? *v : "(ov)@+");
         }},
        {"SAFERATE",
         [](Isupport& s, Value v) {
             s.is_safe_rate_ = v != nullptr;
         }},
        {"STATUSMSG",
         [](Isupport& s, Value v) {
             s.status_symbols_ = text(v);
         }},
        {"TARGMAX",
         [](Isupport& s, Value v) {
             s.targets_ = text(v);
         }},
        {"TOPICLEN",
         [](Isupport& s, Value v) {
             s.topic_length_ = v ? number(*v, 0) : 0;
         }},
        {"UTF8ONLY",
         [](Isupport& s, Value v) {
             s.is_utf8_only_ = v != nullptr;
         }},
        {"WHOX",
         [](Isupport& s, Value v) {
             s.has_whox_ = v != nullptr;
         }},
        {"draft/CHATHISTORY",
         [](Isupport& s, Value v) {
             s.set_chathistory(v);
         }},
    };
    const auto* const token =
        std::lower_bound(std::begin(kTokens), std::end(kTokens), key,
                         [](const Token& entry, std::string_view name) { return entry.name < name; });
    if (token != std::end(kTokens) && token->name == key) token->apply(*this, value);
}

void Isupport::set_prefix(std::string_view value) {
    prefix_modes_.clear();
    prefix_symbols_.clear();
    const std::size_t close = value.find(')');
    if (!value.starts_with('(') || close == std::string_view::npos) return;  // there are none
    const std::string_view modes = value.substr(1, close - 1);
    const std::string_view symbols = value.substr(close + 1);
    const std::size_t count = std::min({modes.size(), symbols.size(), kMaxPrefixes});
    prefix_modes_ = modes.substr(0, count);
    prefix_symbols_ = symbols.substr(0, count);
}

void Isupport::set_chathistory(Value value) {
    chathistory_limit_.reset();
    if (!value) return;
    const std::size_t most = limit(value);
    chathistory_limit_ = most == 0 ? kUnlimited : most;
}

}  // namespace confab::irc
