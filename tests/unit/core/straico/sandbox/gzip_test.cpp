#include "core/straico/sandbox/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace confab::straico_sandbox {
namespace {

std::string inflate_gzip(std::string packed) {
    std::string out(1 << 20, '\0');
    z_stream z{};
    z.next_in = reinterpret_cast<Bytef*>(packed.data());
    z.avail_in = static_cast<uInt>(packed.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflateInit2(&z, 15 + 16), Z_OK);
    EXPECT_EQ(inflate(&z, Z_FINISH), Z_STREAM_END);
    out.resize(z.total_out);
    inflateEnd(&z);
    return out;
}

TEST(StraicoSandboxGzip, IsReadByZlibWhateverTheSize) {
    for (const std::size_t size : {0u, 1u, 65'535u, 65'536u, 200'000u}) {
        const std::string text(size, 'x');
        EXPECT_EQ(inflate_gzip(gzip_stored(text)), text) << size;
    }
}

}  // namespace
}  // namespace confab::straico_sandbox
