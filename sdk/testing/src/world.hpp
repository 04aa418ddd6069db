#pragma once
/// What stands behind a `Chat`: the real core with its plugin, and the parts that are the test's.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "confab/service/directory.hpp"
#include "confab/service/permissions.hpp"
#include "confab/testing/chat.hpp"
#include "core/crypto/crypto.hpp"
#include "core/metrics/registry.hpp"
#include "core/plugin/plugin_system.hpp"
#include "core/straico/core_straico.hpp"
#include "core/text/unicode.hpp"
#include "network.hpp"
#include "seeded_random.hpp"
#include "transcript.hpp"
#include "web.hpp"

namespace confab::inline v1::testing {

/// Who may do what: what a test said of each user.
class Grants final : public Permissions {
public:
    void add(const UserId& user, std::string permission) { granted_[user].insert(std::move(permission)); }

    bool allows(const AccountId&, const confab::User& user, std::string_view permission) const override;
    std::vector<std::string> roles_of(const AccountId&, const confab::User& user) const override;

private:
    std::map<UserId, std::set<std::string, std::less<>>> granted_;
};

class World {
public:
    World(std::filesystem::path file, FailureReporter report);
    ~World();

    // Before the start.
    void option(std::string key, std::string value);
    void provide(const char* id, void* service);
    void add_plugin(std::filesystem::path file);

    /// Loads and starts the plugin, the first time it is called. What goes wrong is one failure of the test,
    /// and then nothing happens any more.
    bool ready();
    void happens(const std::string& platform, Event event);
    void advance(Duration duration);
    void reload(const std::filesystem::path& file);
    std::optional<std::string> stored(const std::string& key);
    std::string state() const;
    void fail(const char* file, int line, const std::string& what);
    void fail(const std::string& what) { fail(file_of_test_, line_of_test_, what); }
    /// What may be wrong when nothing was said.
    std::string hint();
    core::PluginSystem& system() { return system_; }
    const std::string& id() const noexcept { return id_; }
    WallTime now() { return runtime_.clock().wall_now(); }
    /// Where failures are reported that no expectation made.
    void at(const char* file, int line) {
        file_of_test_ = file;
        line_of_test_ = line;
    }

    Transcript transcript;
    Grants grants;
    SeededRandom random;
    Http http{*this};
    std::uint64_t said = 0;

private:
    class Info;
    bool start();
    std::optional<Options> read_options(const PluginDescriptor& descriptor, bool tested);
    bool add(const std::filesystem::path& file, bool tested);
    void provide_services();
    Task<int> start_all();
    Task<int> stop_all();
    Task<int> swap(std::filesystem::path file, std::string& problem);
    bool run(Task<int> task);

    std::filesystem::path file_;
    FailureReporter report_;
    const char* file_of_test_ = "(the chat)";
    int line_of_test_ = 0;
    std::map<std::string, std::string> options_;
    std::vector<std::pair<const char*, void*>> provided_;
    std::vector<std::filesystem::path> further_;
    std::string id_;
    bool started_ = false;
    bool broken_ = false;

    // In the order of dependence: each uses only what stands above it.
    core::LogSystem logs_;
    core::Runtime runtime_{1, core::Runtime::Time::manual};

public:
    Web web{runtime_, [this](const std::string& text) {
                transcript.note(text);
            }};

private:
    core::MetricsRegistry metrics_;
    std::unique_ptr<Logger> log_ = logs_.logger("test");
    core::CoreCrypto crypto_;
    core::CoreUnicode unicode_;
    std::unique_ptr<core::Database> database_;
    core::CoreStraico straico_;
    core::PluginSystem system_;
    std::unique_ptr<Directory> directory_;
    Network network_;
};

}  // namespace confab::inline v1::testing
