#pragma once
/// The keys under `services:`: what the central services may be told.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "confab/option.hpp"
#include "core/config/options.hpp"
#include "core/config/tree.hpp"

namespace confab::core {

class ServiceOptions {
public:
    Options http;
    std::map<std::string, Options> hosts;  ///< http.hosts, by lower-case name; only what is given is there.
    Options dns;
    Options cache;
    Options straico;
    Place proxy_place;  ///< Of `proxy` and `redis`, which only their services can read.
    Place redis_place;

    /// One section and the keys it may have, in the order of the documentation.
    class Section {
    public:
        const char* path;  ///< "services.http"
        std::span<const OptionSpec> options;
    };
    static std::span<const Section> sections();
    /// The secrets among what was given.
    std::vector<Secret> secrets() const;
};

ServiceOptions read_services(const Node& node, Problems& problems);

}  // namespace confab::core
