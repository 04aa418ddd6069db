#include "core/command/schema.hpp"

#include <cmath>

#include "confab/json.hpp"
#include "core/command/argument_value.hpp"
#include "core/command/binding.hpp"

namespace confab::core {
namespace {

void write_number(json::Writer& out, const char* key, double number) {
    if (std::trunc(number) == number && std::abs(number) < 9e15)
        out.field(key, static_cast<std::int64_t>(number));
    else
        out.field(key, number);
}

const char* json_type(ParameterType type) {
    switch (type) {
        case ParameterType::integer:
            return "integer";
        case ParameterType::number:
            return "number";
        case ParameterType::boolean:
            return "boolean";
        default:
            return "string";
    }
}

// What one value looks like.
void write_value_keywords(json::Writer& out, const CommandParameter& parameter) {
    out.field("type", json_type(parameter.type));
    switch (parameter.type) {
        case ParameterType::string:
            if (parameter.low) write_number(out, "minLength", *parameter.low);
            if (parameter.high) write_number(out, "maxLength", *parameter.high);
            break;
        case ParameterType::integer:
        case ParameterType::number:
            if (parameter.low) write_number(out, "minimum", *parameter.low);
            if (parameter.high) write_number(out, "maximum", *parameter.high);
            break;
        case ParameterType::duration:
            out.field("pattern", "^([0-9]+(ms|s|m|h|d))+$");
            break;
        case ParameterType::choice:
            out.key("enum").begin_array();
            for (const std::string& choice : parameter.choices) out.value(choice);
            out.end_array();
            break;
        case ParameterType::boolean:
        case ParameterType::user:
        case ParameterType::channel:
            break;
    }
}

void write_default(json::Writer& out, const CommandParameter& parameter) {
    const Result<ArgumentValue> value = parse_argument(parameter, *parameter.fallback, nullptr);
    if (parameter.repeated) out.begin_array();
    const auto* whole = value ? std::get_if<std::int64_t>(&*value) : nullptr;
    const auto* number = value ? std::get_if<double>(&*value) : nullptr;
    const auto* flag = value ? std::get_if<bool>(&*value) : nullptr;
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    if (whole)
        out.value(*whole);
    else if (number)
        out.value(*number);
    else if (flag)
        out.value(*flag);
    else
        out.value(text ? *text : *parameter.fallback);
    if (parameter.repeated) out.end_array();
}

// What the keywords do not say, in words.
std::string description(const CommandParameter& parameter) {
    const bool needs_words = parameter.type == ParameterType::duration ||
                             parameter.type == ParameterType::user ||
                             parameter.type == ParameterType::channel;
    if (!needs_words) return parameter.help;
    const std::string what = "Must be " + expectation(parameter) + ".";
    return parameter.help.empty() ? what : parameter.help + " (" + what + ")";
}

void write_parameter(json::Writer& out, const CommandParameter& parameter) {
    out.key(parameter.name).begin_object();
    if (parameter.repeated) {
        out.field("type", "array").key("items").begin_object();
        write_value_keywords(out, parameter);
        out.end_object();
        if (parameter.required) out.field("minItems", 1);
        out.field("maxItems", static_cast<std::int64_t>(kMaxValues));
    } else {
        write_value_keywords(out, parameter);
    }
    if (parameter.fallback) {
        out.key("default");
        write_default(out, parameter);
    }
    if (const std::string text = description(parameter); !text.empty()) out.field("description", text);
    out.end_object();
}

}  // namespace

CommandSchema schema_of(const Command& command) {
    CommandSchema schema;
    schema.path = command.signature.path();
    schema.help = command.spec.help();
    schema.usage = command.signature.usage();
    schema.plugin = command.owner.id();
    schema.permission = command.spec.permission();
    schema.hidden = command.spec.is_hidden();
    schema.parameters = command.signature.parameters();
    schema.aliases = command.spec.aliases();
    schema.examples = command.spec.examples();
    schema.platforms = command.spec.platforms();
    schema.kinds = command.spec.kinds();
    for (CommandParameter& parameter : schema.parameters) {
        const auto help = command.spec.parameters().find(parameter.name);
        if (help != command.spec.parameters().end()) parameter.help = help->second;
    }
    for (const auto& [language, texts] : command.spec.translations()) {
        schema.translations.emplace(language, texts.help);
        for (CommandParameter& parameter : schema.parameters) {
            const auto help = texts.parameters.find(parameter.name);
            if (help != texts.parameters.end()) parameter.translations.emplace(language, help->second);
        }
    }
    return schema;
}

std::string tool_name(const std::vector<std::string>& path) {
    std::string name;
    for (const std::string& word : path) name += (name.empty() ? "" : "_") + word;
    return name;
}

std::string tool_schema(const CommandSchema& command) {
    json::Writer out;
    out.begin_object().field("name", tool_name(command.path)).field("description", command.help);
    out.key("parameters").begin_object().field("type", "object").key("properties").begin_object();
    for (const CommandParameter& parameter : command.parameters) write_parameter(out, parameter);
    out.end_object().key("required").begin_array();
    for (const CommandParameter& parameter : command.parameters)
        if (parameter.required) out.value(parameter.name);
    out.end_array().field("additionalProperties", false).end_object().end_object();
    return std::move(out).str();
}

}  // namespace confab::core
