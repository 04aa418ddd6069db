#pragma once
/// What the server announces about itself in RPL_ISUPPORT (005), as far as the adapter acts on it.

#include <cstddef>
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

class Isupport {
public:
    /// Applies one 005 line. The first parameter is our nick; the last is text for people, whatever it says.
    void apply(const Line& line);

    std::string fold(std::string_view name) const;
    bool same(std::string_view a, std::string_view b) const;

    bool is_channel(std::string_view target) const;
    /// "@#confab" (a message to operators only) names "#confab"; anything else is returned as it is.
    std::string_view without_status(std::string_view target) const;

    const std::string& network() const { return network_; }  ///< Empty when not announced.
    std::size_t nick_length() const { return nick_length_; }
    /// Bytes of an outgoing line without CR LF.
    std::size_t body_length() const { return line_length_ - 2; }
    const std::string& bot_mode() const { return bot_mode_; }  ///< User mode letter for bots, or empty.
    bool has_monitor() const { return has_monitor_; }
    CaseMapping casemapping() const { return casemapping_; }
    const std::string& prefix_symbols() const { return prefix_symbols_; }  ///< "@+", highest first.

private:
    void set(std::string_view key, std::string_view value);
    void unset(std::string_view key);
    char fold(char c) const;

    CaseMapping casemapping_ = CaseMapping::rfc1459;
    std::string channel_types_ = "#&";
    std::string prefix_symbols_ = "@+";
    std::string status_symbols_;
    std::string network_;
    std::string bot_mode_;
    std::size_t nick_length_ = 0;  // 0: not announced
    std::size_t line_length_ = kMaxBody + 2;
    bool has_monitor_ = false;
};

}  // namespace confab::irc
