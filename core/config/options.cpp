#include "core/config/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace confab::core {
namespace {

constexpr std::int64_t kMaxDurationMs = std::int64_t(1000) * 60 * 60 * 24 * 366 * 10;  // ten years

Duration unit_length(std::string_view unit) {
    if (unit == "ms") return Duration(1);
    if (unit == "s") return Duration(1'000);
    if (unit == "m") return Duration(60'000);
    if (unit == "h") return Duration(3'600'000);
    if (unit == "d") return Duration(86'400'000);
    return Duration(0);
}

Error expected(std::string what) {
    return Error(Errc::invalid_argument, std::move(what));
}

std::string describe(std::string_view key, const std::string& path) {
    return "`" + std::string(key) + "` under " + path;
}

OptionValue read_value(const Node& node, const OptionSpec& spec, const std::string& path,
                       Problems& problems) {
    if (spec.type == OptionType::list) {
        std::vector<std::string> list;
        if (node.kind == Node::Kind::scalar) list.push_back(node.scalar);
        for (const Node& item : node.items) {
            if (item.kind == Node::Kind::scalar)
                list.push_back(item.scalar);
            else
                problems.add(item.place, describe(spec.key, path) + " must be a list of texts");
        }
        if (node.kind == Node::Kind::map)
            problems.add(node.place, describe(spec.key, path) + " must be a list: [a, b]");
        return list;
    }
    if (node.kind != Node::Kind::scalar) {
        problems.add(node.place, describe(spec.key, path) + " must be a single value");
        return {};
    }
    Result<OptionValue> value = parse_option(spec.type, node.scalar);
    if (value) return std::move(*value);
    problems.add(node.place, describe(spec.key, path) + " must be " + value.error().context());
    return {};
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
    const auto wrong = [] {
        return expected("a duration such as 30s, 5m, 1h30m or 250ms");
    };
    std::int64_t total = 0;
    if (text.empty()) return wrong();
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc() || count < 0) return wrong();
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
        const Duration unit = unit_length(text.substr(0, letters));
        text.remove_prefix(letters);
        if (unit == Duration(0) || count > kMaxDurationMs / unit.count()) return wrong();
        total += count * unit.count();
        if (total > kMaxDurationMs) return wrong();
    }
    return Duration(total);
}

Result<OptionValue> parse_option(OptionType type, std::string_view text) {
    const char* first = text.data();
    const char* last = first + text.size();
    switch (type) {
        case OptionType::string:
            return OptionValue(std::string(text));
        case OptionType::secret:
            return OptionValue(Secret(std::string(text)));
        case OptionType::list:
            return OptionValue(std::vector<std::string>{std::string(text)});
        case OptionType::boolean:
            if (text == "true" || text == "false") return OptionValue(text == "true");
            return expected("true or false");
        case OptionType::integer: {
            std::int64_t number = 0;
            const auto [end, error] = std::from_chars(first, last, number);
            if (error != std::errc() || end != last || text.empty()) return expected("a whole number");
            return OptionValue(number);
        }
        case OptionType::number: {
            double number = 0;
            const auto [end, error] = std::from_chars(first, last, number);
            if (error != std::errc() || end != last || text.empty() || !std::isfinite(number))
                return expected("a number");
            return OptionValue(number);
        }
        case OptionType::duration: {
            Result<Duration> duration = parse_duration(text);
            if (!duration) return duration.error();
            return OptionValue(*duration);
        }
    }
    return expected("of a known type");
}

OptionValue default_value(const OptionSpec& spec) {
    if (!spec.fallback) return {};
    if (spec.type == OptionType::list && *spec.fallback == '\0') return std::vector<std::string>();
    Result<OptionValue> value = parse_option(spec.type, spec.fallback);
    if (!value)
        throw std::logic_error("the declared default of option `" + std::string(spec.key) + "` is not " +
                               value.error().context());
    return std::move(*value);
}

Options read_options(const Node& node, std::span<const OptionSpec> specs, const std::string& path,
                     Problems& problems, const std::vector<std::string>& ignore) {
    Options options;
    std::vector<std::string> known = ignore;
    for (const OptionSpec& spec : specs) {
        known.emplace_back(spec.key);
        options.set(spec.key, default_value(spec));
    }
    if (node.kind != Node::Kind::map && node.kind != Node::Kind::null) {
        problems.add(node.place, path + " must be a map of `key: value` lines");
        return options;
    }
    for (const auto& [key, value] : node.members) {
        if (std::find(ignore.begin(), ignore.end(), key) != ignore.end()) continue;
        const auto spec =
            std::find_if(specs.begin(), specs.end(), [&](const OptionSpec& s) { return key == s.key; });
        if (spec == specs.end())
            problems.add(value.key_place,
                         "unknown key `" + key + "` under " + path + did_you_mean(key, known));
        else if (value.kind != Node::Kind::null)
            options.set(key, read_value(value, *spec, path, problems));
    }
    for (const OptionSpec& spec : specs) {
        const Node* given = node.find(spec.key);
        if (spec.required && (!given || given->kind == Node::Kind::null))
            problems.add(node.key_place.line ? node.key_place : node.place,
                         "`" + std::string(spec.key) + "` is missing under " + path + ": " + spec.help);
    }
    return options;
}

}  // namespace confab::core
