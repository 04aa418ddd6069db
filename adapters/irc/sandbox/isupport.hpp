#pragma once
/// What the server says of itself in 005 (modern IRC, "RPL_ISUPPORT parameters").

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text.hpp"

namespace confab::irc_sandbox {

class Isupport {
public:
    Isupport();

    bool has(std::string_view key) const { return value(key).has_value(); }
    std::optional<std::string> value(std::string_view key) const;
    unsigned long number(std::string_view key, unsigned long fallback) const;
    /// "KEY=VALUE", "KEY" or "-KEY".
    void change(std::string_view token);
    /// The tokens, cut into lines: at most twelve and 400 bytes each.
    std::vector<std::string> lines() const;

    CaseMapping case_mapping() const;
    /// PREFIX: the modes from the highest on, and the sign of each.
    std::string prefix_modes() const;
    std::string prefix_signs() const;
    /// CHANMODES: the list of `type` 'A' to 'D'.
    std::string channel_modes(char type) const;
    /// TARGMAX of a command; 0: no limit.
    unsigned long most_targets(std::string_view command) const;
    /// Whether CLIENTTAGDENY lets a client tag (without "+") pass.
    bool allows_tag(std::string_view tag) const;

private:
    std::vector<std::pair<std::string, std::optional<std::string>>> tokens_;  // in the order of sending
};

}  // namespace confab::irc_sandbox
