#include "core/config/substitute.hpp"

#include <fstream>
#include <sstream>

namespace confab::core {
namespace {

constexpr std::size_t kMaxFile = 64 * 1024;  // a key or a password, not a database

std::string read_file(const std::string& name, Place place, const std::filesystem::path& folder,
                      Problems& problems) {
    const std::filesystem::path path = folder / name;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        problems.add(
            place, "cannot read the file " + path.string() + "; create it or correct the path after `file:`");
        return {};
    }
    std::string text(kMaxFile + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMaxFile) {
        problems.add(place, "the file " + path.string() + " is larger than 64 KiB");
        return {};
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

}  // namespace

std::string substitute(const std::string& text, Place place, const std::filesystem::path& folder,
                       const Environment& environment, Problems& problems) {
    if (text.starts_with("file:") && !text.starts_with("file://"))
        return read_file(text.substr(5), place, folder, problems);
    if (text.find('$') == std::string::npos) return text;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.compare(at, 3, "$${") == 0) {
            out += "${";
            at += 3;
            continue;
        }
        if (text.compare(at, 2, "${") != 0) {
            out += text[at++];
            continue;
        }
        const std::size_t end = text.find('}', at);
        if (end == std::string::npos) {
            problems.add(place, "`${` without a closing `}`; write `$${` for the characters themselves");
            return text;
        }
        const std::string inside = text.substr(at + 2, end - at - 2);
        const std::size_t mark = inside.find(":-");
        const std::string name = inside.substr(0, mark);
        std::optional<std::string> value = environment(name);
        if (mark != std::string::npos && (!value || value->empty())) value = inside.substr(mark + 2);
        if (!value) {
            problems.add(place, "the environment variable " + name + " is not set; set it or write ${" +
                                    name + ":-default}");
            return text;
        }
        out += *value;
        at = end + 1;
    }
    return out;
}

}  // namespace confab::core
