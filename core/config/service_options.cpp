#include "core/config/service_options.hpp"

#include <algorithm>

namespace confab::core {
namespace {

constexpr OptionSpec kHttp[] = {
    {"timeout", OptionType::duration, "30s",
     "Total time of a request over all attempts, where it names none.", false},
    {"attempt_timeout", OptionType::duration, "15s",
     "Time of one attempt, where the request names no time of its own and may be repeated.", false},
    {"connect_timeout", OptionType::duration, "10s", "Name lookup, TCP and TLS together.", false},
    {"stream_idle", OptionType::duration, "60s", "The longest pause within a streamed answer.", false},
    {"max_connections", OptionType::integer, "10", "Connections in all, streams not counted.", false},
    {"max_per_host", OptionType::integer, "5", "Connections to one host.", false},
    {"max_streams", OptionType::integer, "64", "Connections of long-polls and event streams.", false},
    {"keep_alive", OptionType::duration, "30s", "How long an idle connection is kept.", false},
    {"max_age", OptionType::duration, "10m", "How long any connection is kept.", false},
    {"queue_limit", OptionType::integer, "100", "Requests that may wait for a connection.", false},
    {"queue_timeout", OptionType::duration, "10s", "How long one waits for a connection.", false},
    {"retries", OptionType::integer, "2", "Further attempts after a failure that may be repeated.", false},
    {"retry_base", OptionType::duration, "500ms", "Base of the exponential back-off.", false},
    {"retry_budget", OptionType::integer, "20",
     "Retries a host has in advance; each success earns it a fifth of one.", false},
    {"breaker", OptionType::boolean, "true", "Leave a host alone for a while when it keeps failing.", false},
    {"breaker_failures", OptionType::integer, "5", "Failures in a row that open the breaker.", false},
    {"breaker_open", OptionType::duration, "5s", "How long it stays open at first.", false},
    {"max_redirects", OptionType::integer, "5", "Redirects followed for one request.", false},
    {"ca_file", OptionType::string, "", "PEM file of certificates trusted besides the system's.", false},
    {"proxy", OptionType::string, "",
     "http://host:port to connect through; empty: what the environment says (https_proxy ...); none: no "
     "proxy.",
     false},
    {"proxy_user", OptionType::string, "", "Who we are to the proxy.", false},
    {"proxy_password", OptionType::secret, "", "Its password.", false},
    {"no_proxy", OptionType::list, "",
     "Hosts that are reached directly: names, .suffixes, addresses, a.b.c.d/n.", false},
};

constexpr OptionSpec kHost[] = {
    {"timeout", OptionType::duration, nullptr, "As under services.http.", false},
    {"connect_timeout", OptionType::duration, nullptr, "As under services.http.", false},
    {"max_per_host", OptionType::integer, nullptr, "As under services.http.", false},
    {"retries", OptionType::integer, nullptr, "As under services.http.", false},
    {"retry_base", OptionType::duration, nullptr, "As under services.http.", false},
    {"breaker", OptionType::boolean, nullptr, "As under services.http.", false},
    {"cache", OptionType::boolean, nullptr,
     "true: GETs are cached although the caller did not ask; false: never.", false},
    {"cache_ttl", OptionType::duration, nullptr, "Freshness where the answer gives none.", false},
    {"ca_file", OptionType::string, nullptr, "Trusted for this host besides the system's certificates.",
     false},
    {"pins", OptionType::list, nullptr,
     "Base64 SHA-256 digests of public keys; one must be in the host's certificate chain.", false},
    {"proxy", OptionType::string, nullptr, "As under services.http; none: no proxy.", false},
};

constexpr OptionSpec kDns[] = {
    {"ttl_max", OptionType::duration, "5m", "An address is believed no longer than this.", false},
    {"ttl_min", OptionType::duration, "5s", "Nor shorter.", false},
    {"negative_ttl", OptionType::duration, "10s", "How long `no such name` is believed.", false},
    {"serve_stale", OptionType::duration, "1h", "How long an expired address serves while no server answers.",
     false},
    {"servers", OptionType::list, "", "Name servers, address or address:port; empty: the system's.", false},
};

constexpr OptionSpec kCache[] = {
    {"enabled", OptionType::boolean, "true", "Answer repeated GETs from memory where the caller allows it.",
     false},
    {"entries", OptionType::integer, "100", "Answers kept at most.", false},
    {"megabytes", OptionType::integer, "16", "Memory they may take.", false},
    {"ttl", OptionType::duration, "5m", "Freshness where the answer gives none.", false},
    {"stale_if_error", OptionType::duration, "1h",
     "How long an expired answer serves while its origin fails, where it does not say.", false},
    {"redis", OptionType::string, "",
     "redis://[user@]host[:port][/db] or rediss://...: a second tier shared with other processes.", false},
    {"redis_password", OptionType::secret, "", "Its password.", false},
    {"redis_ca_file", OptionType::string, "", "Trusted for it besides the system's certificates.", false},
    {"redis_prefix", OptionType::string, "confab:cache:", "What its keys begin with.", false},
    {"redis_timeout", OptionType::duration, "250ms", "After that the request goes on without it.", false},
};

constexpr OptionSpec kStraico[] = {
    {"api_key", OptionType::secret, "", "Key of the Straico account.", false},
    {"base_url", OptionType::string, "https://api.straico.com", "Where the API is.", false},
    {"chat_timeout", OptionType::duration, "2m", "Nothing is streamed: an answer may take a minute.", false},
    {"prompt_timeout", OptionType::duration, "5m", "Up to four models, files and transcripts.", false},
    {"image_timeout", OptionType::duration, "1m", "And image_timeout_each for every picture.", false},
    {"image_timeout_each", OptionType::duration, "20s", "For every picture.", false},
    {"image_timeout_least", OptionType::duration, "2m", "But never less than this.", false},
    {"upload_timeout", OptionType::duration, "150s", "Sending a file.", false},
    {"video_timeout", OptionType::duration, "5m", "Making a video of a picture.", false},
    {"speech_timeout", OptionType::duration, "2m", "Making speech of a text.", false},
    {"rag_timeout", OptionType::duration, "10m", "Making, growing and asking a collection of documents.",
     false},
    {"agent_timeout", OptionType::duration, "10m", "Asking an agent.", false},
    {"user_lifetime", OptionType::duration, "5m", "How long the balance is believed while nothing is spent.",
     false},
    {"low_balance", OptionType::integer, "0", "Coins below which the log warns, once each time; 0: never.",
     false},
};

const std::vector<std::string> kNames = {"http", "dns", "cache", "straico"};

constexpr ServiceOptions::Section kSections[] = {{"services.http", kHttp},
                                                 {"services.http.hosts.<name>", kHost},
                                                 {"services.dns", kDns},
                                                 {"services.cache", kCache},
                                                 {"services.straico", kStraico}};

const Node& section(const Node& node, std::string_view key) {
    static const Node kNone;
    const Node* found = node.find(key);
    return found ? *found : kNone;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

void collect(const Options& options, std::span<const OptionSpec> specs, std::vector<Secret>& out) {
    for (const OptionSpec& spec : specs)
        if (spec.type == OptionType::secret && options.has(spec.key)) out.push_back(options.secret(spec.key));
}

}  // namespace

std::span<const ServiceOptions::Section> ServiceOptions::sections() {
    return kSections;
}

std::vector<Secret> ServiceOptions::secrets() const {
    std::vector<Secret> out;
    collect(http, kHttp, out);
    collect(cache, kCache, out);
    collect(straico, kStraico, out);
    return out;
}

ServiceOptions read_services(const Node& node, Problems& problems) {
    for (const auto& [key, entry] : node.members)
        if (std::find(kNames.begin(), kNames.end(), key) == kNames.end())
            problems.add(entry.key_place,
                         "unknown key `" + key + "` under services" + did_you_mean(key, kNames));
    ServiceOptions out;
    const Node& http = section(node, "http");
    out.http = read_options(http, kHttp, "services.http", problems, {"hosts"});
    const Node& hosts = section(http, "hosts");
    if (hosts.kind != Node::Kind::map && hosts.kind != Node::Kind::null)
        problems.add(hosts.place, "services.http.hosts must be a map: one key per host name");
    for (const auto& [name, entry] : hosts.members)
        out.hosts.emplace(lower(name), read_options(entry, kHost, "services.http.hosts." + name, problems));
    if (const Node* proxy = http.find("proxy")) out.proxy_place = proxy->place;
    if (const Node* redis = section(node, "cache").find("redis")) out.redis_place = redis->place;
    out.dns = read_options(section(node, "dns"), kDns, "services.dns", problems);
    out.cache = read_options(section(node, "cache"), kCache, "services.cache", problems);
    out.straico = read_options(section(node, "straico"), kStraico, "services.straico", problems);
    return out;
}

}  // namespace confab::core
