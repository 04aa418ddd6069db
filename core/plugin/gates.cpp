#include "core/plugin/gates.hpp"

#include <algorithm>

namespace confab::core {
namespace {

constexpr std::string_view kPrefix = "confab_abi_";

// "confab_abi_1_libstdcxx12_cxx11abi1_boost108100" reads "API 1, libstdc++ 12, cxx11 ABI 1, Boost 1.81.0".
std::string readable(std::string_view fingerprint) {
    std::string out(fingerprint.substr(std::min(kPrefix.size(), fingerprint.size())));
    std::replace(out.begin(), out.end(), '_', ' ');
    return "API " + out;
}

}  // namespace

std::string check_fingerprint(const std::vector<std::string>& symbols, std::string_view expected) {
    const auto found = std::find_if(symbols.begin(), symbols.end(),
                                    [](const std::string& name) { return name.starts_with(kPrefix); });
    if (found == symbols.end())
        return "not a Confab plugin: it has no fingerprint; does its source end with CONFAB_PLUGIN(Class)?";
    if (*found == expected) return {};
    return "built for another host: found " + readable(*found) + ", expected " + readable(expected) +
           "; build it again with this SDK";
}

std::string check_descriptor(const PluginDescriptor& descriptor, std::string_view expected_fingerprint) {
    if (descriptor.magic != kDescriptorMagic) return "its descriptor is damaged; build it again";
    if (descriptor.api_version != kApiVersion)
        return "built for API version " + std::to_string(descriptor.api_version) + ", this host has " +
               std::to_string(kApiVersion) + "; build it again with this SDK";
    if (descriptor.size < sizeof(PluginDescriptor))
        return "its descriptor has " + std::to_string(descriptor.size) + " bytes, expected at least " +
               std::to_string(sizeof(PluginDescriptor)) + "; build it again with this SDK";
    if (!descriptor.fingerprint || descriptor.fingerprint != expected_fingerprint)
        return "its descriptor and its fingerprint disagree; build it again";
    if (!descriptor.id || !*descriptor.id || !descriptor.create || !descriptor.destroy)
        return "its descriptor is incomplete; build it with confab_add_plugin()";
    return {};
}

}  // namespace confab::core
