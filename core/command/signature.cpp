#include "core/command/signature.hpp"

#include <stdexcept>

#include "core/config/options.hpp"

namespace confab::core {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view take_word(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && !is_space(text[end])) ++end;
    const std::string_view word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return word;
}

bool is_name(std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

ArgumentValue to_argument(OptionValue value) {
    if (auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (auto* number = std::get_if<double>(&value)) return *number;
    if (auto* span = std::get_if<Duration>(&value)) return *span;
    return std::get<std::string>(std::move(value));
}

OptionType type_named(std::string_view name) {
    if (name == "string") return OptionType::string;
    if (name == "integer") return OptionType::integer;
    if (name == "number") return OptionType::number;
    if (name == "duration") return OptionType::duration;
    throw std::invalid_argument("unknown type `" + std::string(name) +
                                "`; use string, integer, number or duration");
}

// <name:type>, [name:type=default], <name...>
Parameter parse_parameter(std::string_view word) {
    Parameter parameter;
    const bool required = word.front() == '<' && word.back() == '>';
    if (!required && !(word.front() == '[' && word.back() == ']'))
        throw std::invalid_argument("`" + std::string(word) + "` must be <name> or [name]");
    parameter.required = required;
    std::string_view inside = word.substr(1, word.size() - 2);
    if (const std::size_t equals = inside.find('='); equals != std::string_view::npos) {
        const std::string_view fallback = inside.substr(equals + 1);
        inside = inside.substr(0, equals);
        const std::size_t colon = inside.find(':');
        parameter.type =
            colon == std::string_view::npos ? OptionType::string : type_named(inside.substr(colon + 1));
        if (required)
            throw std::invalid_argument("`" + std::string(word) + "` cannot have a default: it is required");
        const Result<OptionValue> value = parse_option(parameter.type, fallback);
        if (!value)
            throw std::invalid_argument("the default of `" + std::string(word) + "` is not " +
                                        value.error().context());
        parameter.fallback = to_argument(*value);
    }
    if (inside.ends_with("...")) {
        parameter.rest = true;
        inside.remove_suffix(3);
    }
    if (const std::size_t colon = inside.find(':'); colon != std::string_view::npos) {
        parameter.type = type_named(inside.substr(colon + 1));
        inside = inside.substr(0, colon);
    }
    if (!is_name(inside))
        throw std::invalid_argument("`" + std::string(word) + "` has no proper name (a-z, 0-9, - _)");
    parameter.name = inside;
    return parameter;
}

// The next argument: a word, or what stands between double quotes. False: unbalanced quotes.
bool take_argument(std::string_view& input, std::string& out) {
    if (input.front() != '"') {
        out = take_word(input);
        return true;
    }
    out.clear();
    for (std::size_t i = 1; i < input.size(); ++i) {
        if (input[i] == '\\' && i + 1 < input.size() && (input[i + 1] == '"' || input[i + 1] == '\\')) {
            out += input[++i];
        } else if (input[i] == '"') {
            input = trimmed(input.substr(i + 1));
            return true;
        } else {
            out += input[i];
        }
    }
    return false;
}

std::string shortened(std::string_view text) {
    return text.size() <= 40 ? std::string(text) : std::string(text.substr(0, 37)) + "...";
}

}  // namespace

Signature Signature::parse(std::string_view text) {
    Signature signature;
    try {
        std::string_view rest = trimmed(text);
        signature.name_ = take_word(rest);
        if (!is_name(signature.name_))
            throw std::invalid_argument("a command's name is made of a-z, 0-9, - and _");
        signature.usage_ = signature.name_;
        bool optional_seen = false;
        while (!rest.empty()) {
            Parameter parameter = parse_parameter(take_word(rest));
            if (parameter.rest && !rest.empty())
                throw std::invalid_argument("`" + parameter.name + "...` must be the last");
            if (parameter.required && optional_seen)
                throw std::invalid_argument("`" + parameter.name +
                                            "` is required but follows an optional one");
            optional_seen = optional_seen || !parameter.required;
            const std::string label = parameter.name + (parameter.rest ? "..." : "");
            signature.usage_ += parameter.required ? " <" + label + ">" : " [" + label + "]";
            signature.parameters_.push_back(std::move(parameter));
        }
    } catch (const std::invalid_argument& e) {
        throw std::invalid_argument("command signature \"" + std::string(text) + "\": " + e.what());
    }
    return signature;
}

Result<Arguments> bind_arguments(const Signature& signature, std::string_view input) {
    const auto wrong = [&](const std::string& why) {
        return Error(Errc::invalid_argument, why + " Usage: " + signature.usage());
    };
    Arguments arguments;
    input = trimmed(input);
    for (const Parameter& parameter : signature.parameters()) {
        if (input.empty()) {
            if (parameter.required) return wrong("`" + parameter.name + "` is missing.");
            if (parameter.fallback) arguments[parameter.name].push_back(*parameter.fallback);
            continue;
        }
        std::string word;
        if (parameter.rest) {
            word = input;
            input = {};
        } else if (!take_argument(input, word)) {
            return wrong("A double quote is not closed.");
        }
        Result<OptionValue> value = parse_option(parameter.type, word);
        if (!value)
            return wrong("`" + parameter.name + "` must be " + value.error().context() + ", not `" +
                         shortened(word) + "`.");
        arguments[parameter.name].push_back(to_argument(std::move(*value)));
    }
    if (!input.empty()) return wrong("Too many arguments.");
    return arguments;
}

}  // namespace confab::core
