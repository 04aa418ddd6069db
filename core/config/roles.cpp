#include "core/config/roles.hpp"

#include <algorithm>
#include <utility>

#include "confab/command.hpp"

namespace confab::core {
namespace {

constexpr OptionSpec kRole[] = {
    {"members", OptionType::list, "",
     "Who has the role, as account/user, e.g. libera/alice or matrix/@bob:example.org.", false},
    {"allow", OptionType::list, "",
     "What they may do: names of permissions; `tag.*` is all that begin with `tag.`, `*` is all but the "
     "owners'.",
     false},
    {"assurance", OptionType::string, "account",
     "How much a network must vouch for a member: none, host, account or strong.", false},
};

constexpr std::pair<const char*, Assurance> kAssurances[] = {{"none", Assurance::none},
                                                             {"host", Assurance::host},
                                                             {"account", Assurance::account},
                                                             {"strong", Assurance::strong}};

// Where the item of a list stands; a single value stands for a list of one.
Place place_of(const Node& role, std::string_view key, std::size_t index) {
    const Node* node = role.find(key);
    if (!node) return role.place;
    return index < node->items.size() ? node->items[index].place : node->place;
}

std::string wrong_member(const std::string& member) {
    const std::size_t slash = member.find('/');
    if (slash != std::string::npos && slash != 0 && slash + 1 != member.size()) return {};
    return "member `" + member + "` must be account/user, e.g. libera/alice";
}

std::string wrong_permission(const std::string& name) {
    const std::string_view stem = std::string_view(name).substr(0, name.size() - name.ends_with('*'));
    if (name == kOwnerPermission) return "`owner` cannot be given to a role; list people under bot.owners";
    if (name.empty()) return "a permission has a name, e.g. tag.write";
    if (stem.find('*') != std::string_view::npos)
        return "permission `" + name + "`: a `*` may stand only at the end";
    if (stem.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.") != std::string_view::npos)
        return "permission `" + name +
               "` must be of small letters, digits, - _ . and perhaps a `*` at the end";
    return {};
}

Assurance read_assurance(const std::string& text, const Node& node, const std::string& path,
                         Problems& problems) {
    std::vector<std::string> names;
    for (const auto& [name, assurance] : kAssurances) {
        if (text == name) return assurance;
        names.emplace_back(name);
    }
    problems.add(
        place_of(node, "assurance", 0),
        "`assurance` under " + path + " must be none, host, account or strong" + did_you_mean(text, names));
    return Assurance::strong;
}

RoleEntry read_role(const std::string& name, const Node& node, Problems& problems) {
    const std::string path = "roles." + name;
    const Options options = read_options(node, kRole, path, problems);
    RoleEntry role;
    role.name = name;
    if (const auto* assurance = node.find("assurance"); !assurance || assurance->kind == Node::Kind::scalar)
        role.assurance = read_assurance(options.string("assurance"), node, path, problems);
    role.members = options.list("members");
    role.allow = options.list("allow");
    for (std::size_t i = 0; i < role.members.size(); ++i)
        if (const std::string wrong = wrong_member(role.members[i]); !wrong.empty())
            problems.add(place_of(node, "members", i), wrong);
    for (std::size_t i = 0; i < role.allow.size(); ++i)
        if (const std::string wrong = wrong_permission(role.allow[i]); !wrong.empty())
            problems.add(place_of(node, "allow", i), wrong);
    return role;
}

bool is_role_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") ==
               std::string_view::npos;
}

}  // namespace

std::span<const OptionSpec> role_options() {
    return kRole;
}

std::vector<RoleEntry> read_roles(const Node& node, Problems& problems) {
    std::vector<RoleEntry> roles;
    if (node.kind != Node::Kind::map && node.kind != Node::Kind::null)
        problems.add(node.place, "roles must be a map: one key per role");
    for (const auto& [name, entry] : node.members) {
        if (!is_role_name(name))
            problems.add(entry.key_place, "`" + name + "` is no role name; use letters, digits, - _ .");
        else if (name == kOwnerPermission)
            problems.add(entry.key_place,
                         "the role `owner` is there already; list its members under bot.owners");
        else
            roles.push_back(read_role(name, entry, problems));
    }
    return roles;
}

}  // namespace confab::core
