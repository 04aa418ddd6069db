#include "commands.hpp"

#include <algorithm>

namespace confab::discord_sandbox {

std::optional<Refusal> Commands::replace(json::Value body, World& world, WallTime now) {
    std::vector<PublishedCommand> read;
    if (auto refusal = read_commands(body, read)) return refusal;
    for (PublishedCommand& command : read) {
        const PublishedCommand* before = find(command.name);
        command.id = before ? before->id : world.next_id(now);
        command.version = world.next_id(now);
    }
    all_ = std::move(read);
    ++replacements_;
    return {};
}

const PublishedCommand* Commands::find(std::string_view name) const {
    const auto found = std::find_if(all_.begin(), all_.end(),
                                    [name](const PublishedCommand& command) { return command.name == name; });
    return found == all_.end() ? nullptr : &*found;
}

void Commands::write(json::Writer& out, const World& world) const {
    out.begin_array();
    for (const PublishedCommand& command : all_) {
        std::string text = R"({"id":")" + command.id + R"(","application_id":")" + world.bot().id;
        text += R"(","version":")" + command.version + R"(","default_member_permissions":null,"type":1,)";
        out.raw(text + command.fields + "}");
    }
    out.end_array();
}

}  // namespace confab::discord_sandbox
