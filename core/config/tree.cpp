#include "core/config/tree.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdlib>

#include "core/config/substitute.hpp"

namespace confab::core {
namespace {

constexpr int kMaxDepth = 32;

Place place_of(const YAML::Mark& mark) {
    return mark.is_null() ? Place() : Place(mark.line + 1, mark.column + 1);
}

class Converter {
public:
    Converter(Problems& problems, const std::filesystem::path& folder, const Environment& environment)
        : problems_(problems), folder_(folder), environment_(environment) {}

    Node convert(const YAML::Node& yaml, int depth) {
        Node node;
        node.place = place_of(yaml.Mark());
        if (depth > kMaxDepth) {
            problems_.add(node.place, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
            return node;
        }
        switch (yaml.Type()) {
            case YAML::NodeType::Scalar:
                node.kind = Node::Kind::scalar;
                node.scalar = substitute(yaml.Scalar(), node.place, folder_, environment_, problems_);
                break;
            case YAML::NodeType::Sequence:
                node.kind = Node::Kind::list;
                for (const YAML::Node& item : yaml) node.items.push_back(convert(item, depth + 1));
                break;
            case YAML::NodeType::Map:
                convert_map(yaml, node, depth);
                break;
            default:
                break;
        }
        return node;
    }

private:
    void convert_map(const YAML::Node& yaml, Node& node, int depth) {
        node.kind = Node::Kind::map;
        for (const auto& entry : yaml) {
            const Place place = place_of(entry.first.Mark());
            if (!entry.first.IsScalar()) {
                problems_.add(place, "a key must be a word");
                continue;
            }
            const std::string& key = entry.first.Scalar();
            if (node.find(key)) {  // yaml-cpp keeps both; YAML 1.2 section 3.2.1.1 wants unique keys
                problems_.add(place, "`" + key + "` is given twice; remove one");
                continue;
            }
            Node value = convert(entry.second, depth + 1);
            if (value.place.line == 0 || value.kind == Node::Kind::null) value.place = place;
            value.key_place = place;
            node.members.emplace_back(key, std::move(value));
        }
    }

    Problems& problems_;
    const std::filesystem::path& folder_;
    const Environment& environment_;
};

}  // namespace

// Here, where Member is complete.
Node::Node() = default;
Node::Node(const Node&) = default;
Node::Node(Node&&) noexcept = default;
Node& Node::operator=(const Node&) = default;
Node& Node::operator=(Node&&) noexcept = default;
Node::~Node() = default;

const Node* Node::find(std::string_view key) const {
    for (const auto& [name, value] : members)
        if (name == key) return &value;
    return nullptr;
}

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

Node parse_tree(const std::string& text, const std::filesystem::path& folder, const Environment& environment,
                Problems& problems) {
    try {
        return Converter(problems, folder, environment).convert(YAML::Load(text), 0);
    } catch (const YAML::Exception& e) {
        problems.add(place_of(e.mark), "not valid YAML: " + e.msg);
        return {};
    }
}

}  // namespace confab::core
