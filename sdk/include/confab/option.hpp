#pragma once
/// Options a plugin declares and the operator sets in bot.yaml. Declaring gives validation with file, line
/// and column, defaults, `${VAR}` substitution, and the reference page; reading never fails.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "confab/abi.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

enum class OptionType : std::uint32_t {
    string,
    integer,
    number,
    boolean,
    duration,  ///< "30s", "5m", "250ms", "1h".
    list,      ///< A sequence of strings.
    secret,    ///< A string that is never printed.
};

/// One declared option. Plain data with C layout: it is read from the library's descriptor. All texts are
/// literals.
struct OptionSpec {
    const char* key;
    OptionType type;
    const char* fallback;  ///< Text as it would stand in bot.yaml; nullptr: none.
    const char* help;      ///< One sentence.
    bool required;         ///< Must be given (then `fallback` is nullptr).
};

/// Text that cannot be printed, logged or compared by accident. Wiped when destroyed.
class CONFAB_API Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret(Secret&&) noexcept = default;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&&) noexcept = default;
    ~Secret();

    /// The text itself. Every call is a place to review.
    const std::string& reveal() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

private:
    std::string text_;
};

using OptionValue = std::variant<std::monostate, std::string, std::int64_t, double, bool, Duration,
                                 std::vector<std::string>, Secret>;

/// Validated values of the declared options. Asking for an undeclared key or by the wrong type is a defect of
/// the plugin and throws std::logic_error that names the key.
class CONFAB_API Options {
public:
    Options() = default;
    void set(std::string key, OptionValue value) { values_[std::move(key)] = std::move(value); }

    bool has(std::string_view key) const;  ///< Declared and given or defaulted.
    const std::string& string(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    double number(std::string_view key) const;
    bool boolean(std::string_view key) const;
    Duration duration(std::string_view key) const;
    const std::vector<std::string>& list(std::string_view key) const;
    const Secret& secret(std::string_view key) const;

private:
    const OptionValue& find(std::string_view key) const;
    std::map<std::string, OptionValue, std::less<>> values_;
};

}  // namespace confab::inline v1
