#include "core/app/sandboxes.hpp"

#include "confab/json.hpp"

namespace confab::core {
namespace {

Config sandbox_config() {
    Problems problems("");
    Config config = read_config(Node(), problems);
    config.storage.set("path", std::string(":memory:"));
    return config;
}

template <class S>
Sandbox* as_sandbox(const ServiceRegistry& services) {
    return static_cast<S*>(services.find(S::kServiceId));
}

Sandbox* find_sandbox(const ServiceRegistry& services, const std::string& name) {
    if (name == "irc") return as_sandbox<IrcSandbox>(services);
    if (name == "discord") return as_sandbox<DiscordSandbox>(services);
    if (name == "matrix") return as_sandbox<MatrixSandbox>(services);
    return nullptr;
}

// A JSON string is a YAML double-quoted scalar.
std::string quoted(const std::string& text) {
    return std::move(json::Writer().value(text)).str();
}

void append_options(std::string& yaml, const std::string& indent, const RunningSandbox& running) {
    for (const auto& [key, value] : running.options) yaml += indent + key + ": " + quoted(value) + "\n";
}

}  // namespace

const std::vector<std::string>& Sandboxes::names() {
    static const std::vector<std::string> kNames = {"irc", "discord", "matrix", "straico"};
    return kNames;
}

Sandboxes::Sandboxes(Runtime& runtime, LogSystem& logs, const SearchPath& path)
    : path_(path), bot_(runtime, logs, sandbox_config()) {}

Task<Result<void>> Sandboxes::start(std::vector<std::string> wanted) {
    Prepared prepared;
    for (const std::string& name : wanted) {
        Result<Library> library = path_.load(name + "_sandbox");
        if (!library) co_return library.error();
        prepared.plugins.emplace_back(std::move(*library), Options());
    }
    co_await bot_.start(std::move(prepared));
    for (const std::string& name : wanted) {
        if (name == "straico") {
            auto* straico = static_cast<StraicoSandbox*>(bot_.services().find(StraicoSandbox::kServiceId));
            if (!straico) co_return Error(Errc::internal, "the stand-in straico did not start");
            const Result<StraicoSandboxAddress> address = straico->listen();
            if (!address) co_return address.error();
            std::vector<std::pair<std::string, std::string>> options;
            options.emplace_back("base_url", address->base_url);
            options.emplace_back("api_key", address->api_key.reveal());  // a stand-in's key opens nothing
            running_.emplace_back(name, nullptr, std::move(options));
            continue;
        }
        Sandbox* sandbox = find_sandbox(bot_.services(), name);
        if (!sandbox) co_return Error(Errc::internal, "the stand-in " + name + " did not start");
        auto options = sandbox->listen();
        if (!options) co_return options.error();
        running_.emplace_back(name, sandbox, std::move(*options));
    }
    co_return Result<void>();
}

std::string Sandboxes::bot_yaml(const std::vector<std::pair<std::string, std::string>>& plugins) const {
    std::string yaml = "bot:\n  name: confab\nnetworks:\n";
    for (const RunningSandbox& running : running_) {
        if (!running.sandbox) continue;
        yaml += "  " + running.name + ":\n    adapter: " + running.name + "\n";
        append_options(yaml, "    ", running);
    }
    yaml += "plugins:\n";
    for (const auto& [id, options] : plugins) yaml += "  " + id + ": " + options + "\n";
    for (const RunningSandbox& running : running_) {
        if (running.sandbox) continue;
        yaml += "services:\n  straico:\n";
        append_options(yaml, "    ", running);
    }
    yaml += "storage:\n  path: \":memory:\"\n";
    return yaml;
}

}  // namespace confab::core
