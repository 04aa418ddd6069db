#include "core/straico/check.hpp"

#include <cmath>
#include <filesystem>
#include <system_error>

namespace confab::core::straico {
namespace {

constexpr std::size_t kMaxId = 200;
constexpr std::size_t kMaxUrl = 4096;

bool is_visible(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F;
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

template <class Predicate>
bool is_all(std::string_view text, Predicate fits) {
    for (const char c : text)
        if (!fits(c)) return false;
    return !text.empty();
}

std::string number_text(double number) {
    if (number == std::floor(number) && std::abs(number) < 1e15)
        return std::to_string(static_cast<std::int64_t>(number));
    return std::to_string(number);
}

Error wrong(std::string_view call, std::string_view field, std::string_view rule) {
    std::string text = "straico " + std::string(call) + ": `" + std::string(field) + "` ";
    return Error(Errc::invalid_argument, std::move(text.append(rule)));
}

}  // namespace

Check& Check::that(bool holds, std::string_view field, std::string_view rule) {
    if (!holds && !error_) error_ = wrong(call_, field, rule);
    return *this;
}

Check& Check::filled(std::string_view field, std::string_view text) {
    return that(text.find_first_not_of(" \t\r\n") != std::string_view::npos, field, "must not be empty");
}

Check& Check::between(std::string_view field, double number, double least, double most) {
    // A NaN fails both comparisons.
    const bool holds = number >= least && number <= most;
    return that(holds, field, "must be between " + number_text(least) + " and " + number_text(most));
}

Check& Check::model(std::string_view field, std::string_view id) {
    return that(id.size() <= kMaxId && is_all(id, is_visible), field, "must be the id of a model");
}

Check& Check::id(std::string_view field, std::string_view id) {
    return that(id.size() <= kMaxId && is_all(id, is_word), field, "must be an id of letters and digits");
}

Check& Check::url(std::string_view field, std::string_view url) {
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    return that(web && url.size() <= kMaxUrl && is_all(url, is_visible), field, "must be an http(s) URL");
}

Check& Check::urls(std::string_view field, const std::vector<std::string>& urls, std::size_t most) {
    that(urls.size() <= most, field, "may have at most " + std::to_string(most) + " URLs");
    for (const std::string& one : urls) url(field, one);
    return *this;
}

Check& Check::smart(const StraicoSmartSelector& selector) {
    return between("smart.quantity", static_cast<double>(selector.quantity), 1, 4);
}

Check& Check::search(const StraicoSearch& search) {
    if (search.passages) between("search.passages", static_cast<double>(*search.passages), 1, 1000);
    if (search.candidates) between("search.candidates", static_cast<double>(*search.candidates), 1, 1000);
    if (search.diversity) between("search.diversity", *search.diversity, 0, 1);
    if (search.score_threshold) between("search.score_threshold", *search.score_threshold, 0, 1);
    return *this;
}

std::string ending_of(std::string_view name) {
    const std::size_t dot = name.find_last_of('.');
    if (dot == std::string_view::npos) return {};
    std::string ending(name.substr(dot + 1));
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return ending;
}

std::optional<Error> check_file(std::string_view call, const StraicoFile& file, std::string_view endings) {
    Check check(call);
    const std::string ending = ending_of(file.name);
    const bool known = is_all(ending, is_word) && endings.find(" " + ending + " ") != std::string_view::npos;
    check.that(known, "file", "must be one of:" + std::string(endings));
    if (check.error()) return check.error();
    std::uintmax_t size = file.content.size();
    if (!file.path.empty()) {
        std::error_code failed;
        size = std::filesystem::file_size(file.path, failed);
        if (failed)
            return Error(Errc::not_found,
                         "straico " + std::string(call) + ": " + file.path + " cannot be read", failed);
    }
    check.that(size > 0, "file", "must not be empty");
    check.that(size <= kMaxFile, "file", "may have at most 25 MB");
    return check.error();
}

}  // namespace confab::core::straico
