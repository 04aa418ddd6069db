#include "admin.hpp"

#include "report.hpp"
#include "settings.hpp"

namespace confab::admin {
namespace {

CommandSpec status(const char* signature, const char* help) {
    return CommandSpec(signature, help).permission("admin.status");
}
CommandSpec plugins(const char* signature, const char* help) {
    return CommandSpec(signature, help).permission("admin.plugins").describe("name", "The plugin's id");
}

Task<Reply> told(Task<Result<std::string>> operation) {
    const Result<std::string> done = co_await std::move(operation);
    co_return done ? *done : "That did not work: " + done.error().context();
}

}  // namespace

Task<void> Admin::start(Context& ctx) {
    Directory& directory = ctx.require<Directory>();
    PluginControl& control = ctx.require<PluginControl>();
    ctx.command(status("networks", "Lists the networks and how they are"),
                [&directory](Invocation&) { return networks_report(directory.networks()); });
    ctx.command(status("version", "Tells which Confab this is"),
                [&directory](Invocation&) { return "Confab " + directory.version(); });
    ctx.command(status("plugin list", "Lists the plugins and how they are").alias("plugins"),
                [&directory](Invocation&) { return plugins_report(directory.plugins()); });
    ctx.command(status("plugin info <name>", "Tells what a plugin is made of and what it is doing"),
                [&control](Invocation& call) {
                    const Result<PluginDetails> details = control.details(call.text("name"));
                    return details ? details_report(*details) : details.error().context();
                });
    ctx.command(plugins("plugin load <name>", "Starts a plugin that does not run"),
                [&control](Invocation& call) { return told(control.load(call.text("name"))); });
    ctx.command(plugins("plugin unload <name>", "Stops a plugin"),
                [&control](Invocation& call) { return told(control.unload(call.text("name"))); });
    ctx.command(
        plugins("plugin reload <name>", "Puts the present build of a plugin in the place of what runs"),
        [&control](Invocation& call) { return told(control.reload(call.text("name"))); });
    add_settings_commands(ctx, control);
    co_return;
}

}  // namespace confab::admin
