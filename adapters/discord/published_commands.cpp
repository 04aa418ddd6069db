#include "published_commands.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "command_options.hpp"
#include "command_text.hpp"
#include "encode.hpp"

namespace confab::discord {
namespace {

using Path = std::vector<std::string>;

constexpr std::size_t kMaxCommands = 100;
constexpr std::size_t kMaxChildren = 25;       // of a command, and of a group
constexpr std::size_t kMaxCharacters = 8'000;  // names, descriptions and values of one command
constexpr std::size_t kMaxText = 100;

enum NodeType { kSubcommand = 1, kGroup = 2 };
enum Context { kGuild = 0, kBotDirect = 1 };

struct Leaf {
    const CommandSchema* schema = nullptr;
    std::vector<CommandOption> options;
};

/// A command, a group or a subcommand; a leaf has no children.
struct Node {
    Leaf leaf;
    std::map<std::string, Node> children;
};

std::string joined(const Path& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

bool is_for_discord(const CommandSchema& schema) {
    const auto& names = schema.platforms;
    return !schema.hidden &&
           (names.empty() || std::find(names.begin(), names.end(), "discord") != names.end());
}

std::size_t leaf_cost(const Path& shown, const Leaf& leaf) {
    const std::string description = one_line(leaf.schema->help, kMaxText, joined(shown));
    std::size_t sum = description_cost(description, leaf.schema->translations);
    for (const std::string& word : shown) sum += 2 * count_code_points(word);  // groups describe themselves
    for (const CommandOption& option : leaf.options) sum += cost(option);
    return sum;
}

void add_contexts(const CommandSchema& schema, std::set<int>& out) {
    for (const ChannelKind kind : schema.kinds) out.insert(kind == ChannelKind::direct ? kBotDirect : kGuild);
    if (schema.kinds.empty()) out.insert({kGuild, kBotDirect});
}

void find_contexts(const Node& node, std::set<int>& out) {
    if (node.leaf.schema) add_contexts(*node.leaf.schema, out);
    for (const auto& [name, child] : node.children) find_contexts(child, out);
}

class Publisher {
public:
    PublishedCommands publish(const std::vector<CommandSchema>& schemas) {
        std::map<Path, Leaf> leaves;  // ordered, so that the same commands give the same text
        for (const CommandSchema& schema : schemas)
            if (is_for_discord(schema)) collect(schema, leaves);
        for (auto& [shown, leaf] : leaves) {
            const auto next = leaves.upper_bound(shown);
            const bool has_children = next != leaves.end() && next->first.size() > shown.size() &&
                                      std::equal(shown.begin(), shown.end(), next->first.begin());
            if (has_children)
                leave_out(*leaf.schema, "discord shows a command or its subcommands, not both");
            else
                place(shown, std::move(leaf));
        }
        write();
        return std::move(out_);
    }

private:
    void leave_out(const CommandSchema& schema, std::string_view reason) {
        out_.left_out.push_back(joined(schema.path) + ": " + std::string(reason));
    }

    void collect(const CommandSchema& schema, std::map<Path, Leaf>& leaves) {
        if (schema.path.empty() || schema.path.size() > 3)
            return leave_out(schema, "discord has names of one to three words");
        Path shown;
        for (const std::string& word : schema.path) {
            const auto name = command_name(word);
            if (!name) return leave_out(schema, "discord takes no name `" + word + "`");
            shown.push_back(*name);
        }
        Result<std::vector<CommandOption>> options = command_options(schema);
        if (!options) return leave_out(schema, options.error().context());
        Leaf leaf;
        leaf.schema = &schema;
        leaf.options = std::move(*options);
        if (!leaves.try_emplace(std::move(shown), std::move(leaf)).second)
            leave_out(schema, "another command has this name on discord");
    }

    void place(const Path& shown, Leaf leaf) {
        const CommandSchema& schema = *leaf.schema;
        if (!roots_.contains(shown.front()) && roots_.size() >= kMaxCommands)
            return leave_out(schema, "discord shows 100 commands");
        std::size_t& used = characters_[shown.front()];
        const std::size_t needed = leaf_cost(shown, leaf);
        if (used + needed > kMaxCharacters)
            return leave_out(schema, "discord takes 8000 characters for a command and its subcommands");
        std::map<std::string, Node>* level = &roots_;
        for (std::size_t depth = 0; depth < shown.size(); ++depth) {
            if (depth > 0 && level->size() >= kMaxChildren && !level->contains(shown[depth]))
                return leave_out(schema, "discord shows 25 subcommands");
            Node& node = (*level)[shown[depth]];
            if (depth + 1 == shown.size()) node.leaf = std::move(leaf);
            level = &node.children;
        }
        used += needed;
        note(shown, schema);
    }

    void note(const Path& shown, const CommandSchema& schema) {
        PublishedCommand command;
        command.shown = joined(shown);
        command.path = joined(schema.path);
        for (const CommandParameter& parameter : schema.parameters) {
            PublishedOption option;
            option.shown = command_name(parameter.name).value_or("");
            option.name = parameter.name;
            option.type = parameter.type;
            option.named = parameter.named;
            command.options.push_back(std::move(option));
        }
        out_.commands.push_back(std::move(command));
    }

    void write() {
        json::Writer out;
        out.begin_array();
        for (const auto& [name, node] : roots_) {
            out.begin_object().field("type", 1);
            write_node(out, name, name, node);
            std::set<int> contexts;
            find_contexts(node, contexts);
            // The bot answers where it is a member; what people install for themselves it would not see.
            out.key("integration_types").begin_array().value(0).end_array();
            out.key("contexts").begin_array();
            for (const int context : contexts) out.value(context);
            out.end_array().end_object();
        }
        out.end_array();
        out_.json = std::move(out).str();
    }

    void write_node(json::Writer& out, const std::string& name, const std::string& path, const Node& node) {
        const CommandSchema* schema = node.leaf.schema;
        out.field("name", name);
        out.field("description", one_line(schema ? schema->help : path, kMaxText, path));
        if (schema) write_localizations(out, schema->translations);
        out.key("options").begin_array();
        for (const CommandOption& option : node.leaf.options) write_option(out, option);
        for (const auto& [child_name, child] : node.children) {
            out.begin_object().field("type", child.leaf.schema ? int{kSubcommand} : int{kGroup});
            write_node(out, child_name, path + " " + child_name, child);
            out.end_object();
        }
        out.end_array();
    }

    PublishedCommands out_;
    std::map<std::string, Node> roots_;
    std::map<std::string, std::size_t> characters_;
};

}  // namespace

const PublishedCommand* PublishedCommands::find(std::string_view shown) const {
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [shown](const PublishedCommand& c) { return c.shown == shown; });
    return found == commands.end() ? nullptr : &*found;
}

PublishedCommands publishable(const std::vector<CommandSchema>& schemas) {
    return Publisher().publish(schemas);
}

}  // namespace confab::discord
