#pragma once
/// The stand-ins of all platforms and of Straico, run inside this process: what `confab demo` and `confab
/// sandbox` are made of.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "confab/service/sandbox.hpp"
#include "confab/service/straico_sandbox.hpp"
#include "core/app/bot.hpp"

namespace confab::core {

class RunningSandbox {
public:
    RunningSandbox(std::string name_in, Sandbox* sandbox_in,
                   std::vector<std::pair<std::string, std::string>> options_in)
        : name(std::move(name_in)), sandbox(sandbox_in), options(std::move(options_in)) {}
    std::string name;                                          ///< "irc", "discord", "matrix" or "straico"
    Sandbox* sandbox;                                          ///< nullptr for Straico.
    std::vector<std::pair<std::string, std::string>> options;  ///< What to write into bot.yaml to reach it.
};

class Sandboxes {
public:
    static const std::vector<std::string>& names();

    Sandboxes(Runtime& runtime, LogSystem& logs, const SearchPath& path);
    /// Starts those named. The error names the stand-in and says why.
    Task<Result<void>> start(std::vector<std::string> wanted);
    Task<void> stop() { return bot_.stop(); }

    const std::vector<RunningSandbox>& running() const noexcept { return running_; }
    /// A complete bot.yaml for the running stand-ins, with these plugins, each with its options as YAML.
    std::string bot_yaml(const std::vector<std::pair<std::string, std::string>>& plugins = {
                             {"straico", "{}"}, {"chat", "{}"}, {"admin", "{}"}, {"people", "{}"}}) const;

private:
    const SearchPath& path_;
    Bot bot_;
    std::vector<RunningSandbox> running_;
};

}  // namespace confab::core
