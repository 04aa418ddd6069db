#pragma once
/// A configuration file as a plain tree with places, already substituted. The one header of the YAML reader:
/// what validates does not know YAML.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/config/problem.hpp"

namespace confab::core {

class Member;

/// One value: nothing, a scalar, a list, or a map in the order of the file.
class Node {
public:
    enum class Kind { null, scalar, list, map };
    Kind kind = Kind::null;
    Place place;      ///< Of the value.
    Place key_place;  ///< Of its key, for members of a map.
    std::string scalar;
    std::vector<Node> items;      ///< Of a list.
    std::vector<Member> members;  ///< Of a map; keys are unique.

    Node();
    Node(const Node&);
    Node(Node&&) noexcept;
    Node& operator=(const Node&);
    Node& operator=(Node&&) noexcept;
    ~Node();
    const Node* find(std::string_view key) const;
};

class Member {
public:
    Member(std::string key_in, Node value_in) : key(std::move(key_in)), value(std::move(value_in)) {}
    std::string key;
    Node value;
};

/// Looks an environment variable up; injected so that tests do not touch the process's.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
std::optional<std::string> process_environment(const std::string& name);

/// Parses YAML text and then substitutes in every scalar: `${VAR}` (must be set), `${VAR:-default}`, `$${`
/// for a literal `${`; a scalar `file:PATH` is replaced by that file's text without its last line break
/// (relative to `folder`). Substitution comes after parsing, so no value can inject structure. Problems are
/// added; what could be read is returned.
Node parse_tree(const std::string& text, const std::filesystem::path& folder, const Environment& environment,
                Problems& problems);

}  // namespace confab::core
