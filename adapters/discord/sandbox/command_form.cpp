// What the API accepts as application commands (Discord documentation, "Application Commands").
#include <algorithm>
#include <set>

#include "commands.hpp"

namespace confab::discord_sandbox {
namespace {

using Check = std::optional<Refusal>;

constexpr std::size_t kMaxCommands = 100;
constexpr std::size_t kMaxOptions = 25;
constexpr std::size_t kMaxCharacters = 8'000;
constexpr std::int64_t kSubcommand = 1;
constexpr std::int64_t kGroup = 2;
constexpr std::int64_t kString = 3;
constexpr std::int64_t kInteger = 4;
constexpr std::int64_t kNumber = 10;

constexpr std::string_view kCommandKeys[] = {
    "id",       "name", "name_localizations",         "description",   "description_localizations",
    "options",  "type", "default_member_permissions", "dm_permission", "default_permission",
    "contexts", "nsfw", "integration_types",          "handler"};
constexpr std::string_view kOptionKeys[] = {"type",
                                            "name",
                                            "name_localizations",
                                            "description",
                                            "description_localizations",
                                            "required",
                                            "choices",
                                            "options",
                                            "autocomplete",
                                            "channel_types",
                                            "min_value",
                                            "max_value",
                                            "min_length",
                                            "max_length"};
constexpr std::string_view kChoiceKeys[] = {"name", "name_localizations", "value"};
constexpr std::string_view kLocales[] = {"ar",    "bg", "cs", "da", "de", "el",    "en-GB", "en-US", "es-419",
                                         "es-ES", "fi", "fr", "he", "hi", "hr",    "hu",    "id",    "it",
                                         "ja",    "ko", "lt", "nl", "no", "pl",    "pt-BR", "ro",    "ru",
                                         "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"};

Refusal bad_length(const std::string& field, std::size_t low, std::size_t high) {
    return form_error(
        field, "BASE_TYPE_BAD_LENGTH",
        "Must be between " + std::to_string(low) + " and " + std::to_string(high) + " in length.");
}

/// Beyond ASCII everything passes here; the real service knows the letters.
bool is_name(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '\'' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

class Form {
public:
    Check command(json::Value value, const std::string& at, PublishedCommand& out) {
        characters_ = 0;
        if (const std::string key = undeclared(value, kCommandKeys); !key.empty())
            return form_error(at + key, "UNDECLARED", "The API does not declare this key.");
        if (value["type"].integer(1) != 1)
            return form_error(at + "type", "UNSUPPORTED", "This sandbox knows chat commands only.");
        if (auto refusal = texts(value, at)) return refusal;
        out.name = value["name"].string();
        if (auto refusal = options(value["options"], at, out.options, 0)) return refusal;
        if (auto refusal = numbers(value["contexts"], at + "contexts", 2, &out.contexts)) return refusal;
        if (auto refusal = numbers(value["integration_types"], at + "integration_types", 1, nullptr))
            return refusal;
        if (characters_ > kMaxCharacters)
            return form_error(at + "name", "APPLICATION_COMMAND_TOO_LARGE",
                              "Command exceeds maximum size (8000)");
        out.fields = fields(value);
        return {};
    }

private:
    Check texts(json::Value value, const std::string& at) {
        for (const char* key : {"name", "description"})
            if (!value[key].is_string())
                return form_error(at + key, "BASE_TYPE_REQUIRED", "This field is required");
        const std::string_view name = value["name"].string();
        if (name.empty() || code_points(name) > 32) return bad_length(at + "name", 1, 32);
        if (!is_name(name))
            return form_error(at + "name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        const std::size_t length = code_points(value["description"].string());
        if (length < 1 || length > 100) return bad_length(at + "description", 1, 100);
        std::size_t longest = length;
        for (const auto& [key, limit] :
             {std::pair{"name_localizations", 32}, {"description_localizations", 100}})
            if (auto refusal = localizations(value[key], at + key, static_cast<std::size_t>(limit), longest))
                return refusal;
        characters_ += code_points(name) + longest;
        return {};
    }

    static Check localizations(json::Value texts, const std::string& at, std::size_t limit,
                               std::size_t& longest) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::string locale(texts.key_at(i));
            if (std::find(std::begin(kLocales), std::end(kLocales), locale) == std::end(kLocales))
                return form_error(at + "." + locale, "BASE_TYPE_CHOICES",
                                  "Value must be one of the locales.");
            const std::size_t length = code_points(texts.value_at(i).string());
            if (length < 1 || length > limit) return bad_length(at + "." + locale, 1, limit);
            if (limit == 100) longest = std::max(longest, length);
        }
        return {};
    }

    Check options(json::Value list, const std::string& at, std::vector<CommandOption>& out, int depth) {
        if (list.size() > kMaxOptions) return bad_length(at + "options", 0, kMaxOptions);
        std::set<std::string> names;
        bool optional_seen = false;
        for (const json::Value value : list.items()) {
            const std::string here = at + "options." + std::to_string(out.size()) + ".";
            CommandOption& option = out.emplace_back();
            if (auto refusal = this->option(value, here, option, depth)) return refusal;
            if (!names.insert(option.name).second)
                return form_error(at + "options", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                                  "Option name already exists");
            if (option.required && optional_seen)
                return form_error(here + "required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                                  "Required options must be placed before non-required options");
            const bool is_child = option.type <= kGroup;
            optional_seen = optional_seen || (!option.required && !is_child);
            if (is_child != (out.front().type <= kGroup))
                return form_error(here + "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                                  "Sub-command and sub-command group option types are mutually exclusive to "
                                  "all other types");
        }
        return {};
    }

    Check option(json::Value value, const std::string& at, CommandOption& out, int depth) {
        if (const std::string key = undeclared(value, kOptionKeys); !key.empty())
            return form_error(at + key, "UNDECLARED", "The API does not declare this key.");
        out.type = value["type"].integer();
        if (out.type < kSubcommand || out.type > 11)
            return form_error(at + "type", "BASE_TYPE_CHOICES", "Value must be one of {1, ..., 11}.");
        // A command holds groups or subcommands, a group subcommands, a subcommand neither.
        const bool nested_wrongly =
            (out.type == kGroup && depth > 0) || (out.type == kSubcommand && depth > 1);
        if (nested_wrongly)
            return form_error(at + "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                              "Invalid nesting of sub-commands");
        if (auto refusal = texts(value, at)) return refusal;
        out.name = value["name"].string();
        out.required = value["required"].boolean();
        if (out.type <= kGroup) {
            const int next = out.type == kGroup ? 1 : 2;
            if (auto refusal = options(value["options"], at, out.options, next)) return refusal;
            for (const CommandOption& child : out.options)
                if (out.type == kGroup && child.type != kSubcommand)
                    return form_error(at + "options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                                      "A group holds sub-commands only");
            return {};
        }
        if (value["options"].size() > 0)
            return form_error(at + "options", "BASE_TYPE_MAX_LENGTH", "Must be 0 or fewer in length.");
        if (auto refusal = choices(value["choices"], at, out)) return refusal;
        return bounds(value, at, out);
    }

    Check choices(json::Value list, const std::string& at, CommandOption& out) {
        const std::string field = at + "choices";
        if (list.size() == 0) return {};
        if (out.type != kString && out.type != kInteger && out.type != kNumber)
            return form_error(field, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
                              "No choices for this type");
        if (list.size() > kMaxOptions) return bad_length(field, 1, kMaxOptions);
        for (const json::Value choice : list.items()) {
            const std::string here = field + "." + std::to_string(out.choices.size());
            const json::Value value = choice["value"];
            if (const std::string key = undeclared(choice, kChoiceKeys); !key.empty())
                return form_error(here + "." + key, "UNDECLARED", "The API does not declare this key.");
            const std::size_t length = code_points(choice["name"].string());
            if (length < 1 || length > 100) return bad_length(here + ".name", 1, 100);
            const bool fits = out.type == kString    ? value.is_string()
                              : out.type == kInteger ? value.is_integer()
                                                     : value.is_number();
            if (!fits) return form_error(here + ".value", "BASE_TYPE_BAD", "Value has the wrong type.");
            if (code_points(value.string()) > 100) return bad_length(here + ".value", 1, 100);
            characters_ += length + code_points(value.string());
            out.choices.emplace_back(choice["name"].string(), value.dump());
        }
        return {};
    }

    static Check bounds(json::Value value, const std::string& at, CommandOption& out) {
        const bool is_number = out.type == kInteger || out.type == kNumber;
        for (const char* key : {"min_value", "max_value"})
            if (value.has(key) && (!is_number || !value[key].is_number()))
                return form_error(at + key, "BASE_TYPE_BAD", "Not for this type of option.");
        for (const char* key : {"min_length", "max_length"}) {
            const std::int64_t length = value[key].integer(1);
            if (value.has(key) && (out.type != kString || length < 0 || length > 6'000))
                return form_error(at + key, "NUMBER_TYPE_MAX", "Must be between 0 and 6000.");
        }
        if (value.has("max_length") && value["max_length"].integer() < 1)
            return form_error(at + "max_length", "NUMBER_TYPE_MIN", "Must be 1 or more.");
        const json::Value low = value[is_number ? "min_value" : "min_length"];
        const json::Value high = value[is_number ? "max_value" : "max_length"];
        if (!low.is_null()) out.low = low.number();
        if (!high.is_null()) out.high = high.number();
        if (out.low && out.high && *out.low > *out.high)
            return form_error(at + "max_value", "NUMBER_TYPE_MIN", "The maximum is below the minimum.");
        return {};
    }

    static Check numbers(json::Value list, const std::string& at, std::int64_t highest,
                         std::vector<std::int64_t>* out) {
        std::set<std::int64_t> seen;
        for (const json::Value item : list.items()) {
            const std::int64_t number = item.integer(-1);
            if (number < 0 || number > highest)
                return form_error(at, "BASE_TYPE_CHOICES", "Value must be one of a set.");
            if (!seen.insert(number).second)
                return form_error(at, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set has this value already.");
        }
        if (out) out->assign(seen.begin(), seen.end());
        return {};
    }

    static std::string fields(json::Value value) {
        json::Writer out;
        out.begin_object();
        for (const char* key : {"name", "name_localizations", "description", "description_localizations",
                                "options", "contexts", "integration_types"})
            if (value.has(key)) out.key(key).value(value[key]);
        out.field("nsfw", value["nsfw"].boolean()).end_object();
        const std::string text = std::move(out).str();
        return text.substr(1, text.size() - 2);
    }

    std::size_t characters_ = 0;
};

}  // namespace

std::optional<Refusal> read_commands(json::Value body, std::vector<PublishedCommand>& out) {
    if (!body.is_array()) return form_error("_", "LIST_TYPE_CONVERT", "Only iterables may be used.");
    if (body.size() > kMaxCommands) {
        Refusal refusal;
        refusal.code = 30032;
        refusal.message = "Maximum number of application commands reached (100).";
        return refusal;
    }
    std::set<std::string> names;
    for (const json::Value value : body.items()) {
        const std::string at = std::to_string(out.size()) + ".";
        if (auto refusal = Form().command(value, at, out.emplace_back())) return refusal;
        if (!names.insert(out.back().name).second)
            return form_error(at + "name", "APPLICATION_COMMANDS_DUPLICATE_NAME",
                              "Application command names must be unique");
    }
    return {};
}

}  // namespace confab::discord_sandbox
