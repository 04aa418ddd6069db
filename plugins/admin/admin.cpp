#include "admin.hpp"

#include "report.hpp"

namespace confab::admin {
namespace {

CommandSpec for_owners(const char* signature, const char* help) {
    return CommandSpec(signature, help).permission(kOwnerPermission);
}

}  // namespace

Task<void> Admin::start(Context& ctx) {
    Directory& directory = ctx.require<Directory>();
    ctx.command(for_owners("plugins", "Lists the plugins and how they are"),
                [&directory](Invocation&) { return plugins_report(directory.plugins()); });
    ctx.command(for_owners("networks", "Lists the networks and how they are"),
                [&directory](Invocation&) { return networks_report(directory.networks()); });
    ctx.command(for_owners("version", "Tells which Confab this is"),
                [&directory](Invocation&) { return "Confab " + directory.version(); });
    co_return;
}

}  // namespace confab::admin
