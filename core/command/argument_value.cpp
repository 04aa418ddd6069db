#include "core/command/argument_value.hpp"

#include <algorithm>

#include "core/command/wording.hpp"
#include "core/config/options.hpp"

namespace confab::core {
namespace {

// "from 2 to 1000", "of at least 2", or nothing; `word` writes one end.
template <class Word>
std::string range_text(const CommandParameter& parameter, Word word) {
    if (parameter.low && parameter.high)
        return " from " + word(*parameter.low) + " to " + word(*parameter.high);
    if (parameter.low) return " of at least " + word(*parameter.low);
    if (parameter.high) return " of at most " + word(*parameter.high);
    return {};
}

std::string length_text(const CommandParameter& parameter) {
    const auto characters = [](double count) {
        return number_text(count) + (count == 1 ? " character long" : " characters long");
    };
    if (parameter.low && parameter.high && *parameter.low == *parameter.high)
        return "exactly " + characters(*parameter.low);
    if (parameter.low && parameter.high)
        return number_text(*parameter.low) + " to " + characters(*parameter.high);
    if (parameter.low) return "at least " + characters(*parameter.low);
    if (parameter.high) return "at most " + characters(*parameter.high);
    return "a text";
}

bool within(const CommandParameter& parameter, double value) {
    return (!parameter.low || value >= *parameter.low) && (!parameter.high || value <= *parameter.high);
}

Result<ArgumentValue> number_of(OptionType type, const CommandParameter& parameter, std::string_view text) {
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
    const Result<OptionValue> value = parse_option(type, text);
    const auto wrong = [&] {
        return Error(Errc::invalid_argument, expectation(parameter));
    };
    if (!value) return wrong();
    if (const auto* whole = std::get_if<std::int64_t>(&*value)) {
        if (!within(parameter, static_cast<double>(*whole))) return wrong();
        return ArgumentValue(*whole);
    }
    const double number = std::get<double>(*value);
    if (!within(parameter, number)) return wrong();
    return ArgumentValue(number);
}

std::optional<bool> boolean_of(std::string_view text) {
    static constexpr std::string_view kTrue[] = {"true", "yes", "on", "1", "y"};
    static constexpr std::string_view kFalse[] = {"false", "no", "off", "0", "n"};
    if (text.size() > 5) return std::nullopt;
    const std::string word = lower_case(text);
    if (std::find(std::begin(kTrue), std::end(kTrue), word) != std::end(kTrue)) return true;
    if (std::find(std::begin(kFalse), std::end(kFalse), word) != std::end(kFalse)) return false;
    return std::nullopt;
}

const std::string* choice_of(const CommandParameter& parameter, std::string_view text) {
    const auto same = [](char a, char b) {
        const auto low = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        };
        return low(a) == low(b);
    };
    for (const std::string& choice : parameter.choices)
        if (std::equal(choice.begin(), choice.end(), text.begin(), text.end(), same)) return &choice;
    return nullptr;
}

}  // namespace

std::optional<ChannelRef> NameScope::channel(std::string_view text) const {
    std::optional<ChannelId> id = names_.channel_named(account_, text);
    if (!id) return std::nullopt;
    return ChannelRef(account_, std::move(*id));
}

std::string expectation(const CommandParameter& parameter) {
    const auto duration = [](double value) {
        return duration_text(Duration(static_cast<Duration::rep>(value)));
    };
    switch (parameter.type) {
        case ParameterType::string:
            return length_text(parameter);
        case ParameterType::integer:
            return "a whole number" + range_text(parameter, number_text);
        case ParameterType::number:
            return "a number" + range_text(parameter, number_text);
        case ParameterType::boolean:
            return "yes or no";
        case ParameterType::duration:
            if (!parameter.low && !parameter.high) return "a duration such as 30s, 5m, 1h30m or 250ms";
            return "a duration, such as 30s or 1h30m," + range_text(parameter, duration);
        case ParameterType::user:
            return "a user of this network";
        case ParameterType::channel:
            return "a channel of this network";
        case ParameterType::choice:
            return "one of " + list_text(parameter.choices);
    }
    return "a text";
}

Result<ArgumentValue> parse_argument(const CommandParameter& parameter, std::string_view text,
                                     const NameScope* names) {
    switch (parameter.type) {
        case ParameterType::string:
            if (!within(parameter, static_cast<double>(characters_in(text)))) break;
            return ArgumentValue(std::string(text));
        case ParameterType::integer:
            return number_of(OptionType::integer, parameter, text);
        case ParameterType::number:
            return number_of(OptionType::number, parameter, text);
        case ParameterType::boolean:
            if (const std::optional<bool> flag = boolean_of(text)) return ArgumentValue(*flag);
            break;
        case ParameterType::duration: {
            const Result<Duration> value = parse_duration(text);
            if (!value || !within(parameter, static_cast<double>(value->count()))) break;
            return ArgumentValue(*value);
        }
        case ParameterType::user:
            if (std::optional<Mention> who = names ? names->user(text) : std::nullopt)
                return ArgumentValue(std::move(*who));
            break;
        case ParameterType::channel:
            if (std::optional<ChannelRef> where = names ? names->channel(text) : std::nullopt)
                return ArgumentValue(std::move(*where));
            break;
        case ParameterType::choice:
            if (const std::string* choice = choice_of(parameter, text)) return ArgumentValue(*choice);
            break;
    }
    return Error(Errc::invalid_argument, expectation(parameter));
}

}  // namespace confab::core
