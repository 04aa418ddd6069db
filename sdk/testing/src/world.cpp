#include "world.hpp"

#include <cstdlib>

#include "core/config/options.hpp"

namespace confab::inline v1::testing {
namespace {

const char* level_name(LogLevel level) {
    static constexpr const char* kNames[] = {"trace", "debug", "info", "warn", "error", "off"};
    return kNames[static_cast<std::size_t>(level)];
}

core::LogConfig log_config(Transcript& transcript) {
    core::LogConfig config;
    config.level = LogLevel::debug;
    config.console = std::getenv("CONFAB_TEST_LOG") != nullptr;
    config.tap = [&transcript](LogLevel level, const std::string& line) {
        transcript.log(std::string(level_name(level)) + " " + line);
        if (level == LogLevel::error) transcript.note("error " + line);
    };
    return config;
}

core::PluginSystemConfig system_config(const Grants& grants) {
    core::PluginSystemConfig config;
    config.permissions = &grants;
    return config;
}

// A list is written with commas.
core::Node node_of(const std::string& value, const PluginDescriptor& descriptor, const std::string& key) {
    core::Node node;
    node.kind = core::Node::Kind::scalar;
    node.scalar = value;
    for (std::uint32_t i = 0; i < descriptor.option_count; ++i) {
        if (descriptor.options[i].key != key || descriptor.options[i].type != OptionType::list) continue;
        node.kind = core::Node::Kind::list;
        std::size_t begin = 0;
        while (begin <= value.size()) {
            const std::size_t end = std::min(value.find(',', begin), value.size());
            core::Node item;
            item.kind = core::Node::Kind::scalar;
            item.scalar = value.substr(begin, end - begin);
            while (item.scalar.starts_with(' ')) item.scalar.erase(0, 1);
            node.items.push_back(std::move(item));
            begin = end + 1;
        }
    }
    return node;
}

}  // namespace

class World::Info final : public Directory {
public:
    explicit Info(const core::PluginSystem& system) : system_(system) {}
    std::vector<NetworkInfo> networks() const override { return system_.accounts.networks(); }
    std::vector<PluginInfo> plugins() const override { return system_.supervisor.plugins(); }
    std::string version() const override { return "test"; }

private:
    const core::PluginSystem& system_;
};

World::World(std::filesystem::path file, FailureReporter report)
    : file_(std::move(file)),
      report_(report),
      logs_(log_config(transcript)),
      database_(*core::Database::open(":memory:")),
      straico_(core::StraicoConfig(), web, runtime_.clock(), metrics_, *log_),
      system_(runtime_, logs_, metrics_, random, *database_, system_config(grants)),
      directory_(std::make_unique<Info>(system_)),
      network_([this](const std::string& platform, const ChannelId& where, std::string text) {
          transcript.answered(ChannelRef(AccountId(platform), where), std::move(text));
      }) {}

World::~World() {
    if (started_) run(stop_all());
    const Result<void> recorded = web.finish();
    if (!recorded) fail(recorded.error().context());
}

void World::fail(const char* file, int line, const std::string& what) {
    const std::string chat = transcript.text();
    report_(file, line, chat.empty() ? what : what + "\n\nThe chat:\n" + chat);
}

void World::option(std::string key, std::string value) {
    if (started_ || broken_) throw std::logic_error("option(): before anybody says something");
    options_[std::move(key)] = std::move(value);
}

void World::provide(const char* id, void* service) {
    if (started_ || broken_) throw std::logic_error("provide(): before anybody says something");
    provided_.emplace_back(id, service);
}

void World::add_plugin(std::filesystem::path file) {
    if (started_ || broken_) throw std::logic_error("with_plugin(): before anybody says something");
    further_.push_back(std::move(file));
}

bool World::ready() {
    if (!started_ && !broken_) broken_ = !start();
    return !broken_;
}

void World::provide_services() {
    core::ServiceRegistry& services = system_.services;
    services.provide<Crypto>(crypto_);
    services.provide<Unicode>(unicode_);
    services.provide<HttpClient>(web);
    services.provide<Directory>(*directory_);
    services.provide_each<Straico>(
        [this](core::Owner& owner) { return straico_.for_plugin(std::string(owner.id())); }, &straico_);
    services.replace(Permissions::kServiceId, static_cast<Permissions*>(&grants));
    for (const auto& [id, service] : provided_) services.replace(id, service);
}

std::optional<Options> World::read_options(const PluginDescriptor& descriptor, bool tested) {
    core::Node node;
    node.kind = core::Node::Kind::map;
    if (tested)
        for (const auto& [key, value] : options_)
            node.members.emplace_back(key, node_of(value, descriptor, key));
    core::Problems problems("option");
    Options options = core::read_options(node, {descriptor.options, descriptor.option_count},
                                         "plugins." + std::string(descriptor.id), problems);
    if (!problems.empty()) {
        std::string text;
        for (const core::Problem& problem : problems.all()) text += (text.empty() ? "" : "\n") + problem.text;
        fail(text);
        return std::nullopt;
    }
    for (std::uint32_t i = 0; i < descriptor.option_count; ++i) {
        const OptionSpec& spec = descriptor.options[i];
        if (spec.type != OptionType::secret || !options.has(spec.key)) continue;
        logs_.mask(options.secret(spec.key));
        web.mask(options.secret(spec.key));
    }
    return options;
}

bool World::add(const std::filesystem::path& file, bool tested) {
    Result<core::Library> library = core::Library::load(file);
    if (!library) {
        fail(library.error().context());
        return false;
    }
    if (tested) id_ = library->descriptor().id;
    std::optional<Options> options = read_options(library->descriptor(), tested);
    if (!options) return false;
    system_.supervisor.add(std::move(*library), std::move(*options));
    return true;
}

bool World::start() {
    system_.supervisor.unmap_after_drain(true);  // so that the next test begins with fresh statics
    provide_services();
    for (const std::filesystem::path& file : further_)
        if (!add(file, false)) return false;
    if (!add(file_, true)) return false;
    started_ = true;
    if (!run(start_all())) return false;
    if (state() == "running") return true;
    fail("the plugin does not run: " + state());
    return false;
}

Task<int> World::start_all() {
    co_await system_.supervisor.start_ready();
    for (const std::string& platform : Network::platforms())
        system_.accounts.open(network_, platform, AccountId(platform), Options(), "confab");
    co_return 0;
}

Task<int> World::stop_all() {
    const Result<void> stopped = co_await system_.supervisor.stop(id_);
    const bool hangs = stopped.has_error() && stopped.error().code() == Errc::timeout;
    if (hangs) fail(stopped.error().context());
    co_await system_.stop();
    co_await system_.accounts.close(network_, Duration(1'000));
    co_return 0;
}

Task<int> World::swap(std::filesystem::path file, std::string& problem) {
    Result<core::Library> library = core::Library::load(file);
    if (!library) {
        problem = library.error().context();
        co_return 1;
    }
    std::optional<Options> options = read_options(library->descriptor(), true);
    if (!options) co_return 1;
    const Result<std::string> done =
        co_await system_.supervisor.reload(id_, std::move(*library), std::move(*options));
    if (!done) problem = done.error().context();
    co_return 0;
}

bool World::run(Task<int> task) {
    try {
        runtime_.run(std::move(task));
        runtime_.run_until_idle();
        return true;
    } catch (const std::exception& e) {
        fail(std::string("the bot hangs: ") + e.what());
        return false;
    }
}

void World::happens(const std::string& platform, Event event) {
    if (!ready()) return;
    if (!network_.emit(platform, std::move(event)))
        throw std::logic_error("there is no network `" + platform +
                               "`; there are test, irc, discord, matrix");
    runtime_.run_until_idle();
}

void World::advance(Duration duration) {
    if (!ready()) return;
    transcript.note(std::to_string(duration.count()) + " ms pass");
    runtime_.advance(duration);
}

void World::reload(const std::filesystem::path& file) {
    if (!ready()) return;
    transcript.note("the plugin is reloaded");
    std::string problem;
    if (!run(swap(file.empty() ? file_ : file, problem))) return;
    if (!problem.empty()) fail(problem);
}

std::optional<std::string> World::stored(const std::string& key) {
    if (!ready()) return std::nullopt;
    const auto value = database_->get("plugin/" + id_, key);
    return value ? *value : std::nullopt;
}

std::string World::state() const {
    for (const PluginInfo& info : system_.supervisor.plugins())
        if (info.id == id_) return info.state;
    return "not loaded";
}

std::string World::hint() {
    const auto due = runtime_.manual_clock()->next_due();
    if (!due) return {};
    const auto left = std::chrono::ceil<Duration>(*due - runtime_.clock().now());
    return "\nsomething waits for the clock: chat.advance(" + std::to_string(left.count()) + "ms) wakes it";
}

}  // namespace confab::inline v1::testing
