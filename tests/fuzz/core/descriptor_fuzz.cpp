// Plugin files that anybody may have made: read without running them, whatever is in them.

#include "core/plugin/descriptor_reader.hpp"
#include "tests/fuzz/core/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace confab;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Result<core::PluginDescription> read = core::read_description(bytes, "x.so");
    if (!read) {
        fuzz::require(read.error().context().starts_with("x.so: "));
        return 0;
    }
    for (const core::DescribedOption& option : read->options)
        fuzz::require(option.key.find('\x1b') == std::string::npos);
    return 0;
}
