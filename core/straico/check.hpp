#pragma once
/// Checks requests before they are sent: what the service would refuse costs no round trip and no coins.
/// Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "confab/result.hpp"
#include "confab/service/straico.hpp"

namespace confab::core::straico {

/// Keeps the first thing that is wrong, as Errc::invalid_argument that names the field.
class Check {
public:
    /// `call` ("chat") must outlive it.
    explicit Check(std::string_view call) : call_(call) {}

    Check& that(bool holds, std::string_view field, std::string_view rule);
    Check& filled(std::string_view field, std::string_view text);
    Check& between(std::string_view field, double number, double least, double most);
    /// Of a model: no blanks or control characters, bounded.
    Check& model(std::string_view field, std::string_view id);
    /// Of a thing of the service: what can stand in a path and lead nowhere else.
    Check& id(std::string_view field, std::string_view id);
    Check& url(std::string_view field, std::string_view url);
    Check& urls(std::string_view field, const std::vector<std::string>& urls, std::size_t most);
    Check& smart(const StraicoSmartSelector& selector);
    Check& search(const StraicoSearch& search);

    const std::optional<Error>& error() const noexcept { return error_; }

private:
    std::string_view call_;
    std::optional<Error> error_;
};

/// The ending of a file name in lower case, without the dot.
std::string ending_of(std::string_view name);

/// Looks at a file before it is sent. Errors: not_found, invalid_argument (empty, type), too_large is
/// invalid_argument here too. `endings` is a list with blanks around each.
std::optional<Error> check_file(std::string_view call, const StraicoFile& file, std::string_view endings);

/// The service's limit for one file.
inline constexpr std::uint64_t kMaxFile = 25 * 1024 * 1024;

}  // namespace confab::core::straico
