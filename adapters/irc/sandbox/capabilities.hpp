#pragma once
/// The capabilities that are on offer, each with its value (IRCv3 capability-negotiation).

#include <string>
#include <string_view>
#include <vector>

namespace confab::irc_sandbox {

class Capability {
public:
    std::string name;
    std::string value;
    bool offered = true;

    std::string listed(bool with_value) const {
        return name + (with_value && !value.empty() ? "=" + value : "");
    }
};

class Capabilities {
public:
    Capabilities();  ///< All that the server knows, except `sts`.

    bool offers(std::string_view name) const;
    /// Empty where it has none or is not offered.
    std::string value(std::string_view name) const;
    /// A number in a value such as "max-bytes=4096,max-lines=24".
    unsigned long number(std::string_view name, std::string_view key, unsigned long fallback) const;
    /// Offers it, with its default value when `value` is empty. Names the server does not know are offered
    /// too, without effect.
    const Capability& add(const std::string& name, const std::string& value);
    /// False: it was not offered.
    bool remove(std::string_view name);
    std::vector<std::string> names() const;
    /// What LS lists, cut into lines of at most `room` bytes; at least one line.
    std::vector<std::string> lines(bool with_values, std::size_t room) const;

private:
    std::vector<Capability> items_;
};

/// Words cut into lines of at most `room` bytes; at least one line.
std::vector<std::string> lines_of(const std::vector<std::string>& words, std::size_t room);

}  // namespace confab::irc_sandbox
