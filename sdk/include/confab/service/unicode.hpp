#pragma once
/// Service: what Unicode knows of text.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "confab/abi.hpp"

namespace confab::inline v1 {

class CONFAB_API Unicode {
public:
    static constexpr const char* kServiceId = "confab.unicode/1";
    virtual ~Unicode();
    /// The end of the grapheme cluster (UAX #29) that starts at `at`, as a byte offset. Invalid UTF-8 counts
    /// byte by byte. `at` must be below `text.size()`.
    virtual std::size_t next_grapheme(std::string_view text, std::size_t at) const = 0;
    /// A user name or password as it is compared (SASLprep, RFC 4013); nullopt when it holds what no password
    /// may: control characters, unassigned ones, invalid UTF-8.
    virtual std::optional<std::string> saslprep(std::string_view text) const = 0;
};

}  // namespace confab::inline v1
