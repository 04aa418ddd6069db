#pragma once
/// The one header a plugin needs. Write a class, name it in CONFAB_PLUGIN, build with confab_add_plugin():
///
///     class Hello : public confab::Plugin {
///         confab::Task<> start(confab::Context& ctx) override { ... co_return; }
///     };
///     CONFAB_PLUGIN(Hello)
///
/// Optional members of the class, read at compile time:
///     using Needs = confab::Services<confab::HttpClient>;     started after these are there
///     using Offers = confab::Services<MyService>;             what `ctx.offer` will offer
///     static constexpr confab::OptionSpec kOptions[] = {...};  keys under `plugins.<id>:` in bot.yaml
///     static constexpr confab::OptionSpec kSettings[] = {...}; what can be set in chat
///     (service/settings.hpp)

#include <cstdint>
#include <iterator>

#include "confab/abi.hpp"
#include "confab/context.hpp"
#include "confab/json.hpp"
#include "confab/option.hpp"
#include "confab/task.hpp"

namespace confab::inline v1 {

class CONFAB_API Plugin {
public:
    virtual ~Plugin();

    /// Called once, on the I/O thread, after every service in `Needs` is there. Register everything here. An
    /// exception, or not returning within the start deadline (10 s), unloads the plugin; the bot goes on.
    virtual Task<void> start(Context& context) = 0;
    /// Called once before unloading, when no more events arrive; tasks are cancelled afterwards. Only for
    /// what must be said or stored at the end.
    virtual Task<void> stop();
    /// What the next generation should know, as JSON, when the plugin is reloaded; called last, after `stop`
    /// and when no task runs. Say a version in it: another build of the plugin reads it. Empty: nothing.
    virtual std::string save_state();
    /// What `save_state` of the generation before said; called before `start`. An exception fails the start,
    /// and the generation before is started again.
    virtual void load_state(json::Value state);
};

template <Service... S>
struct Services {
    static constexpr const char* kIds[] = {S::kServiceId..., nullptr};
};

/// What a library tells about itself. C layout, read after the file's fingerprint was found to match.
struct PluginDescriptor {
    std::uint32_t magic;        ///< kDescriptorMagic
    std::uint32_t size;         ///< sizeof(PluginDescriptor): fields are only ever appended.
    std::uint32_t api_version;  ///< kApiVersion
    std::uint32_t option_count;
    std::uint32_t network_option_count;
    const char* fingerprint;
    const char* id;
    const char* version;
    const char* platform;  ///< Of an adapter ("irc"); nullptr for other plugins.
    const char* const* needs;
    const char* const* offers;          ///< Both end with nullptr.
    const OptionSpec* options;          ///< Keys under `plugins.<id>:`.
    const OptionSpec* network_options;  ///< Adapters: keys under `networks.<account>:`.
    Plugin* (*create)();
    void (*destroy)(Plugin*);
    const OptionSpec* settings;  ///< What can be set in chat.
    std::uint32_t setting_count;
};

inline constexpr std::uint32_t kDescriptorMagic = 0x434f4e46;  // "CONF"

namespace detail {

template <class P>
constexpr PluginDescriptor describe(const char* id, const char* version) {
    PluginDescriptor d{};
    d.magic = kDescriptorMagic;
    d.size = sizeof(PluginDescriptor);
    d.api_version = kApiVersion;
    d.fingerprint = CONFAB_DETAIL_TEXT(CONFAB_DETAIL_FINGERPRINT);
    d.id = id;
    d.version = version;
    if constexpr (requires { P::kPlatform; }) d.platform = P::kPlatform;
    if constexpr (requires { P::Needs::kIds; })
        d.needs = P::Needs::kIds;
    else
        d.needs = Services<>::kIds;
    if constexpr (requires { P::Offers::kIds; })
        d.offers = P::Offers::kIds;
    else
        d.offers = Services<>::kIds;
    if constexpr (requires { P::kOptions; }) {
        d.options = P::kOptions;
        d.option_count = std::size(P::kOptions);
    }
    if constexpr (requires { P::kNetworkOptions; }) {
        d.network_options = P::kNetworkOptions;
        d.network_option_count = std::size(P::kNetworkOptions);
    }
    if constexpr (requires { P::kSettings; }) {
        d.settings = P::kSettings;
        d.setting_count = std::size(P::kSettings);
    }
    d.create = []() -> Plugin* {
        return new P;
    };
    d.destroy = [](Plugin* plugin) {
        delete plugin;
    };
    return d;
}

}  // namespace detail
}  // namespace confab::inline v1

/// Exports `Class` as this library's plugin. Once per library. The id and version come from
/// confab_add_plugin().
#define CONFAB_PLUGIN(Class)                                                   \
    extern "C" CONFAB_API const char CONFAB_DETAIL_FINGERPRINT;                \
    extern "C" CONFAB_API const char CONFAB_DETAIL_FINGERPRINT = 0;            \
    extern "C" CONFAB_API const ::confab::PluginDescriptor confab_plugin;      \
    extern "C" CONFAB_API constexpr ::confab::PluginDescriptor confab_plugin = \
        ::confab::detail::describe<Class>(CONFAB_PLUGIN_ID, CONFAB_PLUGIN_VERSION);
