#pragma once
/// What the server announces about itself in RPL_ISUPPORT (005), as far as anybody acts on it. Until it does,
/// what RFC 1459 and 2812 say. Sources: modern IRC client protocol ("RPL_ISUPPORT parameters"), IRCv3.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/line.hpp"

namespace confab::irc {

/// Which letters count as the same in nicks and channel names.
enum class CaseMapping {
    rfc1459,         ///< The default: `{}|^` are the lower case of `[]\~`.
    rfc1459_strict,  ///< Without `^` and `~`.
    ascii,           ///< Also taken for rfc7613 and the like: outside ASCII nothing is folded.
};

/// What a letter in a channel's MODE means, and whether it has an argument (CHANMODES and PREFIX).
enum class ModeKind {
    list,    ///< A: an argument, or none to ask for the list.
    always,  ///< B: an argument to set and to unset.
    on_set,  ///< C: an argument to set only.
    flag,    ///< D, and letters nobody announced: none.
    member,  ///< In PREFIX: the argument is a nick.
};

class Isupport {
public:
    static constexpr std::size_t kUnlimited = static_cast<std::size_t>(-1);

    /// Applies one 005 line. The first parameter is our nick; the last is text for people, whatever it says.
    void apply(const Line& line);

    std::string fold(std::string_view name) const;
    bool same(std::string_view a, std::string_view b) const;
    /// The same for names that are the same.
    std::uint32_t hash(std::string_view name) const;
    CaseMapping casemapping() const { return casemapping_; }

    bool is_channel(std::string_view target) const;
    /// "@#confab" (a message to operators only) names "#confab"; anything else is returned as it is.
    std::string_view without_status(std::string_view target) const;
    const std::string& status_symbols() const { return status_symbols_; }  ///< STATUSMSG.

    /// "@+", highest first, and the mode letters in the same order.
    const std::string& prefix_symbols() const { return prefix_symbols_; }
    const std::string& prefix_modes() const { return prefix_modes_; }
    /// The mode letter of a symbol, or 0.
    char prefix_mode(char symbol) const;
    ModeKind mode_kind(char letter) const;
    std::size_t modes_per_line() const { return modes_per_line_; }

    const std::string& network() const { return network_; }  ///< Empty when not announced.
    /// Bytes; 0 where not announced.
    std::size_t nick_length() const { return nick_length_; }
    std::size_t channel_length() const { return channel_length_; }
    std::size_t topic_length() const { return topic_length_; }
    std::size_t kick_length() const { return kick_length_; }
    std::size_t away_length() const { return away_length_; }
    /// Bytes of an outgoing line without CR LF.
    std::size_t body_length() const { return line_length_ - 2; }

    /// How many targets one line with `command` may have; kUnlimited also where nothing is announced.
    std::size_t max_targets(std::string_view command) const;
    /// How many channels one may be in whose names begin with `type`.
    std::size_t channel_limit(char type) const;

    const std::string& bot_mode() const { return bot_mode_; }  ///< User mode letter for bots, or empty.
    bool has_monitor() const { return monitor_limit_ > 0; }
    std::size_t monitor_limit() const { return monitor_limit_; }
    bool has_whox() const { return has_whox_; }
    bool is_utf8_only() const { return is_utf8_only_; }
    /// SAFERATE: the server slows us down by itself and never throws us off for flooding.
    bool is_safe_rate() const { return is_safe_rate_; }
    /// CLIENTTAGDENY: the server drops the tag `+name` (given without the plus).
    bool denies_tag(std::string_view name) const;
    /// Messages a CHATHISTORY command may ask for; kUnlimited where it is announced as 0; nothing: no
    /// history.
    std::optional<std::size_t> chathistory_limit() const { return chathistory_limit_; }
    /// MSGREFTYPES: "msgid", "timestamp"; both where nothing is announced.
    bool has_reference_type(std::string_view type) const;
    /// EXTBAN: the prefix ("$", or empty) and the letters; letters empty: no extended bans.
    const std::string& extban_prefix() const { return extban_prefix_; }
    const std::string& extban_types() const { return extban_types_; }
    /// ACCOUNTEXTBAN: the first name of the account's ban, as "a" in "~a:alice", or empty.
    const std::string& account_extban() const { return account_extban_; }

private:
    struct Token;
    void set(std::string_view key, const std::string_view* value);
    void set_prefix(std::string_view value);
    void set_chathistory(const std::string_view* value);

    CaseMapping casemapping_ = CaseMapping::rfc1459;
    std::string channel_types_ = "#&";
    std::string prefix_modes_ = "ov";
    std::string prefix_symbols_ = "@+";
    std::string channel_modes_ = "beI,k,l,imnpst";
    std::string status_symbols_;
    std::string network_;
    std::string bot_mode_;
    std::string targets_;         // as announced: "PRIVMSG:4,JOIN:"
    std::string channel_limits_;  // as announced: "#:50,&:"
    std::string denied_tags_;
    std::string reference_types_ = "msgid,timestamp";
    std::string extban_prefix_;
    std::string extban_types_;
    std::string account_extban_;
    std::size_t nick_length_ = 0;
    std::size_t channel_length_ = 0;
    std::size_t topic_length_ = 0;
    std::size_t kick_length_ = 0;
    std::size_t away_length_ = 0;
    std::size_t line_length_ = kMaxBody + 2;
    std::size_t modes_per_line_ = 3;
    std::size_t max_channels_ = kUnlimited;
    std::size_t max_targets_ = kUnlimited;
    std::size_t monitor_limit_ = 0;
    std::optional<std::size_t> chathistory_limit_;
    bool has_whox_ = false;
    bool is_utf8_only_ = false;
    bool is_safe_rate_ = false;
};

}  // namespace confab::irc
