// Bytes into the line buffer and the parser. Claims: pieces and the whole give the same lines; nothing is
// longer than the bound; what was parsed can be built into a line that reads the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "adapters/irc/wire/line.hpp"
#include "adapters/irc/wire/line_buffer.hpp"
#include "adapters/irc/wire/server_time.hpp"

namespace {

using namespace confab;
using namespace confab::irc;

void require(bool claim) {
    if (!claim) std::abort();
}

std::vector<std::string> lines_of(std::string_view bytes, std::size_t piece) {
    LineBuffer buffer;
    std::vector<std::string> lines;
    while (!bytes.empty()) {
        const std::string_view chunk = bytes.substr(0, piece);
        bytes.remove_prefix(chunk.size());
        buffer.push(chunk);
        while (const auto line = buffer.next()) lines.emplace_back(*line);
    }
    return lines;
}

void check(const std::string& bytes) {
    require(bytes.size() <= LineBuffer::kMaxLine);
    Line line;
    if (!line.parse(bytes)) return;
    require(!line.verb().empty() && line.size() <= Line::kMaxParams);
    for (const char* key : {"time", "msgid", "account", "batch", "+draft/reply", ""}) {
        const auto value = line.tag(key);
        if (value) parse_server_time(*value);
    }
    const Source source = line.source();
    require(source.nick.size() + source.user.size() + source.host.size() <= line.source_text().size());

    const std::string built = build_line("PRIVMSG", line.params(), 100'000);
    require(built.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    Line again;
    require(again.parse(built) && again.command() == Command::privmsg && again.size() == line.size());
    require(again.last().size() == line.last().size() || built.ends_with(' ') || built.ends_with(':'));
    require(build_line("PRIVMSG", line.params()).size() <= kMaxBody);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> whole = lines_of(bytes, size + 1);
    require(whole == lines_of(bytes, 1));
    require(whole == lines_of(bytes, 61));
    for (const std::string& line : whole) check(line);
    return 0;
}
