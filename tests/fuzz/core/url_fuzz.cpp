// URLs of users, servers and redirects. Input: a URL, and after a line feed a reference to resolve from it.

#include "core/net/url.hpp"

#include "tests/fuzz/core/fuzz.hpp"

namespace {

using namespace confab;
using namespace confab::fuzz;
using core::Url;

bool same(const Url& a, const Url& b) {
    return a.scheme == b.scheme && a.host == b.host && a.port == b.port && a.target == b.target;
}

void check(const Url& url) {
    require(url.scheme == "http" || url.scheme == "https" || url.scheme == "ws" || url.scheme == "wss");
    require(!url.host.empty() && is_printable(url.host));
    require(url.host.find_first_of("/?#@%\\") == std::string::npos);
    require(url.port != 0);
    require(url.target.starts_with('/') && is_printable(url.target));
    require(url.target.find('#') == std::string::npos);
    const Result<Url> again = Url::parse(url.text());
    require(again.has_value() && same(*again, url));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::size_t end = std::min(all.find('\n'), all.size());
    const std::string_view text = all.substr(0, end);
    const std::string_view reference = all.substr(std::min(all.size(), end + 1));

    const Result<Url> url = Url::parse(text);
    const Result<Url> fully = Url::parse_fully(text);
    if (fully) {
        check(*fully);
        require(url.has_value() && same(*url, *fully));
    }
    if (!url) return 0;
    check(*url);
    const Result<Url> target = url->resolve(reference);
    if (!target) return 0;
    check(*target);
    // Only an authority of its own leads to another host.
    if (reference.find("//") == std::string_view::npos)
        require(target->host == url->host && target->port == url->port && target->scheme == url->scheme);
    if (const Result<Url> absolute = Url::parse(reference); absolute)
        require(absolute->origin() == target->origin());
    return 0;
}
