#include "core/command/parameter_grammar.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/command/argument_value.hpp"
#include "core/command/wording.hpp"
#include "core/config/options.hpp"

namespace confab::core {
namespace {

constexpr std::size_t kMaxWord = 32;
constexpr double kMaxWhole = 9'007'199'254'740'992;  // 2^53: beyond it a double skips whole numbers

[[noreturn]] void wrong(std::string_view word, const std::string& why) {
    throw std::invalid_argument("`" + std::string(word) + "` " + why);
}

ParameterType type_named(std::string_view word, std::string_view name) {
    if (name == "string") return ParameterType::string;
    if (name == "integer") return ParameterType::integer;
    if (name == "number") return ParameterType::number;
    if (name == "boolean") return ParameterType::boolean;
    if (name == "duration") return ParameterType::duration;
    if (name == "user") return ParameterType::user;
    if (name == "channel") return ParameterType::channel;
    wrong(word, "has the unknown type `" + std::string(name) +
                    "`; use string, integer, number, boolean, duration, user, channel or the words to "
                    "choose from, as in red|green");
}

std::vector<std::string> choices_of(std::string_view word, std::string_view text) {
    std::vector<std::string> choices;
    for (;;) {
        const std::size_t bar = text.find('|');
        std::string choice(text.substr(0, bar));
        if (choice.empty() || choice.find_first_of(" \"`<>[]") != std::string::npos)
            wrong(word, "has a choice that is no word");
        for (const std::string& other : choices)
            if (lower_case(other) == lower_case(choice)) wrong(word, "has the choice `" + choice + "` twice");
        choices.push_back(std::move(choice));
        if (bar == std::string_view::npos) return choices;
        text.remove_prefix(bar + 1);
    }
}

// One end of a range, in the unit of CommandParameter::low.
double range_end(std::string_view word, ParameterType type, std::string_view text) {
    if (type == ParameterType::duration) {
        const Result<Duration> value = parse_duration(text);
        if (!value) wrong(word, "has a range whose ends are not durations such as 30s or 5m");
        return static_cast<double>(value->count());
    }
    const bool whole = type != ParameterType::number;
    const Result<OptionValue> value = parse_option(whole ? OptionType::integer : OptionType::number, text);
    if (!value)
        wrong(word, std::string("has a range whose ends are not ") + (whole ? "whole " : "") + "numbers");
    const double end = whole ? static_cast<double>(std::get<std::int64_t>(*value)) : std::get<double>(*value);
    if (whole && std::abs(end) > kMaxWhole) wrong(word, "has a range beyond 2^53");
    if (type == ParameterType::string && end < 0) wrong(word, "has a negative length");
    return end;
}

void read_range(std::string_view word, std::string_view text, CommandParameter& parameter) {
    const bool can = parameter.type == ParameterType::string || parameter.type == ParameterType::integer ||
                     parameter.type == ParameterType::number || parameter.type == ParameterType::duration;
    if (!can) wrong(word, "has a range, which only texts, numbers and durations have");
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos || text.size() == 2) wrong(word, "needs a range such as (1..20)");
    const std::string_view low = text.substr(0, dots);
    const std::string_view high = text.substr(dots + 2);
    if (!low.empty()) parameter.low = range_end(word, parameter.type, low);
    if (!high.empty()) parameter.high = range_end(word, parameter.type, high);
    if (parameter.low && parameter.high && *parameter.low > *parameter.high)
        wrong(word, "has an empty range: the low end comes first");
}

void check_default(std::string_view word, const CommandParameter& parameter) {
    if (parameter.required) wrong(word, "cannot have a default: it is required");
    if (parameter.type == ParameterType::user || parameter.type == ParameterType::channel)
        wrong(word, "cannot have a default: users and channels are not the same everywhere");
    const Result<ArgumentValue> value = parse_argument(parameter, *parameter.fallback, nullptr);
    if (!value) wrong(word, "has a default that is not " + value.error().context());
}

}  // namespace

bool is_command_word(std::string_view text) {
    return !text.empty() && text.size() <= kMaxWord && text.front() != '-' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

CommandParameter parse_parameter(std::string_view word) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    if (std::any_of(word.begin(), word.end(), is_control)) wrong(word, "has a control character in it");
    CommandParameter parameter;
    parameter.required = word.front() == '<';
    std::string_view inside = word.substr(1, word.size() - 2);
    if (const std::size_t equals = inside.find('='); equals != std::string_view::npos) {
        parameter.fallback = inside.substr(equals + 1);
        inside = inside.substr(0, equals);
    }
    if (inside.starts_with("--")) {
        parameter.named = true;
        inside.remove_prefix(2);
        if (parameter.required) wrong(word, "is an option, which is always optional: write [--x]");
    }
    const bool many = inside.ends_with("...");
    if (many) inside.remove_suffix(3);
    if (many && parameter.named) wrong(word, "is an option, which takes one value");

    std::optional<std::string_view> range;
    if (const std::size_t open = inside.find('('); open != std::string_view::npos) {
        if (!inside.ends_with(')')) wrong(word, "has a range that is not closed or not at the end");
        range = inside.substr(open + 1, inside.size() - open - 2);
        inside = inside.substr(0, open);
    }
    const std::size_t colon = inside.find(':');
    const bool typed = colon != std::string_view::npos;
    if (typed) {
        const std::string_view type = inside.substr(colon + 1);
        if (type.find('|') != std::string_view::npos) {
            parameter.type = ParameterType::choice;
            parameter.choices = choices_of(word, type);
        } else {
            parameter.type = type_named(word, type);
        }
        inside = inside.substr(0, colon);
    } else if (parameter.named && !parameter.fallback && !range) {
        parameter.type = ParameterType::boolean;
    }
    if (!is_command_word(inside)) wrong(word, "has no proper name (at most 32 of a-z, 0-9, - and _)");
    parameter.name = inside;
    parameter.repeated = many && typed;
    parameter.rest = many && !typed;
    if (range) read_range(word, *range, parameter);
    if (parameter.fallback) check_default(word, parameter);
    return parameter;
}

}  // namespace confab::core
