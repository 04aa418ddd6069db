#include "command_options.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "command_text.hpp"
#include "encode.hpp"
#include "locales.hpp"

namespace confab::discord {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t kMaxOptions = 25;
constexpr std::size_t kMaxChoices = 25;
constexpr std::size_t kMaxText = 100;  // of a description, and of a choice
constexpr double kMaxInteger = 9'007'199'254'740'991;
constexpr double kMaxLength = 6'000;

enum OptionType { kString = 3, kInteger = 4, kBoolean = 5, kUser = 6, kChannel = 7, kNumber = 10 };

int type_of(const CommandParameter& parameter) {
    if (parameter.repeated) return kString;  // several values, as one would write them
    switch (parameter.type) {
        case ParameterType::integer:
            return kInteger;
        case ParameterType::number:
            return kNumber;
        case ParameterType::boolean:
            return kBoolean;
        case ParameterType::user:
            return kUser;
        case ParameterType::channel:
            return kChannel;
        default:
            return kString;
    }
}

bool shows_choices(const CommandParameter& parameter) {
    const auto& choices = parameter.choices;
    return !parameter.repeated && !choices.empty() && choices.size() <= kMaxChoices &&
           std::all_of(choices.begin(), choices.end(), [](const std::string& choice) {
               return !choice.empty() && count_code_points(choice) <= kMaxText;
           });
}

void write_bounds(json::Writer& out, const CommandParameter& parameter, int type) {
    const auto whole = [&out](const char* key, double value, double low, double high) {
        out.field(key, static_cast<std::int64_t>(std::clamp(value, low, high)));
    };
    const bool is_text = parameter.type == ParameterType::string && !parameter.repeated;
    if (type == kInteger) {
        if (parameter.low) whole("min_value", std::ceil(*parameter.low), -kMaxInteger, kMaxInteger);
        if (parameter.high) whole("max_value", std::floor(*parameter.high), -kMaxInteger, kMaxInteger);
    } else if (type == kNumber) {
        if (parameter.low) out.field("min_value", *parameter.low);
        if (parameter.high) out.field("max_value", *parameter.high);
    } else if (type == kString && is_text) {
        if (parameter.low) whole("min_length", *parameter.low, 0, kMaxLength);
        if (parameter.high) whole("max_length", *parameter.high, 1, kMaxLength);
    }
}

}  // namespace

Result<std::vector<CommandOption>> command_options(const CommandSchema& schema) {
    std::vector<CommandOption> out;
    std::set<std::string> names;
    for (const CommandParameter& parameter : schema.parameters) {
        CommandOption option;
        const auto name = command_name(parameter.name);
        if (!name || !names.insert(*name).second) {
            if (!parameter.required) continue;
            return Error(Errc::unsupported, "discord takes no parameter `" + parameter.name + "`");
        }
        option.parameter = &parameter;
        option.name = *name;
        option.description = one_line(parameter.help, kMaxText, parameter.name);
        out.push_back(std::move(option));
    }
    std::stable_partition(out.begin(), out.end(),
                          [](const CommandOption& option) { return option.parameter->required; });
    if (out.size() > kMaxOptions) {
        if (out[kMaxOptions].parameter->required)
            return Error(Errc::unsupported, "more than 25 parameters that must be given");
        out.resize(kMaxOptions);
    }
    return out;
}

void write_option(json::Writer& out, const CommandOption& option) {
    const CommandParameter& parameter = *option.parameter;
    const int type = type_of(parameter);
    out.begin_object().field("type", type).field("name", option.name);
    out.field("description", option.description);
    write_localizations(out, parameter.translations);
    out.field("required", parameter.required);
    if (shows_choices(parameter)) {
        out.key("choices").begin_array();
        for (const std::string& choice : parameter.choices)
            out.begin_object().field("name", choice).field("value", choice).end_object();
        out.end_array();
    }
    write_bounds(out, parameter, type);
    out.end_object();
}

void write_localizations(json::Writer& out, const Texts& translations) {
    Texts by_locale;
    for (const auto& [language, text] : translations) {
        const std::string_view locale = locale_of(language);
        // "de" comes before "de-AT" in the map, and is the better text for Discord's "de".
        if (!locale.empty() && !text.empty()) by_locale.try_emplace(std::string(locale), text);
    }
    if (by_locale.empty()) return;
    out.key("description_localizations").begin_object();
    for (const auto& [locale, text] : by_locale) out.field(locale, one_line(text, kMaxText, "-"));
    out.end_object();
}

std::size_t description_cost(std::string_view description, const Texts& translations) {
    std::size_t longest = count_code_points(description);
    for (const auto& [language, text] : translations)
        longest = std::max(longest, std::min(count_code_points(text), kMaxText));
    return longest;
}

std::size_t cost(const CommandOption& option) {
    std::size_t sum = count_code_points(option.name);
    sum += description_cost(option.description, option.parameter->translations);
    if (shows_choices(*option.parameter))
        for (const std::string& choice : option.parameter->choices) sum += 2 * count_code_points(choice);
    return sum;
}

}  // namespace confab::discord
